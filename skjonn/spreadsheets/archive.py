"""The zip a workbook comes in: what opening it would cost is known first, and no part is longer than it says.

A zip tells of each part in two places, and programs differ in which they believe. Here one is believed, the other must
agree, and what is handed on is a zip written anew around the parts that were looked through.
"""

from __future__ import annotations

import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from io import BytesIO
from types import TracebackType

from skjonn.spreadsheets import refusals

_BLOCK, _STEP = 1 << 20, 1 << 16
_LOCAL, _CENTRAL, _END = b"PK\x03\x04", b"PK\x01\x02", b"PK\x05\x06"
_LOCAL_LENGTH = 30
_ENCRYPTED, _UTF_8 = 0x1, 0x800
_VERSION, _DAY = 20, 0x21
_SMALL = 20_000_000
"""Unpacked bytes that do no harm, however small they were packed."""
_BROKEN = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    ValueError,
    RuntimeError,
)


@dataclass(frozen=True)
class _Body:
    """A part as it lies in a zip."""

    method: int
    check: int
    length: int
    packed: bytes | memoryview

    @classmethod
    def of(cls, content: bytes) -> _Body:
        """Return a part that is not packed."""
        return cls(zipfile.ZIP_STORED, zlib.crc32(content), len(content), content)


class Archive:
    """The parts of a zip, by name; letters' case and the slant of slashes make no difference, as to other programs."""

    def __init__(self, content: bytes, path: str) -> None:
        """Look at the list of parts.

        Args:
            content: the bytes of the zip.
            path: of the file, for errors.

        Raises:
            FileDamaged, FileEncrypted, FileTooLarge: it should not be opened.
        """
        self._content, self._path = memoryview(content), path
        if content.count(_CENTRAL) > refusals.GREATEST_PARTS:
            raise refusals.FileTooLarge(path=path)
        try:
            with zipfile.ZipFile(BytesIO(content)) as archive:
                parts = archive.infolist()
        except _BROKEN as error:
            raise refusals.FileDamaged(path=path) from error
        if any(part.flag_bits & _ENCRYPTED for part in parts):
            raise refusals.FileEncrypted(path=path)
        self._require_size(parts)
        self._parts = {_key(part.filename): part for part in parts}
        self._doubled = len(self._parts) < len(parts)
        self._sound: set[str] = set()

    def __enter__(self) -> Archive:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Nothing is held open."""

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._parts

    def namelist(self) -> list[str]:
        """Return the names of the parts, in small letters."""
        return list(self._parts)

    def size(self, name: str) -> int:
        """Return how many bytes a part unpacks to; 0 if it is not there."""
        return self._parts[_key(name)].file_size if name in self else 0

    def read(self, name: str) -> bytes:
        """Return a part unpacked; see `blocks`."""
        return b"".join(self.blocks(name))

    def blocks(self, name: str) -> Iterator[bytes]:
        """Yield a part unpacked, bit by bit.

        Raises:
            FileDamaged: it is not there, or is not what the list of parts says.
        """
        try:
            yield from self._blocks(self._parts[_key(name)])
        except (*_BROKEN, KeyError) as error:
            raise refusals.FileDamaged(path=self._path) from error
        self._sound.add(_key(name))

    def repacked(self, parts: Mapping[str, str | bytes]) -> bytes:
        """Return a zip written anew.

        Args:
            parts: by the names they get: the name of a part of this archive, which is looked through if it was not,
                or bytes to be written.

        Raises:
            FileDamaged: a part is not there, or is not what the list of parts says.
        """
        return _packed_anew({name: _Body.of(source) if isinstance(source, bytes) else self._copied(source) for name, source in parts.items()})  # fmt: skip

    def _copied(self, name: str) -> _Body:
        if name not in self:
            raise refusals.FileDamaged(path=self._path)
        if _key(name) not in self._sound:
            for _block in self.blocks(name):
                pass
        part = self._parts[_key(name)]
        return _Body(part.compress_type, part.CRC, part.file_size, self._packed(part))

    def _require_size(self, parts: list[zipfile.ZipInfo]) -> None:
        unpacked = sum(part.file_size for part in parts)
        far_more = unpacked > _SMALL and unpacked > len(self._content) * refusals.GREATEST_RATIO
        if unpacked > refusals.GREATEST_UNPACKED or len(parts) > refusals.GREATEST_PARTS or far_more:
            raise refusals.FileTooLarge(path=self._path)

    def _packed(self, part: zipfile.ZipInfo) -> memoryview:
        """Return the packed bytes of a part whose two headers agree."""
        if self._doubled:
            raise ValueError(part.filename)
        header = self._content[part.header_offset : part.header_offset + _LOCAL_LENGTH].tobytes()
        mark, flags, method, spelt, extra = struct.unpack("<4s2xHH16xHH", header)
        start = part.header_offset + _LOCAL_LENGTH
        name = self._content[start : start + spelt].tobytes().decode("utf-8" if flags & _UTF_8 else "cp437")
        packed = self._content[start + spelt + extra : start + spelt + extra + part.compress_size]
        if mark != _LOCAL or name != part.orig_filename or method != part.compress_type or len(packed) != part.compress_size:  # fmt: skip
            raise ValueError(name)
        return packed

    def _blocks(self, part: zipfile.ZipInfo) -> Iterator[bytes]:
        packed = self._packed(part)
        if part.compress_type not in {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}:
            raise ValueError(part.filename)
        length = check = 0
        for block in _stored(packed) if part.compress_type == zipfile.ZIP_STORED else _inflated(packed):
            length += len(block)
            check = zlib.crc32(block, check)
            if length > part.file_size:
                break
            yield block
        if length != part.file_size or check != part.CRC:
            raise ValueError(part.filename)


def _key(name: str) -> str:
    return name.replace("\\", "/").lstrip("/").lower()


def _packed_anew(bodies: Mapping[str, _Body]) -> bytes:
    """Return a zip of these parts, by their names."""
    written: list[bytes | memoryview] = []
    listed: list[bytes] = []
    at = 0
    for name, body in bodies.items():
        spelt = name.encode()
        header = struct.pack("<HHHHHLLLHH", _VERSION, _UTF_8, body.method, 0, _DAY, body.check, len(body.packed), body.length, len(spelt), 0)  # fmt: skip
        written += [_LOCAL, header, spelt, body.packed]
        listed += [_CENTRAL, struct.pack("<H", _VERSION), header, struct.pack("<HHHLL", 0, 0, 0, 0, at), spelt]
        at += _LOCAL_LENGTH + len(spelt) + len(body.packed)
    end = struct.pack("<4sHHHHLLH", _END, 0, 0, len(bodies), len(bodies), sum(map(len, listed)), at, 0)
    return b"".join([*written, *listed, end])


def _stored(packed: memoryview) -> Iterator[bytes]:
    for at in range(0, len(packed), _BLOCK):
        yield packed[at : at + _BLOCK].tobytes()


def _inflated(packed: memoryview) -> Iterator[bytes]:
    inflater = zlib.decompressobj(-zlib.MAX_WBITS)
    for at in range(0, len(packed), _STEP):
        ahead: memoryview | bytes = packed[at : at + _STEP]
        while ahead:
            yield inflater.decompress(ahead, _BLOCK)
            ahead = inflater.unconsumed_tail
            if inflater.unused_data:
                raise ValueError(len(inflater.unused_data))
    yield inflater.flush()
    if not inflater.eof:
        raise EOFError
