"""Files: found where an office or the package keeps them, written whole or not at all, packed the same way every time."""

from __future__ import annotations

import hashlib
import os
import platform
import re
import stat
import struct
import sys
import tempfile
import unicodedata
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

if sys.platform != "win32":
    import fcntl

from skjonn.errors import ConflictError, SurroundingsError
from skjonn.texts import N_

LONGEST_NAME = 100
_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com[0-9]|lpt[0-9])(\.|$)", re.IGNORECASE)
_PACKED_ON = (1980, 1, 1, 0, 0, 0)  # the earliest a zip can say; the same in every file we write
_FIRST_DAY = (1 << 5) | 1  # the same day as a zip writes it
_SHARED = struct.Struct("<HHHHHIIIHH")  # version, flags, method, time, day, crc, deflated, size, length of name, extra
_MADE_BY = struct.pack("<H", 20)
_NO_COMMENT = struct.pack("<HHHI", 0, 0, 0, 0o600 << 16)
_ENDING = struct.Struct("<4sHHHHIIH")


class FileMissing(SurroundingsError):
    """A file that was named is not there."""

    code = "file-missing"
    sentence = N_("There is no file {path}.")
    advice = N_("Check the name and the folder.")


class FileUnreadable(SurroundingsError):
    """A file that was named cannot be read."""

    code = "file-unreadable"
    sentence = N_("The file {path} cannot be read: {reason}.")
    advice = N_("Check that it is a file and that you may read it.")


class FolderNamed(SurroundingsError):
    """A folder was named where a file is needed."""

    code = "folder-named"
    sentence = N_("{path} is a folder, not a file.")
    advice = N_("Name the file in it.")


class TargetBusy(SurroundingsError):
    """The file to be written is held by another program, as Word and Excel do."""

    code = "target-busy"
    sentence = N_("{path} cannot be written: another program has it open, or the folder is closed to you.")
    advice = N_("If it is open in Word or Excel, close it and run again.")


class TargetNoFolder(TargetBusy):
    """The file to be written would lie in what is no folder."""

    code = "target-no-folder"
    sentence = N_("{path} cannot be written: {folder} is not a folder, and none can be made there.")
    advice = N_("Name another folder.")


class FolderBusy(ConflictError):
    """Another run is at work in a folder."""

    code = "folder-busy"
    sentence = N_("Another run is at work in {folder}.")
    advice = N_("Nothing was done. Run the command again when the other one has ended.")


class TemplateMissing(SurroundingsError):
    """A template is found neither in the working folder nor in the package."""

    code = "template-missing"
    sentence = N_("There is no template {name}.")
    advice = N_("Install skjonn again, or put the template back in {folder}.")


class TemplateNoFile(SurroundingsError):
    """Something that is no file lies where the office's own template would."""

    code = "template-no-file"
    sentence = N_("{path} lies where a template of your own would, and is no file that can be read.")
    advice = N_("Put the template there, or take away what lies there, so that the shipped one is used.")


def find_template(name: str, office_folder: Path | None = None) -> Path:
    """Return the path of the template `name` (`letters/nn/award.docx`): the office's own first, then the shipped one.

    Raises:
        TemplateMissing: neither has it; TemplateNoFile: the office has something of that name which is no file.
    """
    places = [office_folder / "templates"] if office_folder else []
    places.append(shipped("templates"))
    for place in places:
        if (place / name).is_file():
            return place / name
        if os.path.lexists(place / name):
            raise TemplateNoFile(path=str(place / name))
    raise TemplateMissing(name=name, folder=str(places[0]))


def shipped(folder: str) -> Path:
    """Return where `templates` or `examples` lie: inside the installed package, else in the checkout beside it."""
    package = Path(__file__).parent
    inside = package / "_shipped" / folder
    return inside if inside.is_dir() else package.parent / folder


def read_bytes(path: Path) -> bytes:
    """Read a file a user named.

    Raises:
        FileMissing: there is none.
        FolderNamed: it is a folder.
        FileUnreadable: it is closed to this user.
    """
    if path.is_dir():
        raise FolderNamed(path=str(path))
    try:
        return path.read_bytes()
    except FileNotFoundError as error:
        raise FileMissing(path=str(path)) from error
    except OSError as error:
        raise FileUnreadable(path=str(path), reason=error.strerror or type(error).__name__) from error


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Hold a folder for one run at a time, so that two scripts do not do the same thing twice; the hold ends with the process.

    Where the system or the disk knows no such holds, nothing is held.

    Args:
        folder: must be there.

    Raises:
        FolderBusy: another process holds it; TargetBusy: it is closed to this user.
    """
    if sys.platform == "win32":
        yield
        return
    try:
        handle = os.open(folder, os.O_RDONLY)
    except OSError as error:
        raise not_written(folder, error) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise FolderBusy(folder=str(folder)) from error
        except OSError:  # a disk without holds, as some shares are
            pass
        yield
    finally:
        os.close(handle)


def write_whole(path: Path, content: bytes) -> None:
    """Write `content` to `path` so that the file is either as before or complete.

    It is its owner's alone; in a folder the group may write in, which is one several caseworkers share, it is the group's too.

    Raises:
        TargetBusy: another program holds the file, or the folder is closed to this user.
    """
    with being_written(path, as_folder=True) as beside:
        beside.write_bytes(content)


def write_set(folder: Path, made: Mapping[str, bytes]) -> None:
    """Write files into a folder, which is made where it is missing, alone in it: no file takes its place before all are written.

    Raises:
        TargetBusy, TargetNoFolder: it cannot be written there; FolderBusy: another run is at work in the folder.
    """
    try:
        make_folder(folder)
    except OSError as error:
        raise not_written(folder / next(iter(made)), error) from error
    with alone(folder), ExitStack() as stack:
        for name in reversed(list(made)):  # what was begun last takes its place first
            stack.enter_context(being_written(folder / name, as_folder=True)).write_bytes(made[name])
        for path in (folder / name for name in made if (folder / name).is_dir()):
            raise TargetBusy(path=str(path))


@contextmanager
def being_written(path: Path, *, as_folder: bool = False) -> Iterator[Path]:
    """Give a temporary file beside `path`; when the block ends well it takes the place of `path`, else it is removed.

    Args:
        path: the file; its folder is made where it is missing.
        as_folder: in a folder that is open to the group, open the file to the group too; else it is its owner's alone.

    Raises:
        TargetBusy: another program holds the file, or the folder is closed to this user.
    """
    try:
        make_folder(path.parent)
        _clear_leftovers(path)
        handle, name = tempfile.mkstemp(
            prefix=f"{_beside(path)}{os.getpid()}-", suffix=path.suffix, dir=path.parent
        )  # 0600 by itself
        if as_folder and _is_shared(path.parent):
            Path(name).chmod(0o660)
    except OSError as error:
        raise not_written(path, error) from error
    os.close(handle)
    beside = Path(name)
    try:
        yield beside
        _put_in_place(beside, path)
    finally:
        beside.unlink(missing_ok=True)


def not_written(path: Path, error: OSError) -> TargetBusy:
    """Return what is told where a file cannot be written: what lies above it is no folder, or the file or its folder is closed."""
    there = next((one for one in path.parents if one.exists()), path.parent)
    if not there.is_dir():
        return TargetNoFolder(path=str(path), folder=str(there))
    if there != path.parent and not isinstance(error, PermissionError):
        return TargetNoFolder(path=str(path), folder=str(path.parent))
    return TargetBusy(path=str(path))


def _beside(path: Path) -> str:
    """Return how the names of temporary files of `path` begin on this machine; the process's number follows."""
    return f".skjonn-{sha256(f'{platform.node()}/{path.name}'.encode())[:12]}-"


def _clear_leftovers(path: Path) -> None:
    """Remove what a process of this machine that was killed left of `path`; what lives is left alone."""
    if os.name != "posix":  # there os.kill would end the process asked about, and a leftover does no harm
        return
    for left in path.parent.glob(f"{_beside(path)}*"):
        number = left.name.split("-")[2]
        if number.isdigit() and not _is_alive(int(number)):
            left.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except OSError:
        return True
    return True


def share(folder: Path) -> None:
    """Make `folder` where it is missing, and open it to its group; what is made in it later belongs to that group.

    On Windows the folder's own rights are left as they are: they pass on by themselves.
    """
    folder.mkdir(parents=True, exist_ok=True)
    if os.name == "posix":
        folder.chmod(folder.stat().st_mode | stat.S_IRWXG | stat.S_ISGID)


def make_folder(folder: Path) -> None:
    """Make a folder and those above it, each as open to the group as the one it stands in."""
    if folder.exists():
        return
    make_folder(folder.parent)
    folder.mkdir(exist_ok=True)
    if _is_shared(folder.parent):
        share(folder)


def _is_shared(folder: Path) -> bool:
    """Tell whether the group may write in `folder` and everybody may not: /tmp is nobody's shared folder."""
    rights = folder.stat().st_mode
    return os.name == "posix" and bool(rights & stat.S_IWGRP) and not rights & stat.S_IWOTH


def _put_in_place(beside: Path, path: Path) -> None:
    with beside.open("rb+") as file:
        os.fsync(file.fileno())
    try:
        beside.replace(path)
    except OSError as error:
        raise TargetBusy(path=str(path)) from error


def pack(parts: Mapping[str, bytes], *, first: tuple[str, ...] = (), stored: tuple[str, ...] = ()) -> bytes:
    """Pack `parts` (name -> content) into a zip whose bytes depend on the parts alone.

    Names in `first` lead in that order; the rest follow in the order given. Times are the zip format's first day. Those in
    `stored` are not deflated, as some formats want of the part that names them.
    """
    packed = BytesIO()
    order = [name for name in first if name in parts] + [name for name in parts if name not in first]
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in order:
            entry = zipfile.ZipInfo(name, date_time=_PACKED_ON)
            entry.compress_type = zipfile.ZIP_STORED if name in stored else zipfile.ZIP_DEFLATED
            entry.create_system = 0  # the same on every system
            archive.writestr(entry, parts[name])
    return packed.getvalue()


@dataclass(frozen=True)
class Member:
    """A part as it lies in a zip: its deflated bytes, and what the directory says of the part they came from."""

    name: bytes
    deflated: bytes
    crc: int
    size: int
    sha256: str

    @property
    def head(self) -> bytes:
        """What both of its entries in the zip say."""
        flags = 0x800 if any(sign > 0x7F for sign in self.name) else 0  # noqa: PLR2004  (the name is UTF-8)
        return _SHARED.pack(20, flags, 8, 0, _FIRST_DAY, self.crc, len(self.deflated), self.size, len(self.name), 0)


def member(name: str, content: bytes) -> Member:
    """Deflate a part once, to be put into many zips."""
    squeezed = zlib.compressobj(6, zlib.DEFLATED, -15)
    return Member(
        name.encode(), squeezed.compress(content) + squeezed.flush(), zlib.crc32(content), len(content), sha256(content)
    )


def pack_members(members: Iterable[Member]) -> bytes:
    """Return the same bytes as `pack` gives for these parts in this order, without deflating any of them again.

    For parts below 4 GB, fewer than 65 536 of them.
    """
    body, directory, count = [], [], 0
    place = 0
    for one in members:
        head = one.head
        body += [b"PK\x03\x04", head, one.name, one.deflated]
        directory += [b"PK\x01\x02", _MADE_BY, head, _NO_COMMENT, place.to_bytes(4, "little"), one.name]
        place += 4 + len(head) + len(one.name) + len(one.deflated)
        count += 1
    listed = b"".join(directory)
    ending = _ENDING.pack(b"PK\x05\x06", 0, 0, count, count, len(listed), place, 0)
    return b"".join([*body, listed, ending])


def members_digest(members: Iterable[Member]) -> str:
    """Return the `content_digest` of the zip `pack_members` gives."""
    return _digest_of((one.name.decode(), one.sha256) for one in members)


def unpack(packed: bytes) -> dict[str, bytes]:
    """Return the parts of a zip we wrote or ship ourselves, in their order. Not for files from outside."""
    with zipfile.ZipFile(BytesIO(packed)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def sha256(content: bytes) -> str:
    """Return the digest of `content` as 64 lower-case hexadecimal digits."""
    return hashlib.sha256(content).hexdigest()


def content_digest(packed: bytes) -> str:
    """Return a digest over a zip's unpacked parts, sorted by name, which holds also where the packing differs."""
    return _digest_of((name, sha256(content)) for name, content in unpack(packed).items())


def _digest_of(parts: Iterable[tuple[str, str]]) -> str:
    total = hashlib.sha256()
    for name, own in sorted(parts):
        total.update(f"{name}\0{own}\n".encode())
    return total.hexdigest()


def file_name(stem: str, ending: str) -> str:
    """Return a name valid on Windows, macOS and Linux, at most 100 characters, that keeps æ, ø and å.

    Forbidden signs become `-`; a reserved Windows name gets `_` before it; a trailing dot or space is dropped.
    """
    clean = _FORBIDDEN.sub("-", unicodedata.normalize("NFC", stem)).strip(" .") or "_"
    if _RESERVED.match(clean):
        clean = f"_{clean}"
    return clean[: LONGEST_NAME - len(ending) - 1].rstrip(" .") + f".{ending}"
