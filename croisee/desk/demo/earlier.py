"""Last year's answers, drawn from this year's: most hosts come back, most trainees are others.

Its sums are those of the edition told in docs/design/facts-2024.json: 120 hosts, 408 places, 290
trainees, as in the spreadsheets themselves.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from random import Random

from croisee.core.text import fold
from croisee.desk.demo.newcomers import ONCE_ONLY
from croisee.schemes.ranked.sheets import EditionSheets, HostRow, RankedChoice, TraineeRow

COME_BACK = 7  # every seventh trainee was there last year
NEW_CHOICE = 0.45  # share of the choices that fell on another offer than this year
# Two that the import cannot recognise: a host that wrote its name otherwise, a trainee who had
# another address. The desk suspects them (« Doublons possibles »); both in Namur, where the demo's
# coordinator may merge them.
WROTE_OTHERWISE, OTHER_ADDRESS = 8, 282


def earlier(sheets: EditionSheets, opens: date, closes: date) -> EditionSheets:
    """The answers of the edition before, registrations from `opens` to `closes`."""
    chance = Random("croisee, the year before")
    hosts = tuple(_hosts(sheets.hosts, chance))
    trainees = tuple(_trainees(sheets, opens, closes, chance))
    return replace(sheets, hosts=hosts, trainees=trainees, problems=())


def _hosts(rows: tuple[HostRow, ...], chance: Random) -> Iterator[HostRow]:
    """Every seventh host was another one; the places are the same in sum, not one by one."""
    places = [row.places for row in rows]
    chance.shuffle(places)
    others = iter(ONCE_ONLY)
    for index, row in enumerate(rows):
        was = replace(row, places=places[index])
        other = next(others, None) if index % 7 == 3 else None
        if index == WROTE_OTHERWISE:
            was = replace(was, institution=f"{row.institution} asbl")
        yield replace(was, **other.answers()) if other else was


def _trainees(
    sheets: EditionSheets, opens: date, closes: date, chance: Random
) -> Iterator[TraineeRow]:
    rows = sheets.trainees
    taken = {_key(row.name) for row in rows} | {_key(row.contact) for row in sheets.hosts}
    taken |= {_key(other.contact) for other in ONCE_ONLY}
    moments = _moments(len(rows), opens, closes, chance)
    for index, (row, moment) in enumerate(zip(rows, moments, strict=True)):
        then = replace(row, answered_at=moment, choices=_choices(row, rows, chance))
        if index == OTHER_ADDRESS:
            yield replace(then, email=row.email.replace("@pro.", "@ancien."))
        else:
            yield then if index % COME_BACK == 0 else _somebody_else(then, rows, index, taken)


def _key(name: str) -> str:
    return " ".join(sorted(fold(name).split()))


def _somebody_else(
    row: TraineeRow, rows: tuple[TraineeRow, ...], index: int, taken: set[str]
) -> TraineeRow:
    """Another name that nobody bears, another employer in the same place."""
    first = rows[(index * 7 + 3) % len(rows)].first_name
    names = (rows[(index * 11 + step) % len(rows)].last_name for step in range(len(rows)))
    last = next(name for name in names if _key(f"{first} {name}") not in taken)
    taken.add(_key(f"{first} {last}"))
    other = rows[(index + 101) % len(rows)]
    address = fold(f"{first}.{last}").replace(" ", "")
    return replace(
        row,
        first_name=first,
        last_name=last,
        email=f"{address}{index + 401}@pro.example",
        phone=f"{row.phone[:5]}{other.phone[5:]}",
        profession=other.profession,
        expectations=other.expectations,
    )


def _choices(
    row: TraineeRow, rows: tuple[TraineeRow, ...], chance: Random
) -> tuple[RankedChoice, ...]:
    """Some of the same offers, some that others liked; none twice."""
    chosen: list[RankedChoice] = []
    for one in row.choices:
        other = chance.choice(rows).choices
        wanted = chance.choice(other) if other and chance.random() < NEW_CHOICE else one
        if wanted.number not in {choice.number for choice in chosen}:
            chosen.append(replace(wanted, rank=one.rank))
    return tuple(chosen)


def _moments(count: int, opens: date, closes: date, chance: Random) -> list[datetime]:
    """When people registered: many at once, few in the middle, a rush before the end."""
    days = (closes - opens).days
    found = []
    for _ in range(count):
        early = chance.random() < 0.35
        share = chance.betavariate(1, 5) if early else chance.betavariate(4, 1.4)
        day = opens + timedelta(days=int(share * days))
        found.append(datetime.combine(day, time(chance.randrange(9, 21), chance.randrange(60))))
    return sorted(found)
