"""What is odd in a spreadsheet, told in plain French: level, file, row, column, and who.

Nothing odd is silent, harmless repeats included; nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Final

from django.utils.translation import gettext_lazy as _

from croisee.schemes.ranked.sheets.sentences import LEFT_OUT, REFUSED, REMARK


class Level(StrEnum):
    """How serious: a row not taken, something of a row not taken, or something to know."""

    REFUSED = "refused"
    LEFT_OUT = "left_out"
    REMARK = "remark"

    @property
    def label(self) -> str:
        """The word shown on screen."""
        return str(_LABELS[self])


_LABELS: Final = {
    Level.REFUSED: _("refusé"),
    Level.LEFT_OUT: _("laissé de côté"),
    Level.REMARK: _("remarque"),
}
_TABLES: Final = {Level.REFUSED: REFUSED, Level.LEFT_OUT: LEFT_OUT, Level.REMARK: REMARK}
_LEVELS: Final = {code: level for level, table in _TABLES.items() for code in table}


@dataclass(frozen=True, slots=True)
class Problem:
    """One odd thing. `row` is Excel's row number, None for the file as a whole.

    `column` is the heading as the file has it ('' for the whole row), `who` the e-mail address or
    the offer number concerned ('' when there is none). `params` hold only texts and integers.
    """

    code: str
    file: str
    row: int | None = None
    column: str = ""
    who: str = ""
    params: Mapping[str, str | int] = field(default_factory=dict)

    @property
    def level(self) -> Level:
        """How serious it is: that follows from its code."""
        return _LEVELS[self.code]

    @property
    def message(self) -> str:
        """One plain sentence, in the language in use (French in the source)."""
        return str(_TABLES[self.level][self.code]) % {"who": self.who, **self.params}

    def as_json(self) -> dict[str, str | int | None]:
        """The shape of `croisee match --json`."""
        return {
            "level": self.level.value,
            "file": self.file,
            "row": self.row,
            "column": self.column,
            "who": self.who,
            "message": self.message,
        }
