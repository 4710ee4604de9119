"""An .xlsx file as a zip of XML parts, opened without trusting it (reliability.md, rule 13)."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from croisee.core.spreadsheets.refusal import UnusableFileError
from croisee.core.spreadsheets.source import Source

MAX_PARTS: Final = 2_000
MAX_INFLATED_BYTES: Final = 80 * 1024 * 1024
_CHUNK: Final = 64 * 1024

_ZIP = b"PK\x03\x04"
_CENTRAL_ENTRY = b"PK\x01\x02"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # both the old .xls and an .xlsx under a password
_ENCRYPTED_PACKAGE = "EncryptedPackage".encode("utf-16-le")
_COMPRESSIONS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
_BROKEN_ZIP = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    NotImplementedError,
    RuntimeError,
    ValueError,
    KeyError,
)


class Package:
    """The parts of a spreadsheet file, by name; sizes are checked before anything is inflated."""

    def __init__(self, source: Source) -> None:
        """Raises `UnusableFileError` when `source` is no .xlsx file, or inflates too much."""
        self.file = source.name
        _check_signature(source)
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(source.content))
        except _BROKEN_ZIP:
            raise UnusableFileError("damaged", source.name) from None
        self._check_parts()

    def _check_parts(self) -> None:
        parts = self._zip.infolist()
        # Every part counts, read or not: two names may share the same compressed bytes.
        if sum(part.file_size for part in parts) > MAX_INFLATED_BYTES:
            raise UnusableFileError("inflated", self.file)
        if any(part.flag_bits & 0x1 for part in parts):
            raise UnusableFileError("encrypted", self.file)
        self._names = {part.filename.lower(): part for part in parts}
        if "[content_types].xml" not in self._names:
            raise UnusableFileError(self._other_format(), self.file)
        if "xl/workbook.bin" in self._names:
            raise UnusableFileError("binary_excel", self.file)

    def _other_format(self) -> str:
        part = self._names.get("mimetype")
        if part is not None and part.file_size < 200:
            declared = b"".join(self.read(part.filename))
            if declared.startswith(b"application/vnd.oasis.opendocument"):
                return "open_document"
        return "not_a_spreadsheet"

    def __contains__(self, name: str) -> bool:
        return name.lower() in self._names

    def read(self, name: str) -> Iterator[bytes]:
        """Inflate the part `name`, piece by piece; never more bytes than were declared."""
        part = self._names[name.lower()]
        if part.compress_type not in _COMPRESSIONS:
            raise UnusableFileError("damaged", self.file)
        try:
            with self._zip.open(part) as stream:
                while chunk := stream.read(_CHUNK):
                    yield chunk
        except _BROKEN_ZIP:
            raise UnusableFileError("damaged", self.file) from None


def _check_signature(source: Source) -> None:
    content = source.content
    if content.startswith(_OLE):
        code = "encrypted" if _ENCRYPTED_PACKAGE in content else "old_excel"
        raise UnusableFileError(code, source.name)
    if not content.startswith(_ZIP):
        raise UnusableFileError("not_a_spreadsheet", source.name)
    # Counted before zipfile builds one object per entry: ten megabytes hold 200,000 of them.
    if content.count(_CENTRAL_ENTRY) > MAX_PARTS:
        raise UnusableFileError("inflated", source.name)
