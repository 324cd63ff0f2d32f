#!/bin/sh
# What cron runs each night: reminders that are to go out today, the year's report and bundle as they stand, and a check of everything.
#
#   15 2 * * *  cd /srv/skjonn && SKJONN_USER=nattjobb sh year.sh 2021
#
# sh year.sh YEAR [FOLDER]    writes into FOLDER, by default year-YEAR, and reminders into reminders/
#
# Who runs it must be registered: skjonn person add nattjobb --name "Nattjobb" --role caseworker
#
# Nothing is asked, and nothing is said where nothing is wrong. What each command answered is kept as JSON in FOLDER/log. The first command
# that fails says why on stderr, which cron sends by mail, and ends the script with its exit code: 1 findings in the data, 2 typed wrongly,
# 3 refused by a rule, 4 another run is at work, 5 database, disk or folder. Two runs at once cannot do the same thing twice: the commands
# hold their folders, and the second run ends with 4.
set -eu
year=${1:?which year? sh year.sh YEAR [FOLDER]}
out=${2:-year-$year}
mkdir -p "$out/log"

step() {
    name=$1
    shift
    code=0
    skjonn "$@" --json --quiet --no-input > "$out/log/$name.$$" || code=$?
    mv "$out/log/$name.$$" "$out/log/$name.json"
    [ "$code" -eq 0 ] || exit "$code"
}

step remind report remind
step report year report "$year" --out "$out"
step bundle year bundle "$year" --out "$out/bundle-$year.json"
step check database check
