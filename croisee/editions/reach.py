"""Where somebody may write, asked once for a whole list. The same answer as `rules.writes_in`."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q

from croisee.directory.models import Territory
from croisee.editions import rules
from croisee.editions.enums import RoleName
from croisee.editions.models import Programme
from croisee.people.models import Person


class Reach:
    """`reach.holds(territory id)`: whether the person may change what belongs to it."""

    def __init__(self, person: Person, programme: Programme, at: datetime) -> None:
        self._everywhere, self._places = False, set[int]()
        if person.is_authenticated and person.is_administrator:
            self._everywhere = True
            return
        grants = rules.active_roles(person, at).filter(programme=programme, role__in=rules.OFFICE)
        held = list(grants.values_list("role", "territory_id"))
        territories = [where for role, where in held if role == RoleName.COORDINATOR]
        administers = any(role == RoleName.ADMINISTRATOR for role, _where in held)
        self._everywhere = administers or None in territories
        within = Q(pk__in=territories) | Q(parent__in=territories) | Q(member_of__in=territories)
        if not self._everywhere:
            self._places = set(Territory.objects.filter(within).values_list("pk", flat=True))

    def holds(self, territory_id: int | None) -> bool:
        return self._everywhere or territory_id in self._places

    @property
    def places(self) -> set[int]:
        return self._places

    @property
    def everywhere(self) -> bool:
        return self._everywhere
