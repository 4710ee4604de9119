"""E-mail addresses as people paste them."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from croisee.core.spreadsheets import Value
from croisee.core.text import printable
from croisee.schemes.ranked.sheets.readings import NotReadError, Read, as_shown, plain

MAX_ADDRESS: Final = 254
_NAMED = re.compile(r"[^<>@]*<\s*(?:mailto:)?([^<>\s]+@[^<>\s]+)\s*>", re.IGNORECASE)
_MAILTO = re.compile(r"mailto:\s*(\S+@\S+)", re.IGNORECASE)
_LONGEST_CELL: Final = 400  # a name and an address; beyond, no pattern is tried


def email(value: Value | None) -> Read[str]:
    """A valid address, as written but for its wrapping: « Anne <a@b.be> » or « mailto:a@b.be ».

    Valid as the web forms understand it (Django's validator). An invalid one is refused, never
    repaired.
    """
    if value is None:
        raise NotReadError("email_missing")
    try:
        said = plain(value)
    except NotReadError:
        raise NotReadError("email_invalid", value=printable(as_shown(value))) from None
    if not said:
        raise NotReadError("email_missing")
    if len(said) > _LONGEST_CELL:
        raise NotReadError("email_invalid", value=printable(said, 80))
    match = _NAMED.fullmatch(said) or _MAILTO.fullmatch(said)
    address = match[1] if match else said
    if not _is_valid(address):
        code = "email_several" if said.count("@") > 1 and not match else "email_invalid"
        raise NotReadError(code, value=printable(as_shown(value), 80))
    if match:
        return Read(address, "email_rewritten", {"value": printable(said, 80), "email": address})
    return Read(address)


def first_email(value: Value | None) -> Read[str]:
    """Of a known offer: nothing where the cell is blank, the first where each is an address."""
    if value is None or (isinstance(value, str) and not value.strip()):
        return Read("")
    said = value if isinstance(value, str) and len(value) <= _LONGEST_CELL else ""
    parts = [part.strip() for part in re.split("[,;\\n]", said) if part.strip()]
    if len(parts) > 1 and all(map(_is_valid, parts)):
        return Read(parts[0])
    return email(value)


def first_or_kept(value: Value | None) -> Read[str]:
    """`first_email`; an unreadable one leaves the known offer's."""
    try:
        return first_email(value)
    except NotReadError as problem:
        raise NotReadError("email_kept", **problem.params) from None


def as_written(value: Value | None) -> str:
    """The cell as it can be quoted to say whom a problem concerns, valid or not."""
    return "" if value is None else printable(unicodedata.normalize("NFKC", as_shown(value)), 80)


def _is_valid(address: str) -> bool:
    if len(address) > MAX_ADDRESS:
        return False
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
