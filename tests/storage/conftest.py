"""A database in which a decision has been approved, filled by hand."""

from __future__ import annotations

import pytest

from tests.storage import raw

DAY = "'2021-01-19'"
CLOCK = "'2021-01-19T00:00:00.000000+00:00'"
DIGEST = "'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855'"  # of nothing

STORY = (
    f"INSERT INTO frame (year, returns_to, \"on\", recorded_at) VALUES (2021, '', {DAY}, {CLOCK})",
    "INSERT INTO pot (frame_id, name, kind, allotted_nok, committed_nok) VALUES (1, 'project', 'project', 0, 0), (1, 'joint', 'joint', 0, 0)",
    raw.line(1, 1000),
    raw.line(2, 50),
    f"INSERT INTO call (code, year, opened_on, last_serial) VALUES ('2021', 2021, {DAY}, 2)",
    f"INSERT INTO call_version (call_id, number, content, sha256, reason, \"on\", recorded_at, person_id) VALUES (1, 1, '', {DIGEST}, '', {DAY}, {CLOCK}, 1)",
    "INSERT INTO application (call_id, case_number, identity, single) VALUES (1, '2021-001', 'a', false), (1, '2021-002', 'b', false)",
    *(
        "INSERT INTO application_version (application_id, number, title, lead, applied_nok, reference, summary, background,"
        " goals, purpose_role, scope, payee, gains, spread_plan, anchored_by, previous_awards, caseworker, archive_reference,"
        " withdrawn, withdrawn_reason, source_file, source_sheet, source_row, reason, \"on\", recorded_at, person_id) VALUES"
        f" ({case}, 1, 't', '1103', 600, '', '', '', '', '', 'named', '', '', '', '', '', '', '', FALSE, '', '', '', 0, '', {DAY}, {CLOCK}, 1)"
        for case in (1, 2)
    ),
    f"INSERT INTO decision (call_id, number, kind, ground, call_version_id, round, status, digest, drafter_id, drafted_on, reference, returned_reason, recorded_at) VALUES (1, 1, 'round', '', 1, 1, 'drafted', '', 1, {DAY}, '', '', {CLOCK})",
    "INSERT INTO decision_line (decision_id, application_id, application_version_id, outcome, amount_nok, applied_nok, pot_id, ground, reason, above_applied, payee, pass_to, later_years, ends_on, lead, purpose, conditions) VALUES (1, 1, 1, 'award', 600, 600, 1, '', '', '', '', '', '', '', '', '', '')",
    raw.line(1, 600, "committed", "1"),
    f"UPDATE decision SET status = 'approved', approver_id = 2, approved_on = {DAY} WHERE id = 1",
    f"INSERT INTO event (\"on\", recorded_at, person_id, login, database_role, kind, subject, data) VALUES ({DAY}, {CLOCK}, 1, 'kari', '', 'decision.approved', '2021-V1', '{{}}')",
    "INSERT INTO event_case (event_id, application_id) VALUES (1, 1)",
)  # fmt: skip


@pytest.fixture
def decided(office: str) -> str:
    """An office with pots of 1000 and 50 kroner, of which 600 of the first are awarded to the first of two cases."""
    raw.run(office, *STORY)
    return office
