"""Word documents as PDF for keeping: PDF/A-2b, tagged, in the document's language, by LibreOffice where it is installed.

One process makes a whole batch, with a profile of its own, so that an office suite the user has open is neither disturbed nor
needed. Its exit code says little; every file is looked at.
"""

from __future__ import annotations

import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from skjonn import files
from skjonn.errors import SurroundingsError
from skjonn.texts import N_, _

SECONDS_TO_START, SECONDS_EACH = 120, 5
_SECONDS_TO_END = 10
AT_ONCE = 200
"""Documents given to one process: a command line has an end, and what a process leaks with it."""
PROGRAM = "SKJONN_OFFICE"
"""The environment variable that names the program, where it is somewhere else."""
_NAMES = ("soffice", "libreoffice")
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
    "/opt/libreoffice/program/soffice",
)
_FILTER = (
    'pdf:writer_pdf_Export:{"SelectPdfVersion":{"type":"long","value":"2"},'
    '"UseTaggedPDF":{"type":"boolean","value":"true"},"PDFUACompliance":{"type":"boolean","value":"true"},'
    '"ExportBookmarks":{"type":"boolean","value":"true"}}'
)
_PART = re.compile(rb"<pdfaid:part>2</pdfaid:part>|pdfaid:part=.2.")
_MARKED, _LANGUAGE = re.compile(rb"/MarkInfo\s*<<\s*/Marked\s+true"), re.compile(rb"/Lang\s*\(")


class PdfProgramMissing(SurroundingsError):
    """LibreOffice, which makes the PDF, is not installed."""

    code = "pdf-program-missing"
    sentence = N_("PDF is made by LibreOffice, which is not found on this machine. The Word files are written.")
    advice = N_(
        "Install it: `apt install libreoffice-writer-nogui` (Debian, Ubuntu), `dnf install libreoffice-writer` (Fedora), "
        "`winget install TheDocumentFoundation.LibreOffice` (Windows), `brew install --cask libreoffice` (macOS); "
        "where it lies somewhere else, name the program soffice in the environment variable SKJONN_OFFICE."
    )


class PdfFailed(SurroundingsError):
    """LibreOffice made no PDF of some documents, or not such a one as it was asked for."""

    code = "pdf-failed"
    sentence = N_("LibreOffice made no proper PDF of {names}: {reason}. The Word files are written.")
    advice = N_("Open one of them in LibreOffice to see what is wrong with it, and run the command again.")


def program() -> str:
    """Return the path of LibreOffice.

    Raises:
        PdfProgramMissing: it is not found.
    """
    named = os.environ.get(PROGRAM, "")
    found = shutil.which(named) if named else next((path for name in _NAMES if (path := shutil.which(name))), None)
    found = found or (None if named else next((place for place in _PLACES if Path(place).is_file()), None))
    if not found:
        raise PdfProgramMissing
    return found


def pdfs(documents: Mapping[str, bytes]) -> dict[str, bytes]:
    """Return each document as PDF, under the same names.

    Args:
        documents: .docx files' bytes, by any names.

    Raises:
        PdfProgramMissing: LibreOffice is not installed.
        PdfFailed: it took too long, or some are missing or not what was asked for; nothing is returned.
    """
    office, names = program(), list(documents)
    found: dict[str, bytes] = {}
    for start in range(0, len(names), AT_ONCE):
        some = names[start : start + AT_ONCE]
        found |= _batch(office, {name: documents[name] for name in some})
    return found


def _batch(office: str, documents: Mapping[str, bytes]) -> dict[str, bytes]:
    with tempfile.TemporaryDirectory(prefix="skjonn-pdf-", ignore_cleanup_errors=True) as place:
        folder = Path(place)
        plain = {name: folder / f"{number:04d}.docx" for number, name in enumerate(documents)}  # no name can mislead
        for name, path in plain.items():
            path.write_bytes(documents[name])
        _run(office, folder, list(plain.values()), list(documents))
        made = {name: path.with_suffix(".pdf") for name, path in plain.items()}
        if missing := [name for name, path in made.items() if not path.is_file()]:
            raise PdfFailed(names=missing, reason=_why("missing"))
        found = {name: files.read_bytes(path) for name, path in made.items()}
    if wrong := [name for name, content in found.items() if not proper(content)]:
        raise PdfFailed(names=wrong, reason=_why("another"))
    return found


def _run(office: str, folder: Path, documents: Sequence[Path], names: Sequence[str]) -> None:
    profile = (folder / "profile").as_uri()
    command = [office, "--headless", "--norestore", "--nolockcheck", f"-env:UserInstallation={profile}", "--convert-to", _FILTER, "--outdir", str(folder)]  # fmt: skip
    seconds = SECONDS_TO_START + SECONDS_EACH * len(documents)
    clean = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "SKJONN_"))}
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen([*command, *map(str, documents)], stdin=quiet, stdout=quiet, stderr=quiet, env=clean, start_new_session=True)  # fmt: skip
    except OSError as error:
        raise PdfFailed(names=list(names[:3]), reason=str(error)) from error
    try:
        process.wait(seconds)
    except subprocess.TimeoutExpired as error:
        raise PdfFailed(names=list(names[:3]), reason=_why("slow")) from error
    finally:
        _end(process)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program with all it started: `soffice` is a script that starts another, which starts the one that works.

    What it started may outlive it, so its group is ended also where it has ended itself.
    """
    if sys.platform == "win32":
        if process.poll() is None:
            with suppress(OSError, subprocess.TimeoutExpired):
                subprocess.run(["taskkill", "/T", "/F", "/PID", str(process.pid)], capture_output=True, check=False, timeout=_SECONDS_TO_END)  # noqa: S607  (Windows' own)  # fmt: skip
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGKILL)
    with suppress(subprocess.TimeoutExpired):
        process.wait(_SECONDS_TO_END)


def proper(content: bytes) -> bool:
    """Tell whether a file says of itself what was asked for: a whole PDF, PDF/A part 2, tagged, with a language."""
    whole = content.startswith(b"%PDF-") and b"%%EOF" in content[-1024:]
    return bool(whole and _PART.search(content) and _MARKED.search(content) and _LANGUAGE.search(content))


def _why(what: str) -> str:
    return {
        "missing": _("no file came out"),
        "another": _("the file is not PDF/A-2b with tags and a language"),
        "slow": _("it did not answer in time"),
    }[what]
