"""Where somebody works and may write, asked once for a whole page.

The same answers as `rules.works_in` and `rules.writes_in`, which ask for each object.
"""

from __future__ import annotations

from datetime import datetime
from functools import cached_property

from django.db.models import Q

from croisee.directory.models import Territory
from croisee.editions import rules
from croisee.editions.enums import RoleName
from croisee.editions.models import Programme, RoleGrant
from croisee.people.models import Person


class Reach:
    """`reach.holds(territory id)`: whether the person may change what belongs to it."""

    def __init__(self, person: Person, programme: Programme, at: datetime) -> None:
        self._person, self._programme, self._at = person, programme, at

    @cached_property
    def _roles(self) -> list[RoleGrant]:
        if not self._person.is_authenticated:
            return []
        held = rules.active_roles(self._person, self._at).filter(programme=self._programme)
        return list(held.select_related("territory").order_by("pk"))

    @property
    def _over_all(self) -> bool:
        return self._person.is_authenticated and self._person.is_administrator

    @property
    def works(self) -> bool:
        """Whether the person reads everything of the programme."""
        return self._over_all or any(one.role in rules.OFFICE for one in self._roles)

    @property
    def home(self) -> Territory | None:
        """The territory whose tasks the person sees first; None for all of them."""
        return next((one.territory for one in self._roles if one.territory), None)

    def holds(self, territory_id: int | None) -> bool:
        return self.everywhere or territory_id in self.places

    @cached_property
    def everywhere(self) -> bool:
        return self._over_all or any(
            one.role == RoleName.ADMINISTRATOR
            or (one.role == RoleName.COORDINATOR and one.territory is None)
            for one in self._roles
        )

    @cached_property
    def places(self) -> set[int]:
        """The ids of the territories held; empty for who writes everywhere."""
        if self.everywhere:
            return set()
        mine = [one.territory_id for one in self._roles if one.role == RoleName.COORDINATOR]
        within = Q(pk__in=mine) | Q(parent__in=mine) | Q(member_of__in=mine)
        return set(Territory.objects.filter(within).values_list("pk", flat=True))
