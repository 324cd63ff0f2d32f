#!/bin/sh
# What cron runs each night: reminders that are to go out today, and the year's report and bundle as they stand.
#
#   15 2 * * *  cd /srv/skjonn && SKJONN_USER=nattjobb sh year.sh 2021
#
# Nothing is asked, and nothing is said where nothing is wrong; the first command that fails ends the script with its exit code.
# Two runs at once cannot write the same reminders: the second ends with exit code 4.
set -eu
year=$1

skjonn report remind --quiet --no-input > /dev/null
skjonn year report "$year" --out "year-$year" --quiet --no-input > /dev/null
skjonn year bundle "$year" --out "year-$year/rogaland-$year.json" --quiet --no-input > /dev/null
skjonn database check --quiet --no-input > /dev/null
