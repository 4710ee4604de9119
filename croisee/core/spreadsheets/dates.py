"""Excel's dates: serial numbers that only their cell's format tells from other numbers."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Final

# ECMA-376 part 1, 18.8.30: the built-in formats that show a date or a time.
_BUILT_IN: Final = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_QUOTED = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DATE_LETTERS = re.compile("[dmyhsDMYHS]")

# 1900 was no leap year, whatever Lotus 1-2-3 and then Excel say: from March 1900 on, counting from
# 30 December 1899 gives the right day.
_EPOCH_1900: Final = datetime(1899, 12, 30)
_EPOCH_1904: Final = datetime(1904, 1, 1)
_LAST_SERIAL: Final = 2_958_466  # 31 December 9999


def shows_a_date(format_id: int, code: str | None) -> bool:
    """Tell whether the number format shows a date or a time; `code` is None for a built-in one."""
    if code is None:
        return format_id in _BUILT_IN
    return bool(_DATE_LETTERS.search(_QUOTED.sub("", code.replace("General", ""))))


def from_serial(serial: float, *, since_1904: bool = False) -> datetime | None:
    """The date and time, to the second, behind Excel's `serial`; None when it is none."""
    if not 0 <= serial < _LAST_SERIAL:
        return None
    epoch = _EPOCH_1904 if since_1904 else _EPOCH_1900
    try:
        return epoch + timedelta(seconds=round(serial * 86_400))
    except OverflowError:
        return None
