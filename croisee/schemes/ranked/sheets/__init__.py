"""The spreadsheets of an edition, in and out: the same reader for the web and the command line."""

from croisee.schemes.ranked.sheets.edition import read_edition
from croisee.schemes.ranked.sheets.problems import Level, Problem
from croisee.schemes.ranked.sheets.rows import (
    EditionSheets,
    HostRow,
    KnownOffer,
    RankedChoice,
    TraineeRow,
)

__all__ = [
    "EditionSheets",
    "HostRow",
    "KnownOffer",
    "Level",
    "Problem",
    "RankedChoice",
    "TraineeRow",
    "read_edition",
]
