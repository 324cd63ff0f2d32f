"""What `database check` finds beyond the database's own guards: decisions' digests, letters' files."""

from __future__ import annotations

from pathlib import Path

from skjonn.cli import main
from skjonn.files import sha256
from skjonn.storage import creation, engines
from skjonn.usecases import databases
from tests.storage import raw

LETTER = (
    "INSERT INTO letter (number, call_id, kind, occasion, said, reason, language, language_rule, recipient, dated,"
    " path, sha256, content_digest, template_sha256, \"on\", recorded_at, person_id) VALUES (1, 1, 'award', '', '', '', 'nn', '',"
    " '1103', '2021-06-01', 'letters/a.docx', '{sha256}', '', '', '2021-06-01', '2021-06-01T00:00:00+00:00', 1)"
)


def test_a_decision_that_is_not_what_was_drafted(decided: str) -> None:
    """The digest binds the approval to the lines; one put there by hand does not hold."""
    (failure,) = databases.check(decided).failures
    assert (failure.code, "2021-V1" in failure.message()) == ("decision-changed", True)


def test_letters_are_held_against_their_files(decided: str, tmp_path: Path) -> None:
    """A letter that was changed is a fault; one that is not there is said, and is none; without a folder nobody looks."""
    raw.run(decided, LETTER.format(sha256=sha256("Kjære kommune".encode())))
    place = tmp_path / "letters" / "a.docx"
    place.parent.mkdir()

    missing = databases.check(decided, tmp_path)
    place.write_bytes("Kjære kommune".encode())
    whole = databases.check(decided, tmp_path)
    place.write_bytes(b"something else")
    changed = databases.check(decided, tmp_path)

    assert [one.code for one in missing.doubts] == ["letter-missing"]
    assert (whole.doubts, codes(whole)) == ((), {"decision-changed"})
    assert codes(missing) == {"decision-changed"}
    assert codes(changed) == {"decision-changed", "letter-changed"}
    assert codes(databases.check(decided)) == {"decision-changed"}


def test_the_command_ends_with_the_findings(decided: str) -> None:
    """Exit code 1 where anything fails."""
    assert main(["database", "check", "--database", decided, "--json", "--user", "kari"]) == 1


def test_a_shared_file_keeps_the_older_journal(tmp_path: Path) -> None:
    """Write-ahead logging does not work between machines on one disk."""
    path = tmp_path / "skjonn.db"
    creation.create(str(path), shared=True)
    with engines.connect_file(str(path)) as connection:
        (journal,) = connection.execute("PRAGMA journal_mode").fetchone()
    connection.close()
    assert journal == "delete"


def codes(found: databases.Checked) -> set[str]:
    """Return the codes of what failed."""
    return {one.code for one in found.failures}
