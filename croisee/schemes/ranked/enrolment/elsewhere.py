"""Whose rows these are: a coordinator changes those of her territory, and may hand in a file of all.

What exists in another province is its coordinator's to change, as on every list of the desk. What
is new enters whoever hands the file in, because one person imports the answers of the whole network
and rounds cross provinces; a new offer of another province then waits for its own coordinator to
read it (docs/concepts.md).
"""

from __future__ import annotations

from functools import cached_property

from croisee.directory.queries import Gazetteer, provinces
from croisee.editions.reach import Reach

#: Of what has no province, which is the administration's.
NOWHERE = 0


class Elsewhere:
    """The province of somebody else that a row belongs to; without `reach`, every row is ours."""

    def __init__(self, reach: Reach | None, gazetteer: Gazetteer) -> None:
        self._reach, self._gazetteer = reach, gazetteer

    def of(self, province: int | None) -> int | None:
        """The province (`NOWHERE` for none) when it is not the person's; None when it is."""
        mine = self._reach is None or self._reach.holds(province)
        return None if mine else province or NOWHERE

    def of_postcode(self, postcode: str) -> int | None:
        place = self._gazetteer.place(postcode)
        return self.of(place.province.pk if place and place.province else None)


class Provinces:
    """Their names in the reader's language, read once."""

    @cached_property
    def _names(self) -> dict[int, str]:
        return {row.pk: row.name for row in provinces()}

    def name(self, pk: int) -> str:
        """'' for what has no province."""
        return self._names.get(pk, "")
