"""Lists of the desk whose rows belong to territories: who may change which row."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from croisee.core.listing.listing import Listing
from croisee.editions.reach import Reach


class TerritorialList(Listing):
    """A coordinator changes the rows of her own territory and reads the others; asked once a list."""

    def may_write(self, place: Any) -> bool:
        return self.reach.holds(place)

    @cached_property
    def reach(self) -> Reach:
        return Reach(self.person, self.edition.programme, self.at)
