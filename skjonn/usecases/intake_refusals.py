"""Why files of applications are not taken in: one sentence each."""

from __future__ import annotations

from skjonn.errors import ConflictError, FindingsError, RefusedError, UsageError
from skjonn.texts import N_


class ImportRefused(FindingsError):
    """Rows have faults, and all or none are taken."""

    code = "import-refused"
    sentence = N_("Nothing was imported. Faults to mend first: {errors}.")
    advice = N_("Mend them in the file and run again; --partial takes the rows without faults.")


class NothingToImport(FindingsError):
    """No sheet of any file is a table of applications."""

    code = "no-applications-found"
    sentence = N_("No table of applications was found in {files}.")
    advice = N_("A table needs a row of headings such as Prosjekttittel, Kommune, Søkt beløp; point to others with --map \"Header=field\".")  # fmt: skip


class RowsMissing(FindingsError):
    """There are headings, and nothing below them."""

    code = "no-rows-found"
    sentence = N_("{files}: there are headings, but no application below them.")
    advice = N_("Check that the right sheet was saved.")


class RowUnknown(UsageError):
    """`--same` or `--new` names what is no row of these files."""

    code = "row-unknown"
    sentence = N_("{option} {named}: no row of these files is called that.")
    advice = N_("Name the row as it is numbered in the file; of several files as FILE:ROW, a form by its file.")


class NameMissing(UsageError):
    """`--municipality` names what no cell says, or what the register knows without help."""

    code = "name-missing"
    sentence = N_("--municipality {name}: no cell of these files has this name and needs it explained.")
    advice = N_("Write the name as it stands in the file.")


class RoundLive(RefusedError):
    """A round is said to be decided before, and has cases that were not taken over."""

    code = "round-live"
    sentence = N_("The call {call} has cases that are handled here: {cases}.")
    advice = N_("--decided takes over a round that is over; a round that runs is decided by `skjonn decision draft`.")


class ReceivedMissing(UsageError):
    """Nothing says when applications came."""

    code = "received-missing"
    sentence = N_("Applications that do not say when they were received: {count}.")
    advice = N_("Give the day with --received DATE, or add a column “Motteke”.")


class LateCases(RefusedError):
    """Applications came after the deadline, or the call is closed, and no reason is given for taking them."""

    code = "late-without-reason"
    sentence = N_("Applications that came after the deadline {deadline}, or after the call was closed: {count}.")
    advice = N_("Give a reason for each: --late {example}=REASON.")


class LateUnknown(UsageError):
    """`--late` names what is no late row or case of these files."""

    code = "late-unknown"
    sentence = N_("--late {named}: no late application of these files has this row or case number.")
    advice = N_("Name the row as it is numbered in the file, or the case.")


class RowsDiffer(ConflictError):
    """Rows say something else than the cases that are there."""

    code = "rows-differ"
    sentence = N_("Applications that are already there and differ: {count}.")
    advice = N_("Use --update to take what the file says now.")


class CallChanged(ConflictError):
    """The call was changed while the files were being read."""

    code = "call-changed-meanwhile"
    sentence = N_("The call {call} was changed while the files were read.")
    advice = N_("Run the import again.")
