"""Writing a file whole or not at all."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

from croisee.core.spreadsheets.refusal import UnusableFileError


def store(path: str | os.PathLike[str], content: bytes) -> None:
    """Write `content` at `path` in one step: whoever looks sees the old file or the new one.

    Raises `UnusableFileError` when the place cannot be written.
    """
    target = Path(path)
    try:
        handle, temporary = tempfile.mkstemp(dir=target.parent, prefix=".croisee-", suffix=".tmp")
        try:
            with os.fdopen(handle, "wb") as file:
                file.write(content)
                file.flush()
                os.fsync(file.fileno())
            Path(temporary).chmod(0o666 & ~_umask())
            Path(temporary).replace(target)
        except BaseException:
            Path(temporary).unlink(missing_ok=True)
            raise
    except (OSError, ValueError):
        raise UnusableFileError("unwritable", target.name or str(path)) from None


def check_writable(path: str | os.PathLike[str]) -> None:
    """Raise `UnusableFileError` when `path` can be seen not to be writable, before the work."""
    target = Path(path)
    try:
        fine = target.parent.is_dir() and not target.is_dir() and os.access(target.parent, os.W_OK)
    except (OSError, ValueError):
        fine = False
    if not fine:
        raise UnusableFileError("unwritable", target.name or str(path))


def same_file(one: str | os.PathLike[str], other: str | os.PathLike[str]) -> bool:
    """Tell whether two paths lead to the same file, links followed, existing or not."""
    try:
        return os.path.realpath(one) == os.path.realpath(other) or Path(one).samefile(other)
    except (OSError, ValueError):
        return False


def _umask() -> int:
    """The mask that `open` would apply; it can only be read by setting it."""
    mask = os.umask(0)
    os.umask(mask)
    return mask
