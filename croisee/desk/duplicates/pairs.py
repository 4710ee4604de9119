"""Two records that may be the same: why, and where they belong."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import combinations

from croisee.core.text import fold
from croisee.desk.models import NotTheSame

NEARLY = 0.84  # « Lecocq » and « Lecoq », not « Marie » and « Maria » of other names
PHONE_DIGITS = 8
NOT_DIGIT = re.compile(r"[^0-9]+")

Kind = NotTheSame.Kind


@dataclass(frozen=True)
class Pair:
    """Ids in order, the lower one first; `reasons` are read by a coordinator."""

    kind: str
    first: int
    second: int
    names: tuple[str, str]
    details: tuple[str, str]
    reasons: tuple[str, ...]
    provinces: frozenset[int]


def words_in_order(name: str) -> str:
    """« Lecocq Thibault » and « Thibault Lecocq » are one name: people swap the two fields."""
    return " ".join(sorted(fold(name).split()))


def nearly(one: str, other: str) -> bool:
    """A letter or two apart, but not equal."""
    if one == other:
        return False
    compared = SequenceMatcher(None, one, other)
    # The two quick ratios are upper bounds: behind a switchboard there are many couples.
    return all(
        ratio() >= NEARLY
        for ratio in (compared.real_quick_ratio, compared.quick_ratio, compared.ratio)
    )


def digits(phone: str) -> str:
    """A Belgian number as dialled here: « +32 81 55 02 17 » is « 081 55 02 17 »."""
    bare = NOT_DIGIT.sub("", phone).removeprefix("00")
    return "0" + bare[2:].removeprefix("0") if bare.startswith("32") else bare


def couples(groups: Iterable[list[int]]) -> Iterator[tuple[int, int]]:
    """Every two of each group, the lower id first, each couple once."""
    seen: set[tuple[int, int]] = set()
    for group in groups:
        for couple in combinations(sorted(set(group)), 2):
            if couple not in seen:
                seen.add(couple)
                yield couple


def dismissed(kind: str) -> set[tuple[int, int]]:
    return set(NotTheSame.objects.filter(kind=kind).values_list("first", "second"))
