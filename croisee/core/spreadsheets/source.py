"""The bytes of a file somebody handed over, whatever its origin: a path or an upload."""

from __future__ import annotations

import os
import stat
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from croisee.core.spreadsheets.refusal import UnusableFileError

MAX_FILE_BYTES: Final = 10 * 1024 * 1024


@dataclass(frozen=True, slots=True)
class Source:
    """A file's `name`, as shown to people, and its whole content."""

    name: str
    content: bytes


def from_path(path: str | os.PathLike[str]) -> Source:
    """Read the file at `path`, at most `MAX_FILE_BYTES`.

    Raises `UnusableFileError`. A pipe or a device is refused before being opened: reading one
    could block for ever.
    """
    name = _shown_name(path)
    try:
        _check_kind(os.stat(path), name)  # noqa: PTH116 (follows links, and accepts odd paths)
        with Path(path).open("rb") as file:
            content = file.read(MAX_FILE_BYTES + 1)
    except FileNotFoundError:
        raise UnusableFileError("missing", name) from None
    except (OSError, ValueError):
        raise UnusableFileError("unreadable", name) from None
    return from_bytes(name, content)


def from_bytes(name: str, content: bytes) -> Source:
    """The uploaded `content` under the name its sender gave. Raises `UnusableFileError`."""
    name = _shown_name(name)
    if not content:
        raise UnusableFileError("empty", name)
    if len(content) > MAX_FILE_BYTES:
        raise _too_big(name)
    return Source(name, content)


def _check_kind(found: os.stat_result, name: str) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise UnusableFileError("directory", name)
    if not stat.S_ISREG(found.st_mode):
        raise UnusableFileError("not_a_file", name)
    if found.st_size > MAX_FILE_BYTES:
        raise _too_big(name)


def _too_big(name: str) -> UnusableFileError:
    return UnusableFileError("too_big", name, limit=MAX_FILE_BYTES // (1024 * 1024))


def _shown_name(path: str | os.PathLike[str]) -> str:
    """The last part of `path`, in one printable line: file names are text from outside too."""
    last = os.fspath(path).replace("\\", "/").rstrip("/").rpartition("/")[2] or os.fspath(path)
    return "".join(char if char.isprintable() else "�" for char in last)[:120]
