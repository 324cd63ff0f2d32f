"""The first tables, with the triggers that keep the ledger's law. Written by `write_initial`; never edited by hand."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None

TRIGGERS: dict[str, tuple[str, ...]] = {
    "sqlite": (
        "CREATE TRIGGER ledger_line_unchanged BEFORE UPDATE ON ledger_line FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of ledger_line are never changed'); END",
        "CREATE TRIGGER event_unchanged BEFORE UPDATE ON event FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of event are never changed'); END",
        "CREATE TRIGGER event_case_unchanged BEFORE UPDATE ON event_case FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of event_case are never changed'); END",
        "CREATE TRIGGER decision_line_unchanged BEFORE UPDATE ON decision_line FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of decision_line are never changed'); END",
        "CREATE TRIGGER payment_term_unchanged BEFORE UPDATE ON payment_term FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of payment_term are never changed'); END",
        "CREATE TRIGGER payment_list_unchanged BEFORE UPDATE ON payment_list FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of payment_list are never changed'); END",
        "CREATE TRIGGER payment_line_unchanged BEFORE UPDATE ON payment_line FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of payment_line are never changed'); END",
        "CREATE TRIGGER payment_listed_unchanged BEFORE UPDATE ON payment_listed FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of payment_listed are never changed'); END",
        "CREATE TRIGGER ledger_line_kept BEFORE DELETE ON ledger_line FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of ledger_line are never removed'); END",
        "CREATE TRIGGER event_kept BEFORE DELETE ON event FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of event are never removed'); END",
        "CREATE TRIGGER event_case_kept BEFORE DELETE ON event_case FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of event_case are never removed'); END",
        "CREATE TRIGGER decision_line_kept BEFORE DELETE ON decision_line FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of decision_line are never removed'); END",
        "CREATE TRIGGER payment_term_kept BEFORE DELETE ON payment_term FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of payment_term are never removed'); END",
        "CREATE TRIGGER payment_list_kept BEFORE DELETE ON payment_list FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of payment_list are never removed'); END",
        "CREATE TRIGGER payment_line_kept BEFORE DELETE ON payment_line FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of payment_line are never removed'); END",
        "CREATE TRIGGER payment_listed_kept BEFORE DELETE ON payment_listed FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of payment_listed are never removed'); END",
        "CREATE TRIGGER pot_kept BEFORE DELETE ON pot FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of pot are never removed'); END",
        "CREATE TRIGGER decision_kept BEFORE DELETE ON decision FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of decision are never removed'); END",
        "CREATE TRIGGER ledger_line_new BEFORE INSERT ON ledger_line FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: a row of ledger_line is there already') WHERE EXISTS (SELECT 1 FROM ledger_line WHERE id = NEW.id); SELECT RAISE(ABORT, 'skjonn: the pot is not there') WHERE NOT EXISTS (SELECT 1 FROM pot WHERE id = NEW.pot_id); SELECT RAISE(ABORT, 'CHECK constraint failed: ck_pot_not_overspent') WHERE (SELECT committed_nok + (CASE NEW.kind WHEN 'committed' THEN NEW.amount_nok ELSE 0 END) > allotted_nok + (CASE NEW.kind WHEN 'allotted' THEN NEW.amount_nok ELSE 0 END) FROM pot WHERE id = NEW.pot_id); SELECT RAISE(ABORT, 'CHECK constraint failed: ck_pot_committed_nok_positive') WHERE (SELECT committed_nok + (CASE NEW.kind WHEN 'committed' THEN NEW.amount_nok ELSE 0 END) < 0 FROM pot WHERE id = NEW.pot_id); END",
        "CREATE TRIGGER ledger_line_totals AFTER INSERT ON ledger_line FOR EACH ROW BEGIN UPDATE pot SET allotted_nok = (SELECT coalesce(sum(amount_nok), 0) FROM ledger_line WHERE pot_id = NEW.pot_id AND kind = 'allotted'), committed_nok = (SELECT coalesce(sum(amount_nok), 0) FROM ledger_line WHERE pot_id = NEW.pot_id AND kind = 'committed') WHERE id = NEW.pot_id; SELECT RAISE(ABORT, 'skjonn: a pot holds what its ledger says') WHERE EXISTS (SELECT 1 FROM pot WHERE id = NEW.pot_id AND (allotted_nok <> (SELECT coalesce(sum(amount_nok), 0) FROM ledger_line WHERE pot_id = NEW.pot_id AND kind = 'allotted') OR committed_nok <> (SELECT coalesce(sum(amount_nok), 0) FROM ledger_line WHERE pot_id = NEW.pot_id AND kind = 'committed'))); END",
        "CREATE TRIGGER pot_new BEFORE INSERT ON pot FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: a row of pot is there already') WHERE EXISTS (SELECT 1 FROM pot WHERE id = NEW.id OR (frame_id = NEW.frame_id AND name = NEW.name)); SELECT RAISE(ABORT, 'skjonn: a pot begins at 0') WHERE NEW.allotted_nok IS NOT 0 OR NEW.committed_nok IS NOT 0; SELECT RAISE(ABORT, 'skjonn: a pot holds what its ledger says') WHERE EXISTS (SELECT 1 FROM ledger_line WHERE pot_id = NEW.id); END",
        "CREATE TRIGGER pot_totals BEFORE UPDATE ON pot FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: a pot keeps its name and its year') WHERE NEW.id IS NOT OLD.id OR NEW.frame_id IS NOT OLD.frame_id OR NEW.name IS NOT OLD.name; SELECT RAISE(ABORT, 'skjonn: a pot holds what its ledger says') WHERE NEW.allotted_nok IS NOT (SELECT coalesce(sum(amount_nok), 0) FROM ledger_line WHERE pot_id = OLD.id AND kind = 'allotted') OR NEW.committed_nok IS NOT (SELECT coalesce(sum(amount_nok), 0) FROM ledger_line WHERE pot_id = OLD.id AND kind = 'committed'); END",
        "CREATE TRIGGER event_new BEFORE INSERT ON event FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: a row of event is there already') WHERE EXISTS (SELECT 1 FROM event WHERE id = NEW.id); END",
        "CREATE TRIGGER event_case_new BEFORE INSERT ON event_case FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: a row of event_case is there already') WHERE EXISTS (SELECT 1 FROM event_case WHERE id = NEW.id OR (application_id = NEW.application_id AND event_id = NEW.event_id)); END",
        "CREATE TRIGGER decision_line_new BEFORE INSERT ON decision_line FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: a row of decision_line is there already') WHERE EXISTS (SELECT 1 FROM decision_line WHERE id = NEW.id OR (decision_id = NEW.decision_id AND application_id = NEW.application_id)); SELECT RAISE(ABORT, 'skjonn: lines belong to a drafted decision') WHERE NOT EXISTS (SELECT 1 FROM decision WHERE id = NEW.decision_id AND status = 'drafted'); END",
        "CREATE TRIGGER decision_new BEFORE INSERT ON decision FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: a row of decision is there already') WHERE EXISTS (SELECT 1 FROM decision WHERE id = NEW.id OR (call_id = NEW.call_id AND number = NEW.number)); END",
        "CREATE TRIGGER decision_approved BEFORE UPDATE ON decision FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: rows of decision are never changed') WHERE OLD.status IN ('approved', 'taken_over') OR NEW.id IS NOT OLD.id OR NEW.drafter_id IS NOT OLD.drafter_id; END",
        "CREATE TRIGGER payment_line_new BEFORE INSERT ON payment_line FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: a row of payment_line is there already') WHERE EXISTS (SELECT 1 FROM payment_line WHERE id = NEW.id); SELECT RAISE(ABORT, 'skjonn: no more is paid than is awarded or on a list') WHERE NEW.kind = 'paid' AND (SELECT coalesce(sum(CASE kind WHEN 'paid' THEN amount_nok WHEN 'repaid' THEN -amount_nok ELSE 0 END), 0) FROM payment_line WHERE application_id = NEW.application_id) + NEW.amount_nok > (SELECT coalesce(sum(CASE ledger_line.kind WHEN 'committed' THEN ledger_line.amount_nok WHEN 'returned' THEN -ledger_line.amount_nok ELSE 0 END), 0) FROM ledger_line JOIN decision_line ON decision_line.id = ledger_line.decision_line_id WHERE decision_line.application_id = NEW.application_id) AND (SELECT coalesce(sum(amount_nok), 0) FROM payment_line WHERE application_id = NEW.application_id AND kind = 'paid') + NEW.amount_nok > (SELECT coalesce(sum(amount_nok), 0) FROM payment_line WHERE application_id = NEW.application_id AND kind = 'planned' AND EXISTS (SELECT 1 FROM payment_listed WHERE line_id = payment_line.id)); SELECT RAISE(ABORT, 'skjonn: no more is repaid than was paid') WHERE NEW.kind = 'repaid' AND (SELECT coalesce(sum(CASE kind WHEN 'paid' THEN amount_nok WHEN 'repaid' THEN -amount_nok ELSE 0 END), 0) FROM payment_line WHERE application_id = NEW.application_id) < NEW.amount_nok; END",
        "CREATE TRIGGER payment_term_new BEFORE INSERT ON payment_term FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: a row of payment_term is there already') WHERE EXISTS (SELECT 1 FROM payment_term WHERE id = NEW.id); END",
        "CREATE TRIGGER payment_list_new BEFORE INSERT ON payment_list FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: a row of payment_list is there already') WHERE EXISTS (SELECT 1 FROM payment_list WHERE id = NEW.id OR (year = NEW.year AND number = NEW.number)); END",
        "CREATE TRIGGER payment_listed_new BEFORE INSERT ON payment_listed FOR EACH ROW BEGIN SELECT RAISE(ABORT, 'skjonn: a row of payment_listed is there already') WHERE EXISTS (SELECT 1 FROM payment_listed WHERE id = NEW.id OR line_id = NEW.line_id); END",
    ),
    "postgresql": (
        "CREATE FUNCTION skjonn_refuse() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $skjonn$\nBEGIN\n  RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation',\n    MESSAGE = format('skjonn: rows of %s are never %s', TG_TABLE_NAME,\n      CASE TG_OP WHEN 'UPDATE' THEN 'changed' ELSE 'removed' END);\nEND\n$skjonn$",
        "CREATE FUNCTION skjonn_ledger_totals() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $skjonn$\nBEGIN\n  EXECUTE format('SELECT 1 FROM %I.pot WHERE id = $1 FOR NO KEY UPDATE', TG_TABLE_SCHEMA) USING NEW.pot_id;\n  EXECUTE format('UPDATE %1$I.pot SET (allotted_nok, committed_nok) ='\n    ' (SELECT coalesce(sum(amount_nok) FILTER (WHERE kind = ''allotted''), 0)::bigint AS allotted_nok, coalesce(sum(amount_nok) FILTER (WHERE kind = ''committed''), 0)::bigint AS committed_nok FROM %1$I.ledger_line WHERE pot_id = $1) WHERE id = $1', TG_TABLE_SCHEMA) USING NEW.pot_id;\n  RETURN NULL;\nEND\n$skjonn$",
        "CREATE FUNCTION skjonn_pot_new() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $skjonn$\nBEGIN\n  IF NEW.allotted_nok <> 0 OR NEW.committed_nok <> 0 THEN\n    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'skjonn: a pot begins at 0';\n  END IF;\n  RETURN NEW;\nEND\n$skjonn$",
        "CREATE FUNCTION skjonn_pot_totals() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $skjonn$\nDECLARE\n  allotted bigint;\n  committed bigint;\nBEGIN\n  IF (NEW.id, NEW.frame_id, NEW.name) IS DISTINCT FROM (OLD.id, OLD.frame_id, OLD.name) THEN\n    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'skjonn: a pot keeps its name and its year';\n  END IF;\n  EXECUTE format('SELECT coalesce(sum(amount_nok) FILTER (WHERE kind = ''allotted''), 0)::bigint AS allotted_nok, coalesce(sum(amount_nok) FILTER (WHERE kind = ''committed''), 0)::bigint AS committed_nok FROM %I.ledger_line WHERE pot_id = $1', TG_TABLE_SCHEMA)\n    INTO allotted, committed USING OLD.id;\n  IF NEW.allotted_nok IS DISTINCT FROM allotted OR NEW.committed_nok IS DISTINCT FROM committed THEN\n    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'skjonn: a pot holds what its ledger says';\n  END IF;\n  RETURN NEW;\nEND\n$skjonn$",
        "CREATE FUNCTION skjonn_decision_line_new() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $skjonn$\nDECLARE\n  standing text;\nBEGIN\n  EXECUTE format('SELECT status FROM %I.decision WHERE id = $1 FOR NO KEY UPDATE', TG_TABLE_SCHEMA)\n    INTO standing USING NEW.decision_id;\n  IF standing IS DISTINCT FROM 'drafted' THEN\n    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'skjonn: lines belong to a drafted decision';\n  END IF;\n  RETURN NEW;\nEND\n$skjonn$",
        "CREATE FUNCTION skjonn_decision_approved() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $skjonn$\nBEGIN\n  IF OLD.status IN ('approved', 'taken_over') OR (NEW.id, NEW.drafter_id) IS DISTINCT FROM (OLD.id, OLD.drafter_id) THEN\n    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'skjonn: rows of decision are never changed';\n  END IF;\n  RETURN NEW;\nEND\n$skjonn$",
        "CREATE FUNCTION skjonn_payment_new() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp AS $skjonn$\nDECLARE\n  paid bigint;\n  paid_ever bigint;\n  awarded bigint;\n  sent bigint;\nBEGIN\n  IF NEW.kind = 'planned' THEN\n    RETURN NEW;\n  END IF;\n  EXECUTE format('SELECT 1 FROM %I.application WHERE id = $1 FOR NO KEY UPDATE', TG_TABLE_SCHEMA) USING NEW.application_id;\n  EXECUTE format('SELECT coalesce(sum(CASE kind WHEN ''paid'' THEN amount_nok WHEN ''repaid'' THEN -amount_nok ELSE 0 END), 0),'\n    ' coalesce(sum(amount_nok) FILTER (WHERE kind = ''paid''), 0)'\n    ' FROM %I.payment_line WHERE application_id = $1', TG_TABLE_SCHEMA) INTO paid, paid_ever USING NEW.application_id;\n  IF NEW.kind = 'repaid' THEN\n    IF paid < NEW.amount_nok THEN\n      RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'skjonn: no more is repaid than was paid';\n    END IF;\n    RETURN NEW;\n  END IF;\n  EXECUTE format('SELECT coalesce(sum(CASE l.kind WHEN ''committed'' THEN l.amount_nok WHEN ''returned'' THEN -l.amount_nok'\n    ' ELSE 0 END), 0) FROM %1$I.ledger_line l JOIN %1$I.decision_line d ON d.id = l.decision_line_id'\n    ' WHERE d.application_id = $1', TG_TABLE_SCHEMA) INTO awarded USING NEW.application_id;\n  EXECUTE format('SELECT coalesce(sum(p.amount_nok), 0) FROM %1$I.payment_line p JOIN %1$I.payment_listed l ON l.line_id = p.id'\n    ' WHERE p.application_id = $1 AND p.kind = ''planned''', TG_TABLE_SCHEMA) INTO sent USING NEW.application_id;\n  IF paid + NEW.amount_nok > awarded AND paid_ever + NEW.amount_nok > sent THEN\n    RAISE EXCEPTION USING ERRCODE = 'integrity_constraint_violation', MESSAGE = 'skjonn: no more is paid than is awarded or on a list';\n  END IF;\n  RETURN NEW;\nEND\n$skjonn$",
        "CREATE TRIGGER ledger_line_unchanged BEFORE DELETE OR UPDATE ON ledger_line FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER event_unchanged BEFORE DELETE OR UPDATE ON event FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER event_case_unchanged BEFORE DELETE OR UPDATE ON event_case FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER decision_line_unchanged BEFORE DELETE OR UPDATE ON decision_line FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER payment_term_unchanged BEFORE DELETE OR UPDATE ON payment_term FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER payment_list_unchanged BEFORE DELETE OR UPDATE ON payment_list FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER payment_line_unchanged BEFORE DELETE OR UPDATE ON payment_line FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER payment_listed_unchanged BEFORE DELETE OR UPDATE ON payment_listed FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER pot_kept BEFORE DELETE ON pot FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER decision_kept BEFORE DELETE ON decision FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER ledger_line_whole BEFORE TRUNCATE ON ledger_line FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER event_whole BEFORE TRUNCATE ON event FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER event_case_whole BEFORE TRUNCATE ON event_case FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER decision_line_whole BEFORE TRUNCATE ON decision_line FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER payment_term_whole BEFORE TRUNCATE ON payment_term FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER payment_list_whole BEFORE TRUNCATE ON payment_list FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER payment_line_whole BEFORE TRUNCATE ON payment_line FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER payment_listed_whole BEFORE TRUNCATE ON payment_listed FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER pot_whole BEFORE TRUNCATE ON pot FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER decision_whole BEFORE TRUNCATE ON decision FOR EACH STATEMENT EXECUTE FUNCTION skjonn_refuse()",
        "CREATE TRIGGER ledger_line_totals AFTER INSERT ON ledger_line FOR EACH ROW EXECUTE FUNCTION skjonn_ledger_totals()",
        "CREATE TRIGGER pot_new BEFORE INSERT ON pot FOR EACH ROW EXECUTE FUNCTION skjonn_pot_new()",
        "CREATE TRIGGER pot_totals BEFORE UPDATE ON pot FOR EACH ROW EXECUTE FUNCTION skjonn_pot_totals()",
        "CREATE TRIGGER decision_line_new BEFORE INSERT ON decision_line FOR EACH ROW EXECUTE FUNCTION skjonn_decision_line_new()",
        "CREATE TRIGGER decision_approved BEFORE UPDATE ON decision FOR EACH ROW EXECUTE FUNCTION skjonn_decision_approved()",
        "CREATE TRIGGER payment_line_new BEFORE INSERT ON payment_line FOR EACH ROW EXECUTE FUNCTION skjonn_payment_new()",
        "ALTER TABLE ledger_line ENABLE ALWAYS TRIGGER ledger_line_unchanged",
        "ALTER TABLE event ENABLE ALWAYS TRIGGER event_unchanged",
        "ALTER TABLE event_case ENABLE ALWAYS TRIGGER event_case_unchanged",
        "ALTER TABLE decision_line ENABLE ALWAYS TRIGGER decision_line_unchanged",
        "ALTER TABLE payment_term ENABLE ALWAYS TRIGGER payment_term_unchanged",
        "ALTER TABLE payment_list ENABLE ALWAYS TRIGGER payment_list_unchanged",
        "ALTER TABLE payment_line ENABLE ALWAYS TRIGGER payment_line_unchanged",
        "ALTER TABLE payment_listed ENABLE ALWAYS TRIGGER payment_listed_unchanged",
        "ALTER TABLE pot ENABLE ALWAYS TRIGGER pot_kept",
        "ALTER TABLE decision ENABLE ALWAYS TRIGGER decision_kept",
        "ALTER TABLE ledger_line ENABLE ALWAYS TRIGGER ledger_line_whole",
        "ALTER TABLE event ENABLE ALWAYS TRIGGER event_whole",
        "ALTER TABLE event_case ENABLE ALWAYS TRIGGER event_case_whole",
        "ALTER TABLE decision_line ENABLE ALWAYS TRIGGER decision_line_whole",
        "ALTER TABLE payment_term ENABLE ALWAYS TRIGGER payment_term_whole",
        "ALTER TABLE payment_list ENABLE ALWAYS TRIGGER payment_list_whole",
        "ALTER TABLE payment_line ENABLE ALWAYS TRIGGER payment_line_whole",
        "ALTER TABLE payment_listed ENABLE ALWAYS TRIGGER payment_listed_whole",
        "ALTER TABLE pot ENABLE ALWAYS TRIGGER pot_whole",
        "ALTER TABLE decision ENABLE ALWAYS TRIGGER decision_whole",
        "ALTER TABLE ledger_line ENABLE ALWAYS TRIGGER ledger_line_totals",
        "ALTER TABLE pot ENABLE ALWAYS TRIGGER pot_new",
        "ALTER TABLE pot ENABLE ALWAYS TRIGGER pot_totals",
        "ALTER TABLE decision_line ENABLE ALWAYS TRIGGER decision_line_new",
        "ALTER TABLE decision ENABLE ALWAYS TRIGGER decision_approved",
        "ALTER TABLE payment_line ENABLE ALWAYS TRIGGER payment_line_new",
    ),
}


def upgrade() -> None:  # noqa: PLR0915  (one statement a table)
    """Make every table, then the triggers."""
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("last_serial", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.UniqueConstraint("code", name=op.f("uq_call_code")),
    )
    op.create_table(
        "frame",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("last_cutoff_on", sa.Date(), nullable=True),
        sa.Column("returns_to", sa.Text(), nullable=False),
        sa.Column("returns_to_year", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.CheckConstraint("year BETWEEN 2000 AND 2099", name=op.f("ck_frame_year_sane")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_frame")),
        sa.UniqueConstraint("year", name=op.f("uq_frame_year")),
    )
    op.create_table(
        "office",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("office_id", sa.Text(), nullable=False),
        sa.Column("neutral_language", sa.Text(), nullable=False),
        sa.Column("created_on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.CheckConstraint("neutral_language IN ('nb', 'nn')", name=op.f("ck_office_neutral_language_known")),
        sa.CheckConstraint("id = 1", name=op.f("ck_office_only_one")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_office")),
    )
    op.create_table(
        "person",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("authority_nok", sa.BigInteger(), nullable=True),
        sa.Column("database_role", sa.Text(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("valid_to", sa.Date(), nullable=True),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.CheckConstraint("authority_nok = CAST(authority_nok AS BIGINT)", name=op.f("ck_person_authority_nok_whole")),
        sa.CheckConstraint(
            "authority_nok IS NULL OR authority_nok >= 0", name=op.f("ck_person_authority_nok_positive")
        ),
        sa.CheckConstraint("valid_to IS NULL OR valid_to > valid_from", name=op.f("ck_person_period")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person")),
        sa.UniqueConstraint("login", name=op.f("uq_person_login")),
    )
    op.create_table(
        "report_file",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_file")),
        sa.UniqueConstraint("sha256", name=op.f("uq_report_file_sha256")),
    )
    op.create_table(
        "allocation_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_allocation_plan_call_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_allocation_plan_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_allocation_plan")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_allocation_plan_call_id_number")),
    )
    op.create_index(op.f("ix_allocation_plan_person_id"), "allocation_plan", ["person_id"], unique=False)
    op.create_table(
        "call_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number >= 1", name=op.f("ck_call_version_number_positive")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_call_version_call_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_call_version_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call_version")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_call_version_call_id_number")),
    )
    op.create_index(op.f("ix_call_version_person_id"), "call_version", ["person_id"], unique=False)
    op.create_table(
        "event",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=True),
        sa.Column("login", sa.Text(), nullable=False),
        sa.Column("database_role", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("data", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_event_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event")),
    )
    op.create_index(op.f("ix_event_person_id"), "event", ["person_id"], unique=False)
    op.create_index(op.f("ix_event_subject"), "event", ["subject"], unique=False)
    op.create_table(
        "heading",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("heading", sa.Text(), nullable=False),
        sa.Column("field", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_heading_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_heading")),
    )
    op.create_index(op.f("ix_heading_heading"), "heading", ["heading"], unique=False)
    op.create_index(op.f("ix_heading_person_id"), "heading", ["person_id"], unique=False)
    op.create_table(
        "import",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("part", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("undone_on", sa.Date(), nullable=True),
        sa.Column("undone_reason", sa.Text(), nullable=False),
        sa.Column("undone_by_id", sa.Integer(), nullable=True),
        sa.CheckConstraint("(undone_on IS NULL) = (undone_by_id IS NULL)", name=op.f("ck_import_undone_by_someone")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_import_call_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_import_person_id")),
        sa.ForeignKeyConstraint(["undone_by_id"], ["person.id"], name=op.f("fk_import_undone_by_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_import")),
        sa.UniqueConstraint("number", "part", name=op.f("uq_import_number_part")),
    )
    op.create_index(op.f("ix_import_call_id"), "import", ["call_id"], unique=False)
    op.create_index(op.f("ix_import_person_id"), "import", ["person_id"], unique=False)
    op.create_index(op.f("ix_import_undone_by_id"), "import", ["undone_by_id"], unique=False)
    op.create_table(
        "initiative",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_initiative_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative")),
        sa.UniqueConstraint("name", name=op.f("uq_initiative_name")),
    )
    op.create_index(op.f("ix_initiative_person_id"), "initiative", ["person_id"], unique=False)
    op.create_table(
        "language_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("municipality_number", sa.Text(), nullable=False),
        sa.Column("form", sa.Text(), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("form IN ('bokmål', 'nynorsk', 'nøytral')", name=op.f("ck_language_decision_form_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_language_decision_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_language_decision")),
    )
    op.create_index(
        op.f("ix_language_decision_municipality_number"), "language_decision", ["municipality_number"], unique=False
    )
    op.create_index(op.f("ix_language_decision_person_id"), "language_decision", ["person_id"], unique=False)
    op.create_table(
        "letter",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("occasion", sa.Text(), nullable=False),
        sa.Column("said", sa.Text(), nullable=False),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("language_rule", sa.Text(), nullable=False),
        sa.Column("recipient", sa.Text(), nullable=False),
        sa.Column("dated", sa.Date(), nullable=False),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content_digest", sa.Text(), nullable=False),
        sa.Column("template_sha256", sa.Text(), nullable=False),
        sa.Column("supersedes_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("language IN ('nb', 'nn')", name=op.f("ck_letter_language_known")),
        sa.CheckConstraint("supersedes_id < id", name=op.f("ck_letter_supersedes_an_earlier_one")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_letter_call_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_person_id")),
        sa.ForeignKeyConstraint(["supersedes_id"], ["letter.id"], name=op.f("fk_letter_supersedes_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter")),
        sa.UniqueConstraint("number", name=op.f("uq_letter_number")),
        sa.UniqueConstraint("supersedes_id", name=op.f("uq_letter_supersedes_id")),
    )
    op.create_index(op.f("ix_letter_call_id"), "letter", ["call_id"], unique=False)
    op.create_index(op.f("ix_letter_person_id"), "letter", ["person_id"], unique=False)
    op.create_table(
        "municipality_figures",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("population", sa.Integer(), nullable=True),
        sa.Column("size_group", sa.Text(), nullable=False),
        sa.Column("region", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("population > 0", name=op.f("ck_municipality_figures_somebody_lives_there")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_municipality_figures_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_municipality_figures")),
    )
    op.create_index(op.f("ix_municipality_figures_number"), "municipality_figures", ["number"], unique=False)
    op.create_index(op.f("ix_municipality_figures_person_id"), "municipality_figures", ["person_id"], unique=False)
    op.create_table(
        "payment_list",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("control_sum_nok", sa.BigInteger(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "control_sum_nok = CAST(control_sum_nok AS BIGINT)", name=op.f("ck_payment_list_control_sum_nok_whole")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_payment_list_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_list")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_payment_list_year_number")),
    )
    op.create_index(op.f("ix_payment_list_person_id"), "payment_list", ["person_id"], unique=False)
    op.create_table(
        "payment_term",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("cutoff_on", sa.Date(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("number BETWEEN 1 AND 11", name=op.f("ck_payment_term_number_of_a_term")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_payment_term_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_term")),
    )
    op.create_index(op.f("ix_payment_term_person_id"), "payment_term", ["person_id"], unique=False)
    op.create_table(
        "person_role",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.Text(), nullable=False),
        sa.CheckConstraint("role IN ('caseworker', 'assessor', 'approver')", name=op.f("ck_person_role_role_known")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_person_role_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_person_role")),
        sa.UniqueConstraint("person_id", "role", name=op.f("uq_person_role_person_id_role")),
    )
    op.create_table(
        "pot",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("frame_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=True),
        sa.Column("allotted_nok", sa.BigInteger(), nullable=False),
        sa.Column("committed_nok", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "kind IN ('ordinary', 'project', 'joint', 'crisis', 'held_back')", name=op.f("ck_pot_kind_known")
        ),
        sa.CheckConstraint("allotted_nok = CAST(allotted_nok AS BIGINT)", name=op.f("ck_pot_allotted_nok_whole")),
        sa.CheckConstraint("committed_nok <= allotted_nok", name=op.f("ck_pot_not_overspent")),
        sa.CheckConstraint("committed_nok = CAST(committed_nok AS BIGINT)", name=op.f("ck_pot_committed_nok_whole")),
        sa.CheckConstraint("committed_nok >= 0", name=op.f("ck_pot_committed_nok_positive")),
        sa.ForeignKeyConstraint(["frame_id"], ["frame.id"], name=op.f("fk_pot_frame_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_pot")),
        sa.UniqueConstraint("frame_id", "name", name=op.f("uq_pot_frame_id_name")),
    )
    op.create_table(
        "register_update",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_register_update_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_register_update")),
    )
    op.create_index(op.f("ix_register_update_person_id"), "register_update", ["person_id"], unique=False)
    op.create_table(
        "year_closing",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("as_of", sa.Date(), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("bundle", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_year_closing_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_year_closing")),
        sa.UniqueConstraint("year", "number", name=op.f("uq_year_closing_year_number")),
    )
    op.create_index(op.f("ix_year_closing_person_id"), "year_closing", ["person_id"], unique=False)
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("case_number", sa.Text(), nullable=False),
        sa.Column("identity", sa.Text(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("merged_into_id", sa.Integer(), nullable=True),
        sa.Column("single", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_application_call_id")),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_application_import_id")),
        sa.ForeignKeyConstraint(["merged_into_id"], ["application.id"], name=op.f("fk_application_merged_into_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.UniqueConstraint("call_id", "identity", name=op.f("uq_application_call_id_identity")),
        sa.UniqueConstraint("case_number", name=op.f("uq_application_case_number")),
    )
    op.create_index(op.f("ix_application_import_id"), "application", ["import_id"], unique=False)
    op.create_index(op.f("ix_application_merged_into_id"), "application", ["merged_into_id"], unique=False)
    op.create_table(
        "criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_nb", sa.Text(), nullable=False),
        sa.Column("name_nn", sa.Text(), nullable=False),
        sa.Column("weight", sa.Integer(), nullable=False),
        sa.Column("least", sa.Integer(), nullable=False),
        sa.Column("greatest", sa.Integer(), nullable=False),
        sa.CheckConstraint("least < greatest", name=op.f("ck_criterion_scale")),
        sa.CheckConstraint("weight = CAST(weight AS BIGINT)", name=op.f("ck_criterion_weight_whole")),
        sa.CheckConstraint("weight BETWEEN 1 AND 100", name=op.f("ck_criterion_weight_percent")),
        sa.ForeignKeyConstraint(["call_version_id"], ["call_version.id"], name=op.f("fk_criterion_call_version_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_criterion")),
        sa.UniqueConstraint("call_version_id", "code", name=op.f("uq_criterion_call_version_id_code")),
    )
    op.create_table(
        "decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("round", sa.Integer(), nullable=False),
        sa.Column("call_version_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("drafter_id", sa.Integer(), nullable=False),
        sa.Column("drafted_on", sa.Date(), nullable=False),
        sa.Column("approver_id", sa.Integer(), nullable=True),
        sa.Column("approved_on", sa.Date(), nullable=True),
        sa.Column("substitute_for_id", sa.Integer(), nullable=True),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("returned_on", sa.Date(), nullable=True),
        sa.Column("returned_reason", sa.Text(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(status = 'approved') = (approver_id IS NOT NULL)", name=op.f("ck_decision_approved_by_someone")
        ),
        sa.CheckConstraint(
            "(status IN ('approved', 'taken_over')) = (approved_on IS NOT NULL)",
            name=op.f("ck_decision_approved_some_day"),
        ),
        sa.CheckConstraint(
            "kind IN ('round', 'single', 'reversal', 'decline', 'change', 'correction')",
            name=op.f("ck_decision_kind_known"),
        ),
        sa.CheckConstraint(
            "status IN ('drafted', 'approved', 'returned', 'taken_over')", name=op.f("ck_decision_status_known")
        ),
        sa.CheckConstraint("approver_id IS NULL OR approver_id <> drafter_id", name=op.f("ck_decision_four_eyes")),
        sa.ForeignKeyConstraint(["approver_id"], ["person.id"], name=op.f("fk_decision_approver_id")),
        sa.ForeignKeyConstraint(["call_id"], ["call.id"], name=op.f("fk_decision_call_id")),
        sa.ForeignKeyConstraint(["call_version_id"], ["call_version.id"], name=op.f("fk_decision_call_version_id")),
        sa.ForeignKeyConstraint(["drafter_id"], ["person.id"], name=op.f("fk_decision_drafter_id")),
        sa.ForeignKeyConstraint(["substitute_for_id"], ["person.id"], name=op.f("fk_decision_substitute_for_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision")),
        sa.UniqueConstraint("call_id", "number", name=op.f("uq_decision_call_id_number")),
    )
    op.create_index(op.f("ix_decision_approver_id"), "decision", ["approver_id"], unique=False)
    op.create_index(op.f("ix_decision_call_version_id"), "decision", ["call_version_id"], unique=False)
    op.create_index(op.f("ix_decision_drafter_id"), "decision", ["drafter_id"], unique=False)
    op.create_index(op.f("ix_decision_substitute_for_id"), "decision", ["substitute_for_id"], unique=False)
    op.create_table(
        "initiative_award",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("amount_nok", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "amount_nok = CAST(amount_nok AS BIGINT)", name=op.f("ck_initiative_award_amount_nok_whole")
        ),
        sa.CheckConstraint("amount_nok > 0", name=op.f("ck_initiative_award_amount_nok_positive")),
        sa.CheckConstraint("year BETWEEN 2000 AND 2099", name=op.f("ck_initiative_award_year_sane")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_award_initiative_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_initiative_award_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_award")),
    )
    op.create_index(op.f("ix_initiative_award_initiative_id"), "initiative_award", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_initiative_award_person_id"), "initiative_award", ["person_id"], unique=False)
    op.create_table(
        "letter_dispatch",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("sent_on", sa.Date(), nullable=False),
        sa.Column("how", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("how <> ''", name=op.f("ck_letter_dispatch_says_how")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_dispatch_letter_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_dispatch_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_dispatch")),
    )
    op.create_index(op.f("ix_letter_dispatch_letter_id"), "letter_dispatch", ["letter_id"], unique=False)
    op.create_index(op.f("ix_letter_dispatch_person_id"), "letter_dispatch", ["person_id"], unique=False)
    op.create_table(
        "letter_pdf",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("docx_sha256", sa.Text(), nullable=False),
        sa.Column("pdf_sha256", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_pdf_letter_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_letter_pdf_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_pdf")),
        sa.UniqueConstraint("letter_id", "pdf_sha256", name=op.f("uq_letter_pdf_letter_id_pdf_sha256")),
    )
    op.create_index(op.f("ix_letter_pdf_person_id"), "letter_pdf", ["person_id"], unique=False)
    op.create_table(
        "priority_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("call_version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("name_nb", sa.Text(), nullable=False),
        sa.Column("name_nn", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["call_version_id"], ["call_version.id"], name=op.f("fk_priority_area_call_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_priority_area")),
        sa.UniqueConstraint("call_version_id", "code", name=op.f("uq_priority_area_call_version_id_code")),
    )
    op.create_table(
        "application_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("url", sa.Text(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_link_application_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_link_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_link")),
    )
    op.create_index(op.f("ix_application_link_application_id"), "application_link", ["application_id"], unique=False)
    op.create_index(op.f("ix_application_link_person_id"), "application_link", ["person_id"], unique=False)
    op.create_table(
        "application_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("applied_nok", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("background", sa.Text(), nullable=False),
        sa.Column("goals", sa.Text(), nullable=False),
        sa.Column("purpose_role", sa.Text(), nullable=False),
        sa.Column("scope", sa.Text(), nullable=False),
        sa.Column("payee", sa.Text(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("phase", sa.Text(), nullable=True),
        sa.Column("total_cost_nok", sa.BigInteger(), nullable=True),
        sa.Column("own_funding_nok", sa.BigInteger(), nullable=True),
        sa.Column("own_effort_nok", sa.BigInteger(), nullable=True),
        sa.Column("gains", sa.Text(), nullable=False),
        sa.Column("spread_plan", sa.Text(), nullable=False),
        sa.Column("anchored_by", sa.Text(), nullable=False),
        sa.Column("anchored_on", sa.Date(), nullable=True),
        sa.Column("accepts_partial", sa.Boolean(), nullable=True),
        sa.Column("least_useful_nok", sa.BigInteger(), nullable=True),
        sa.Column("previous_awards", sa.Text(), nullable=False),
        sa.Column("received_at", sa.Text(), nullable=True),
        sa.Column("caseworker", sa.Text(), nullable=False),
        sa.Column("archive_reference", sa.Text(), nullable=False),
        sa.Column("withdrawn", sa.Boolean(), nullable=False),
        sa.Column("withdrawn_reason", sa.Text(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("source_sheet", sa.Text(), nullable=False),
        sa.Column("source_row", sa.Integer(), nullable=False),
        sa.Column("import_id", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "phase IN ('start', 'continuation', 'end')", name=op.f("ck_application_version_phase_known")
        ),
        sa.CheckConstraint("scope IN ('named', 'county')", name=op.f("ck_application_version_scope_known")),
        sa.CheckConstraint(
            "applied_nok = CAST(applied_nok AS BIGINT)", name=op.f("ck_application_version_applied_nok_whole")
        ),
        sa.CheckConstraint("applied_nok > 0", name=op.f("ck_application_version_applied_nok_asked")),
        sa.CheckConstraint("applied_nok >= 0", name=op.f("ck_application_version_applied_nok_positive")),
        sa.CheckConstraint(
            "least_useful_nok = CAST(least_useful_nok AS BIGINT)",
            name=op.f("ck_application_version_least_useful_nok_whole"),
        ),
        sa.CheckConstraint("least_useful_nok >= 0", name=op.f("ck_application_version_least_useful_nok_positive")),
        sa.CheckConstraint(
            "own_effort_nok = CAST(own_effort_nok AS BIGINT)", name=op.f("ck_application_version_own_effort_nok_whole")
        ),
        sa.CheckConstraint("own_effort_nok >= 0", name=op.f("ck_application_version_own_effort_nok_positive")),
        sa.CheckConstraint(
            "own_funding_nok = CAST(own_funding_nok AS BIGINT)",
            name=op.f("ck_application_version_own_funding_nok_whole"),
        ),
        sa.CheckConstraint("own_funding_nok >= 0", name=op.f("ck_application_version_own_funding_nok_positive")),
        sa.CheckConstraint(
            "total_cost_nok = CAST(total_cost_nok AS BIGINT)", name=op.f("ck_application_version_total_cost_nok_whole")
        ),
        sa.CheckConstraint("total_cost_nok >= 0", name=op.f("ck_application_version_total_cost_nok_positive")),
        sa.ForeignKeyConstraint(
            ["application_id"], ["application.id"], name=op.f("fk_application_version_application_id")
        ),
        sa.ForeignKeyConstraint(["import_id"], ["import.id"], name=op.f("fk_application_version_import_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_application_version_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_version")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_application_version_application_id_number")),
    )
    op.create_index(op.f("ix_application_version_lead"), "application_version", ["lead"], unique=False)
    op.create_index(op.f("ix_application_version_person_id"), "application_version", ["person_id"], unique=False)
    op.create_table(
        "assessment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("assessor_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("call_version_id", sa.Integer(), nullable=False),
        sa.Column("method", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_assessment_application_id")),
        sa.ForeignKeyConstraint(["assessor_id"], ["person.id"], name=op.f("fk_assessment_assessor_id")),
        sa.ForeignKeyConstraint(["call_version_id"], ["call_version.id"], name=op.f("fk_assessment_call_version_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_assessment_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_assessment")),
        sa.UniqueConstraint(
            "application_id", "assessor_id", "number", name=op.f("uq_assessment_application_id_assessor_id_number")
        ),
    )
    op.create_index(op.f("ix_assessment_assessor_id"), "assessment", ["assessor_id"], unique=False)
    op.create_index(op.f("ix_assessment_call_version_id"), "assessment", ["call_version_id"], unique=False)
    op.create_index(op.f("ix_assessment_person_id"), "assessment", ["person_id"], unique=False)
    op.create_table(
        "award_condition",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("removed_on", sa.Date(), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_award_condition_says_something")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_award_condition_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_award_condition_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_award_condition")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_award_condition_application_id_number")),
    )
    op.create_index(op.f("ix_award_condition_person_id"), "award_condition", ["person_id"], unique=False)
    op.create_table(
        "condition_met",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.Text(), nullable=False),
        sa.Column("met_on", sa.Date(), nullable=False),
        sa.Column("note", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_condition_met_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_condition_met_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_condition_met")),
        sa.UniqueConstraint("application_id", "code", name=op.f("uq_condition_met_application_id_code")),
    )
    op.create_index(op.f("ix_condition_met_person_id"), "condition_met", ["person_id"], unique=False)
    op.create_table(
        "contact",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("email", sa.Text(), nullable=False),
        sa.Column("phone", sa.Text(), nullable=False),
        sa.CheckConstraint("part IN ('contact', 'project_leader')", name=op.f("ck_contact_part_known")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_contact_application_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact")),
        sa.UniqueConstraint("application_id", "part", name=op.f("uq_contact_application_id_part")),
    )
    op.create_table(
        "event_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("event_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_event_case_application_id")),
        sa.ForeignKeyConstraint(["event_id"], ["event.id"], name=op.f("fk_event_case_event_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_case")),
        sa.UniqueConstraint("application_id", "event_id", name=op.f("uq_event_case_application_id_event_id")),
    )
    op.create_index(op.f("ix_event_case_event_id"), "event_case", ["event_id"], unique=False)
    op.create_table(
        "initiative_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("initiative_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_initiative_case_application_id")),
        sa.ForeignKeyConstraint(["initiative_id"], ["initiative.id"], name=op.f("fk_initiative_case_initiative_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_initiative_case_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_initiative_case")),
    )
    op.create_index(op.f("ix_initiative_case_application_id"), "initiative_case", ["application_id"], unique=False)
    op.create_index(op.f("ix_initiative_case_initiative_id"), "initiative_case", ["initiative_id"], unique=False)
    op.create_index(op.f("ix_initiative_case_person_id"), "initiative_case", ["person_id"], unique=False)
    op.create_table(
        "note",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_note_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_note_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_note")),
    )
    op.create_index(op.f("ix_note_application_id"), "note", ["application_id"], unique=False)
    op.create_index(op.f("ix_note_person_id"), "note", ["person_id"], unique=False)
    op.create_table(
        "recommendation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("amount_nok", sa.BigInteger(), nullable=False),
        sa.Column("pot_id", sa.Integer(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("above_applied", sa.Text(), nullable=False),
        sa.Column("payee", sa.Text(), nullable=False),
        sa.Column("pass_to", sa.Text(), nullable=False),
        sa.Column("later_years", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(outcome = 'award') = (amount_nok > 0)", name=op.f("ck_recommendation_award_has_amount")),
        sa.CheckConstraint("(outcome = 'award') = (pot_id IS NOT NULL)", name=op.f("ck_recommendation_award_has_pot")),
        sa.CheckConstraint(
            "outcome IN ('award', 'refusal', 'dismissal', 'next_round', 'passed_on', 'taken_back')",
            name=op.f("ck_recommendation_outcome_known"),
        ),
        sa.CheckConstraint("amount_nok = CAST(amount_nok AS BIGINT)", name=op.f("ck_recommendation_amount_nok_whole")),
        sa.CheckConstraint("amount_nok >= 0", name=op.f("ck_recommendation_amount_nok_positive")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_recommendation_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recommendation_person_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_recommendation_pot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recommendation")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_recommendation_application_id_number")),
    )
    op.create_index(op.f("ix_recommendation_person_id"), "recommendation", ["person_id"], unique=False)
    op.create_index(op.f("ix_recommendation_pot_id"), "recommendation", ["pot_id"], unique=False)
    op.create_table(
        "recusal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("recused_id", sa.Integer(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.Column("ended_reason", sa.Text(), nullable=False),
        sa.CheckConstraint("(ended_on IS NULL) = (ended_reason = '')", name=op.f("ck_recusal_ended_with_reason")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_recusal_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_recusal_person_id")),
        sa.ForeignKeyConstraint(["recused_id"], ["person.id"], name=op.f("fk_recusal_recused_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_recusal")),
    )
    op.create_index(op.f("ix_recusal_application_id"), "recusal", ["application_id"], unique=False)
    op.create_index(op.f("ix_recusal_person_id"), "recusal", ["person_id"], unique=False)
    op.create_index(op.f("ix_recusal_recused_id"), "recusal", ["recused_id"], unique=False)
    op.create_table(
        "report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reporter", sa.Text(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("summary", sa.Text(), nullable=False),
        sa.Column("results", sa.Text(), nullable=False),
        sa.Column("experience", sa.Text(), nullable=False),
        sa.Column("usefulness", sa.Text(), nullable=False),
        sa.Column("next_steps", sa.Text(), nullable=False),
        sa.Column("spent_nok", sa.BigInteger(), nullable=True),
        sa.Column("unused_nok", sa.BigInteger(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("source_file", sa.Text(), nullable=False),
        sa.Column("source_sha256", sa.Text(), nullable=False),
        sa.Column("source_sheet", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('interim', 'final')", name=op.f("ck_report_kind_known")),
        sa.CheckConstraint(
            "status IN ('not_started', 'running', 'delayed', 'ended', 'stopped')", name=op.f("ck_report_status_known")
        ),
        sa.CheckConstraint("spent_nok = CAST(spent_nok AS BIGINT)", name=op.f("ck_report_spent_nok_whole")),
        sa.CheckConstraint("spent_nok >= 0", name=op.f("ck_report_spent_nok_positive")),
        sa.CheckConstraint("unused_nok = CAST(unused_nok AS BIGINT)", name=op.f("ck_report_unused_nok_whole")),
        sa.CheckConstraint("unused_nok >= 0", name=op.f("ck_report_unused_nok_positive")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_report_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report")),
        sa.UniqueConstraint("application_id", "kind", "number", name=op.f("uq_report_application_id_kind_number")),
    )
    op.create_index(op.f("ix_report_person_id"), "report", ["person_id"], unique=False)
    op.create_table(
        "report_due",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('interim', 'final')", name=op.f("ck_report_due_kind_known")),
        sa.CheckConstraint(
            "source IN ('call', 'award', 'change', 'extension')", name=op.f("ck_report_due_source_known")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_report_due_application_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_due_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_due")),
    )
    op.create_index(op.f("ix_report_due_application_id"), "report_due", ["application_id"], unique=False)
    op.create_index(op.f("ix_report_due_person_id"), "report_due", ["person_id"], unique=False)
    op.create_table(
        "report_reminder",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("stage", sa.Text(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=True),
        sa.Column("path", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind IN ('interim', 'final')", name=op.f("ck_report_reminder_kind_known")),
        sa.CheckConstraint(
            "stage IN ('coming', 'due', 'overdue', 'second')", name=op.f("ck_report_reminder_stage_known")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_report_reminder_application_id")),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_report_reminder_letter_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_reminder_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_reminder")),
        sa.UniqueConstraint(
            "application_id",
            "kind",
            "due_on",
            "stage",
            name=op.f("uq_report_reminder_application_id_kind_due_on_stage"),
        ),
    )
    op.create_index(op.f("ix_report_reminder_letter_id"), "report_reminder", ["letter_id"], unique=False)
    op.create_index(op.f("ix_report_reminder_person_id"), "report_reminder", ["person_id"], unique=False)
    op.create_table(
        "application_amount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("amount_nok", sa.BigInteger(), nullable=False),
        sa.CheckConstraint(
            "part IN ('costs', 'other_funding', 'applied_by_year')", name=op.f("ck_application_amount_part_known")
        ),
        sa.CheckConstraint(
            "amount_nok = CAST(amount_nok AS BIGINT)", name=op.f("ck_application_amount_amount_nok_whole")
        ),
        sa.CheckConstraint("amount_nok >= 0", name=op.f("ck_application_amount_amount_nok_positive")),
        sa.ForeignKeyConstraint(
            ["version_id"], ["application_version.id"], name=op.f("fk_application_amount_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_amount")),
        sa.UniqueConstraint(
            "version_id", "part", "position", name=op.f("uq_application_amount_version_id_part_position")
        ),
    )
    op.create_table(
        "application_area",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("area", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["application_version.id"], name=op.f("fk_application_area_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_area")),
        sa.UniqueConstraint("version_id", "area", name=op.f("uq_application_area_version_id_area")),
    )
    op.create_table(
        "application_attachment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["version_id"], ["application_version.id"], name=op.f("fk_application_attachment_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_attachment")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_application_attachment_version_id_position")),
    )
    op.create_table(
        "application_partner",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("version_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("municipality_number", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(kind = 'municipality') = (municipality_number <> '')",
            name=op.f("ck_application_partner_number_of_municipality"),
        ),
        sa.CheckConstraint(
            "kind IN ('municipality', 'organisation', 'unnamed')", name=op.f("ck_application_partner_kind_known")
        ),
        sa.ForeignKeyConstraint(
            ["version_id"], ["application_version.id"], name=op.f("fk_application_partner_version_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_partner")),
        sa.UniqueConstraint("version_id", "position", name=op.f("uq_application_partner_version_id_position")),
    )
    op.create_table(
        "decision_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("application_version_id", sa.Integer(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("amount_nok", sa.BigInteger(), nullable=False),
        sa.Column("applied_nok", sa.BigInteger(), nullable=False),
        sa.Column("pot_id", sa.Integer(), nullable=True),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("above_applied", sa.Text(), nullable=False),
        sa.Column("payee", sa.Text(), nullable=False),
        sa.Column("pass_to", sa.Text(), nullable=False),
        sa.Column("later_years", sa.Text(), nullable=False),
        sa.Column("ends_on", sa.Text(), nullable=False),
        sa.Column("lead", sa.Text(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=False),
        sa.Column("conditions", sa.Text(), nullable=False),
        sa.CheckConstraint("(outcome = 'award') = (amount_nok > 0)", name=op.f("ck_decision_line_award_has_amount")),
        sa.CheckConstraint("(outcome = 'award') = (pot_id IS NOT NULL)", name=op.f("ck_decision_line_award_has_pot")),
        sa.CheckConstraint(
            "amount_nok <= applied_nok OR above_applied <> ''", name=op.f("ck_decision_line_within_applied")
        ),
        sa.CheckConstraint(
            "outcome IN ('award', 'refusal', 'dismissal', 'next_round', 'passed_on', 'reversed', 'declined')",
            name=op.f("ck_decision_line_outcome_known"),
        ),
        sa.CheckConstraint("amount_nok = CAST(amount_nok AS BIGINT)", name=op.f("ck_decision_line_amount_nok_whole")),
        sa.CheckConstraint("amount_nok >= 0", name=op.f("ck_decision_line_amount_nok_positive")),
        sa.CheckConstraint(
            "applied_nok = CAST(applied_nok AS BIGINT)", name=op.f("ck_decision_line_applied_nok_whole")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_decision_line_application_id")),
        sa.ForeignKeyConstraint(
            ["application_version_id"], ["application_version.id"], name=op.f("fk_decision_line_application_version_id")
        ),
        sa.ForeignKeyConstraint(["decision_id"], ["decision.id"], name=op.f("fk_decision_line_decision_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_decision_line_pot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_decision_line")),
        sa.UniqueConstraint("decision_id", "application_id", name=op.f("uq_decision_line_decision_id_application_id")),
    )
    op.create_index(op.f("ix_decision_line_application_id"), "decision_line", ["application_id"], unique=False)
    op.create_index(
        op.f("ix_decision_line_application_version_id"), "decision_line", ["application_version_id"], unique=False
    )
    op.create_index(op.f("ix_decision_line_pot_id"), "decision_line", ["pot_id"], unique=False)
    op.create_table(
        "report_act",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.Text(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("unused", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("act IN ('accepted', 'returned')", name=op.f("ck_report_act_act_known")),
        sa.CheckConstraint(
            "unused IN ('', 'kept', 'carried_over', 'redirected', 'claimed')", name=op.f("ck_report_act_unused_known")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_act_person_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_act_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_act")),
        sa.UniqueConstraint("report_id", name=op.f("uq_report_act_report_id")),
    )
    op.create_index(op.f("ix_report_act_person_id"), "report_act", ["person_id"], unique=False)
    op.create_table(
        "report_amount",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("part", sa.Text(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("label", sa.Text(), nullable=False),
        sa.Column("amount_nok", sa.BigInteger(), nullable=False),
        sa.CheckConstraint("part IN ('financing', 'use')", name=op.f("ck_report_amount_part_known")),
        sa.CheckConstraint("amount_nok = CAST(amount_nok AS BIGINT)", name=op.f("ck_report_amount_amount_nok_whole")),
        sa.CheckConstraint("amount_nok >= 0", name=op.f("ck_report_amount_amount_nok_positive")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_amount_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_amount")),
        sa.UniqueConstraint("report_id", "part", "position", name=op.f("uq_report_amount_report_id_part_position")),
    )
    op.create_table(
        "report_example",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("report_id", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.Column("ended_on", sa.Date(), nullable=True),
        sa.CheckConstraint("text <> ''", name=op.f("ck_report_example_says_something")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_report_example_person_id")),
        sa.ForeignKeyConstraint(["report_id"], ["report.id"], name=op.f("fk_report_example_report_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_example")),
    )
    op.create_index(op.f("ix_report_example_person_id"), "report_example", ["person_id"], unique=False)
    op.create_index(op.f("ix_report_example_report_id"), "report_example", ["report_id"], unique=False)
    op.create_table(
        "score",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("assessment_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.Text(), nullable=False),
        sa.Column("points", sa.Integer(), nullable=False),
        sa.CheckConstraint("points = CAST(points AS BIGINT)", name=op.f("ck_score_points_whole")),
        sa.ForeignKeyConstraint(["assessment_id"], ["assessment.id"], name=op.f("fk_score_assessment_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_score")),
        sa.UniqueConstraint("assessment_id", "criterion", name=op.f("uq_score_assessment_id_criterion")),
    )
    op.create_table(
        "screening",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("application_version_id", sa.Integer(), nullable=False),
        sa.Column("call_version_id", sa.Integer(), nullable=False),
        sa.Column("status", sa.Text(), nullable=False),
        sa.Column("ground", sa.Text(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(status = 'dismissed') = (ground <> '')", name=op.f("ck_screening_dismissed_on_ground")),
        sa.CheckConstraint(
            "status IN ('eligible', 'to_complete', 'dismissed')", name=op.f("ck_screening_status_known")
        ),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_screening_application_id")),
        sa.ForeignKeyConstraint(
            ["application_version_id"], ["application_version.id"], name=op.f("fk_screening_application_version_id")
        ),
        sa.ForeignKeyConstraint(["call_version_id"], ["call_version.id"], name=op.f("fk_screening_call_version_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_screening_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_screening")),
        sa.UniqueConstraint("application_id", "number", name=op.f("uq_screening_application_id_number")),
    )
    op.create_index(op.f("ix_screening_application_version_id"), "screening", ["application_version_id"], unique=False)
    op.create_index(op.f("ix_screening_call_version_id"), "screening", ["call_version_id"], unique=False)
    op.create_index(op.f("ix_screening_person_id"), "screening", ["person_id"], unique=False)
    op.create_table(
        "appeal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("decision_line_id", sa.Integer(), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("outcome", sa.Text(), nullable=False),
        sa.Column("settled_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("(outcome = '') = (settled_on IS NULL)", name=op.f("ck_appeal_settled_some_day")),
        sa.CheckConstraint(
            "outcome IN ('', 'upheld', 'rejected', 'dismissed', 'withdrawn')", name=op.f("ck_appeal_outcome_known")
        ),
        sa.ForeignKeyConstraint(["decision_line_id"], ["decision_line.id"], name=op.f("fk_appeal_decision_line_id")),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_appeal_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_appeal")),
    )
    op.create_index(op.f("ix_appeal_decision_line_id"), "appeal", ["decision_line_id"], unique=False)
    op.create_index(op.f("ix_appeal_person_id"), "appeal", ["person_id"], unique=False)
    op.create_table(
        "ledger_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("pot_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("amount_nok", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("decision_line_id", sa.Integer(), nullable=True),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind <> 'returned' OR amount_nok > 0", name=op.f("ck_ledger_line_returned_positive")),
        sa.CheckConstraint(
            "kind = 'allotted' OR decision_line_id IS NOT NULL", name=op.f("ck_ledger_line_committed_by_decision")
        ),
        sa.CheckConstraint("kind IN ('allotted', 'committed', 'returned')", name=op.f("ck_ledger_line_kind_known")),
        sa.CheckConstraint("amount_nok <> 0", name=op.f("ck_ledger_line_amount_nok_moves")),
        sa.CheckConstraint("amount_nok = CAST(amount_nok AS BIGINT)", name=op.f("ck_ledger_line_amount_nok_whole")),
        sa.ForeignKeyConstraint(
            ["decision_line_id"], ["decision_line.id"], name=op.f("fk_ledger_line_decision_line_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_ledger_line_person_id")),
        sa.ForeignKeyConstraint(["pot_id"], ["pot.id"], name=op.f("fk_ledger_line_pot_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_ledger_line")),
    )
    op.create_index(op.f("ix_ledger_line_decision_line_id"), "ledger_line", ["decision_line_id"], unique=False)
    op.create_index(op.f("ix_ledger_line_person_id"), "ledger_line", ["person_id"], unique=False)
    op.create_index("ix_ledger_line_pot_id_kind", "ledger_line", ["pot_id", "kind"], unique=False)
    op.create_table(
        "letter_case",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("letter_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("decision_line_id", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_letter_case_application_id")),
        sa.ForeignKeyConstraint(
            ["decision_line_id"], ["decision_line.id"], name=op.f("fk_letter_case_decision_line_id")
        ),
        sa.ForeignKeyConstraint(["letter_id"], ["letter.id"], name=op.f("fk_letter_case_letter_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_letter_case")),
        sa.UniqueConstraint("letter_id", "application_id", name=op.f("uq_letter_case_letter_id_application_id")),
    )
    op.create_index(op.f("ix_letter_case_application_id"), "letter_case", ["application_id"], unique=False)
    op.create_index(op.f("ix_letter_case_decision_line_id"), "letter_case", ["decision_line_id"], unique=False)
    op.create_table(
        "payment_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("decision_line_id", sa.Integer(), nullable=False),
        sa.Column("payee", sa.Text(), nullable=False),
        sa.Column("year", sa.Integer(), nullable=False),
        sa.Column("term", sa.Integer(), nullable=False),
        sa.Column("amount_nok", sa.BigInteger(), nullable=False),
        sa.Column("reference", sa.Text(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("on", sa.Date(), nullable=False),
        sa.Column("recorded_at", sa.Text(), nullable=False),
        sa.Column("person_id", sa.Integer(), nullable=False),
        sa.CheckConstraint("kind = 'planned' OR amount_nok > 0", name=op.f("ck_payment_line_amount_nok_positive")),
        sa.CheckConstraint("kind IN ('planned', 'paid', 'repaid')", name=op.f("ck_payment_line_kind_known")),
        sa.CheckConstraint("amount_nok <> 0", name=op.f("ck_payment_line_amount_nok_moves")),
        sa.CheckConstraint("amount_nok = CAST(amount_nok AS BIGINT)", name=op.f("ck_payment_line_amount_nok_whole")),
        sa.CheckConstraint("term BETWEEN 0 AND 11", name=op.f("ck_payment_line_term_known")),
        sa.ForeignKeyConstraint(["application_id"], ["application.id"], name=op.f("fk_payment_line_application_id")),
        sa.ForeignKeyConstraint(
            ["decision_line_id"], ["decision_line.id"], name=op.f("fk_payment_line_decision_line_id")
        ),
        sa.ForeignKeyConstraint(["person_id"], ["person.id"], name=op.f("fk_payment_line_person_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_line")),
    )
    op.create_index(op.f("ix_payment_line_application_id"), "payment_line", ["application_id"], unique=False)
    op.create_index(op.f("ix_payment_line_decision_line_id"), "payment_line", ["decision_line_id"], unique=False)
    op.create_index(op.f("ix_payment_line_person_id"), "payment_line", ["person_id"], unique=False)
    op.create_table(
        "payment_listed",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("list_id", sa.Integer(), nullable=False),
        sa.Column("line_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["line_id"], ["payment_line.id"], name=op.f("fk_payment_listed_line_id")),
        sa.ForeignKeyConstraint(["list_id"], ["payment_list.id"], name=op.f("fk_payment_listed_list_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_payment_listed")),
        sa.UniqueConstraint("line_id", name=op.f("uq_payment_listed_line_id")),
    )
    op.create_index(op.f("ix_payment_listed_list_id"), "payment_listed", ["list_id"], unique=False)

    for statement in TRIGGERS[op.get_bind().dialect.name]:
        op.execute(sa.text(statement.replace(":", "\\:")))
