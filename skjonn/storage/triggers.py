"""The law of the ledger, kept by the database itself, whoever writes to it and by whatever program.

- A ledger line, an event and a decision line are put in and never changed or removed; nor is an approved decision changed.
- The same holds of the ministry's terms, of payments and of the lists it was sent. No more is paid of a case than stands awarded,
  or than the lists say of it: what the ministry was told and has paid is told, also where the award was reduced since.
- A pot begins at 0, is never removed, and its totals are always the ledger's sums; who puts in a line moves them.
- On SQLite, `OR REPLACE` removes rows without a delete trigger, `OR IGNORE` and `OR FAIL` leave half of what a trigger did:
  each is refused before it begins. On Postgres the pot is locked before it is summed, FOR NO KEY UPDATE, which lets the
  ledger's foreign key through; the triggers hold in every mode of replication, and look for tables in their own schema.
"""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import Connection

OVERSPENT = "ck_pot_not_overspent"
"""The constraint that refuses to commit more than a pot holds."""

_KEPT = (
    "ledger_line",
    "event",
    "event_case",
    "decision_line",
    "payment_term",
    "payment_list",
    "payment_line",
    "payment_listed",
)
_NEVER_REMOVED = ("pot", "decision")


@dataclass(frozen=True)
class Trigger:
    """One trigger: its name, its table, and the statement that makes it."""

    name: str
    table: str
    statement: str


def _sqlite(name: str, moment: str, table: str, body: str) -> Trigger:
    return Trigger(name, table, f"CREATE TRIGGER {name} {moment} ON {table} FOR EACH ROW BEGIN {body} END")


def _raise(message: str, when: str = "") -> str:
    return f"SELECT RAISE(ABORT, '{message}'){' WHERE ' + when if when else ''};"


def _total(kind: str, pot: str) -> str:
    return f"(SELECT coalesce(sum(amount_nok), 0) FROM ledger_line WHERE pot_id = {pot} AND kind = '{kind}')"


_OTHER_TOTAL = "skjonn: a pot holds what its ledger says"
_OVER = f"CHECK constraint failed: {OVERSPENT}"
_REMOVED = "skjonn: rows of {} are never removed"
_CHANGED = "skjonn: rows of {} are never changed"
_REPLACED = "skjonn: a row of {} is there already"
_PAID_OVER = "skjonn: no more is paid than is awarded or on a list"
_REPAID_OVER = "skjonn: no more is repaid than was paid"


def _share(kind: str) -> str:
    return f"(CASE NEW.kind WHEN '{kind}' THEN NEW.amount_nok ELSE 0 END)"


_NEW_LINE = " ".join(
    (
        _raise(_REPLACED.format("ledger_line"), "EXISTS (SELECT 1 FROM ledger_line WHERE id = NEW.id)"),
        _raise("skjonn: the pot is not there", "NOT EXISTS (SELECT 1 FROM pot WHERE id = NEW.pot_id)"),
        _raise(
            _OVER,
            f"(SELECT committed_nok + {_share('committed')} > allotted_nok + {_share('allotted')}"
            " FROM pot WHERE id = NEW.pot_id)",
        ),
        _raise(
            "CHECK constraint failed: ck_pot_committed_nok_positive",
            f"(SELECT committed_nok + {_share('committed')} < 0 FROM pot WHERE id = NEW.pot_id)",
        ),
    )
)
_LINE_KEPT = (
    f"UPDATE pot SET allotted_nok = {_total('allotted', 'NEW.pot_id')}, committed_nok = {_total('committed', 'NEW.pot_id')}"
    " WHERE id = NEW.pot_id; "
    + _raise(
        _OTHER_TOTAL,
        f"EXISTS (SELECT 1 FROM pot WHERE id = NEW.pot_id AND (allotted_nok <> {_total('allotted', 'NEW.pot_id')}"
        f" OR committed_nok <> {_total('committed', 'NEW.pot_id')}))",
    )
)
_NEW_POT = " ".join(
    (
        _raise(
            _REPLACED.format("pot"),
            "EXISTS (SELECT 1 FROM pot WHERE id = NEW.id OR (frame_id = NEW.frame_id AND name = NEW.name))",
        ),
        _raise("skjonn: a pot begins at 0", "NEW.allotted_nok IS NOT 0 OR NEW.committed_nok IS NOT 0"),
        _raise(_OTHER_TOTAL, "EXISTS (SELECT 1 FROM ledger_line WHERE pot_id = NEW.id)"),
    )
)
_POT_CHANGED = " ".join(
    (
        _raise(
            "skjonn: a pot keeps its name and its year",
            "NEW.id IS NOT OLD.id OR NEW.frame_id IS NOT OLD.frame_id OR NEW.name IS NOT OLD.name",
        ),
        _raise(
            _OTHER_TOTAL,
            f"NEW.allotted_nok IS NOT {_total('allotted', 'OLD.id')}"
            f" OR NEW.committed_nok IS NOT {_total('committed', 'OLD.id')}",
        ),
    )
)
_NEW_DECISION_LINE = " ".join(
    (
        _raise(
            _REPLACED.format("decision_line"),
            "EXISTS (SELECT 1 FROM decision_line WHERE id = NEW.id"
            " OR (decision_id = NEW.decision_id AND application_id = NEW.application_id))",
        ),
        _raise(
            "skjonn: lines belong to a drafted decision",
            "NOT EXISTS (SELECT 1 FROM decision WHERE id = NEW.decision_id AND status = 'drafted')",
        ),
    )
)
_NEW_DECISION = _raise(
    _REPLACED.format("decision"),
    "EXISTS (SELECT 1 FROM decision WHERE id = NEW.id OR (call_id = NEW.call_id AND number = NEW.number))",
)
_DECISION_CHANGED = _raise(
    _CHANGED.format("decision"),
    "OLD.status IN ('approved', 'taken_over') OR NEW.id IS NOT OLD.id OR NEW.drafter_id IS NOT OLD.drafter_id",
)

_PAID = (
    "(SELECT coalesce(sum(CASE kind WHEN 'paid' THEN amount_nok WHEN 'repaid' THEN -amount_nok ELSE 0 END), 0)"
    " FROM payment_line WHERE application_id = NEW.application_id)"
)
_AWARDED = (
    "(SELECT coalesce(sum(CASE ledger_line.kind WHEN 'committed' THEN ledger_line.amount_nok"
    " WHEN 'returned' THEN -ledger_line.amount_nok ELSE 0 END), 0) FROM ledger_line"
    " JOIN decision_line ON decision_line.id = ledger_line.decision_line_id"
    " WHERE decision_line.application_id = NEW.application_id)"
)
_PAID_EVER = "(SELECT coalesce(sum(amount_nok), 0) FROM payment_line WHERE application_id = NEW.application_id AND kind = 'paid')"
_SENT = (
    "(SELECT coalesce(sum(amount_nok), 0) FROM payment_line WHERE application_id = NEW.application_id AND kind = 'planned'"
    " AND EXISTS (SELECT 1 FROM payment_listed WHERE line_id = payment_line.id))"
)
_NEW_PAYMENT = " ".join(
    (
        _raise(_REPLACED.format("payment_line"), "EXISTS (SELECT 1 FROM payment_line WHERE id = NEW.id)"),
        _raise(
            _PAID_OVER,
            f"NEW.kind = 'paid' AND {_PAID} + NEW.amount_nok > {_AWARDED} AND {_PAID_EVER} + NEW.amount_nok > {_SENT}",
        ),
        _raise(_REPAID_OVER, f"NEW.kind = 'repaid' AND {_PAID} < NEW.amount_nok"),
    )
)


def _once(table: str, also: str = "") -> Trigger:
    there = f"EXISTS (SELECT 1 FROM {table} WHERE id = NEW.id{also})"
    return _sqlite(f"{table}_new", "BEFORE INSERT", table, _raise(_REPLACED.format(table), there))


SQLITE: tuple[Trigger, ...] = (
    *(_sqlite(f"{table}_unchanged", "BEFORE UPDATE", table, _raise(_CHANGED.format(table))) for table in _KEPT),
    *(_sqlite(f"{table}_kept", "BEFORE DELETE", table, _raise(_REMOVED.format(table))) for table in _KEPT + _NEVER_REMOVED),
    _sqlite("ledger_line_new", "BEFORE INSERT", "ledger_line", _NEW_LINE),
    _sqlite("ledger_line_totals", "AFTER INSERT", "ledger_line", _LINE_KEPT),
    _sqlite("pot_new", "BEFORE INSERT", "pot", _NEW_POT),
    _sqlite("pot_totals", "BEFORE UPDATE", "pot", _POT_CHANGED),
    _once("event"),
    _once("event_case", " OR (application_id = NEW.application_id AND event_id = NEW.event_id)"),
    _sqlite("decision_line_new", "BEFORE INSERT", "decision_line", _NEW_DECISION_LINE),
    _sqlite("decision_new", "BEFORE INSERT", "decision", _NEW_DECISION),
    _sqlite("decision_approved", "BEFORE UPDATE", "decision", _DECISION_CHANGED),
    _sqlite("payment_line_new", "BEFORE INSERT", "payment_line", _NEW_PAYMENT),
    _once("payment_term"),
    _once("payment_list", " OR (year = NEW.year AND number = NEW.number)"),
    _once("payment_listed", " OR line_id = NEW.line_id"),
)  # fmt: skip
"""Every trigger of an SQLite database."""


@dataclass(frozen=True)
class Function:
    """A trigger function of Postgres: its name and its body in plpgsql."""

    name: str
    body: str

    @property
    def statement(self) -> str:
        """The statement that makes it; it finds nothing by a search path a client could have set."""
        return (
            f"CREATE FUNCTION {self.name}() RETURNS trigger LANGUAGE plpgsql SET search_path = pg_catalog, pg_temp"
            f" AS $skjonn${self.body}$skjonn$"
        )


_SUMS = (
    "coalesce(sum(amount_nok) FILTER (WHERE kind = ''allotted''), 0)::bigint AS allotted_nok, "
    "coalesce(sum(amount_nok) FILTER (WHERE kind = ''committed''), 0)::bigint AS committed_nok"
)
_REFUSED = "integrity_constraint_violation"

FUNCTIONS: tuple[Function, ...] = (
    Function(
        "skjonn_refuse",
        f"""
BEGIN
  RAISE EXCEPTION USING ERRCODE = '{_REFUSED}',
    MESSAGE = format('skjonn: rows of %s are never %s', TG_TABLE_NAME,
      CASE TG_OP WHEN 'UPDATE' THEN 'changed' ELSE 'removed' END);
END
""",
    ),
    Function(
        "skjonn_ledger_totals",
        f"""
BEGIN
  EXECUTE format('SELECT 1 FROM %I.pot WHERE id = $1 FOR NO KEY UPDATE', TG_TABLE_SCHEMA) USING NEW.pot_id;
  EXECUTE format('UPDATE %1$I.pot SET (allotted_nok, committed_nok) ='
    ' (SELECT {_SUMS} FROM %1$I.ledger_line WHERE pot_id = $1) WHERE id = $1', TG_TABLE_SCHEMA) USING NEW.pot_id;
  RETURN NULL;
END
""",
    ),
    Function(
        "skjonn_pot_new",
        f"""
BEGIN
  IF NEW.allotted_nok <> 0 OR NEW.committed_nok <> 0 THEN
    RAISE EXCEPTION USING ERRCODE = '{_REFUSED}', MESSAGE = 'skjonn: a pot begins at 0';
  END IF;
  RETURN NEW;
END
""",
    ),
    Function(
        "skjonn_pot_totals",
        f"""
DECLARE
  allotted bigint;
  committed bigint;
BEGIN
  IF (NEW.id, NEW.frame_id, NEW.name) IS DISTINCT FROM (OLD.id, OLD.frame_id, OLD.name) THEN
    RAISE EXCEPTION USING ERRCODE = '{_REFUSED}', MESSAGE = 'skjonn: a pot keeps its name and its year';
  END IF;
  EXECUTE format('SELECT {_SUMS} FROM %I.ledger_line WHERE pot_id = $1', TG_TABLE_SCHEMA)
    INTO allotted, committed USING OLD.id;
  IF NEW.allotted_nok IS DISTINCT FROM allotted OR NEW.committed_nok IS DISTINCT FROM committed THEN
    RAISE EXCEPTION USING ERRCODE = '{_REFUSED}', MESSAGE = '{_OTHER_TOTAL}';
  END IF;
  RETURN NEW;
END
""",
    ),
    Function(
        "skjonn_decision_line_new",
        f"""
DECLARE
  standing text;
BEGIN
  EXECUTE format('SELECT status FROM %I.decision WHERE id = $1 FOR NO KEY UPDATE', TG_TABLE_SCHEMA)
    INTO standing USING NEW.decision_id;
  IF standing IS DISTINCT FROM 'drafted' THEN
    RAISE EXCEPTION USING ERRCODE = '{_REFUSED}', MESSAGE = 'skjonn: lines belong to a drafted decision';
  END IF;
  RETURN NEW;
END
""",
    ),
    Function(
        "skjonn_decision_approved",
        f"""
BEGIN
  IF OLD.status IN ('approved', 'taken_over') OR (NEW.id, NEW.drafter_id) IS DISTINCT FROM (OLD.id, OLD.drafter_id) THEN
    RAISE EXCEPTION USING ERRCODE = '{_REFUSED}', MESSAGE = 'skjonn: rows of decision are never changed';
  END IF;
  RETURN NEW;
END
""",
    ),
    Function(
        "skjonn_payment_new",
        f"""
DECLARE
  paid bigint;
  paid_ever bigint;
  awarded bigint;
  sent bigint;
BEGIN
  IF NEW.kind = 'planned' THEN
    RETURN NEW;
  END IF;
  EXECUTE format('SELECT 1 FROM %I.application WHERE id = $1 FOR NO KEY UPDATE', TG_TABLE_SCHEMA) USING NEW.application_id;
  EXECUTE format('SELECT coalesce(sum(CASE kind WHEN ''paid'' THEN amount_nok WHEN ''repaid'' THEN -amount_nok ELSE 0 END), 0),'
    ' coalesce(sum(amount_nok) FILTER (WHERE kind = ''paid''), 0)'
    ' FROM %I.payment_line WHERE application_id = $1', TG_TABLE_SCHEMA) INTO paid, paid_ever USING NEW.application_id;
  IF NEW.kind = 'repaid' THEN
    IF paid < NEW.amount_nok THEN
      RAISE EXCEPTION USING ERRCODE = '{_REFUSED}', MESSAGE = '{_REPAID_OVER}';
    END IF;
    RETURN NEW;
  END IF;
  EXECUTE format('SELECT coalesce(sum(CASE l.kind WHEN ''committed'' THEN l.amount_nok WHEN ''returned'' THEN -l.amount_nok'
    ' ELSE 0 END), 0) FROM %1$I.ledger_line l JOIN %1$I.decision_line d ON d.id = l.decision_line_id'
    ' WHERE d.application_id = $1', TG_TABLE_SCHEMA) INTO awarded USING NEW.application_id;
  EXECUTE format('SELECT coalesce(sum(p.amount_nok), 0) FROM %1$I.payment_line p JOIN %1$I.payment_listed l ON l.line_id = p.id'
    ' WHERE p.application_id = $1 AND p.kind = ''planned''', TG_TABLE_SCHEMA) INTO sent USING NEW.application_id;
  IF paid + NEW.amount_nok > awarded AND paid_ever + NEW.amount_nok > sent THEN
    RAISE EXCEPTION USING ERRCODE = '{_REFUSED}', MESSAGE = '{_PAID_OVER}';
  END IF;
  RETURN NEW;
END
""",
    ),
)
"""Every trigger function of a Postgres database."""


def _postgres(name: str, moment: str, table: str, function: str, each: str = "ROW") -> Trigger:
    made = f"CREATE TRIGGER {name} {moment} ON {table} FOR EACH {each} EXECUTE FUNCTION {function}()"
    return Trigger(name, table, made)


POSTGRES: tuple[Trigger, ...] = (
    *(
        _postgres(f"{table}_unchanged", "BEFORE DELETE OR UPDATE", table, "skjonn_refuse", "STATEMENT")
        for table in _KEPT
    ),
    *(_postgres(f"{table}_kept", "BEFORE DELETE", table, "skjonn_refuse", "STATEMENT") for table in _NEVER_REMOVED),
    *(
        _postgres(f"{table}_whole", "BEFORE TRUNCATE", table, "skjonn_refuse", "STATEMENT")
        for table in _KEPT + _NEVER_REMOVED
    ),
    _postgres("ledger_line_totals", "AFTER INSERT", "ledger_line", "skjonn_ledger_totals"),
    _postgres("pot_new", "BEFORE INSERT", "pot", "skjonn_pot_new"),
    _postgres("pot_totals", "BEFORE UPDATE", "pot", "skjonn_pot_totals"),
    _postgres("decision_line_new", "BEFORE INSERT", "decision_line", "skjonn_decision_line_new"),
    _postgres("decision_approved", "BEFORE UPDATE", "decision", "skjonn_decision_approved"),
    _postgres("payment_line_new", "BEFORE INSERT", "payment_line", "skjonn_payment_new"),
)
"""Every trigger of a Postgres database; the statements are worded as Postgres words them back."""


def statements(dialect: str) -> tuple[str, ...]:
    """Return what puts every trigger in place on `sqlite` or `postgresql`, in order."""
    if dialect == "sqlite":
        return tuple(trigger.statement for trigger in SQLITE)
    always = tuple(f"ALTER TABLE {one.table} ENABLE ALWAYS TRIGGER {one.name}" for one in POSTGRES)
    return (
        *(function.statement for function in FUNCTIONS),
        *(trigger.statement for trigger in POSTGRES),
        *always,
    )


def install(connection: Connection) -> None:
    """Put every trigger in place in a database that has none."""
    for statement in statements(connection.dialect.name):
        connection.exec_driver_sql(
            statement.replace("%", "%%") if connection.dialect.name == "postgresql" else statement
        )
