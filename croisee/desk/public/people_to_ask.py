"""The coordinators one may write to, by province (IM-01)."""

from __future__ import annotations

from datetime import datetime

from croisee.directory.models import Territory
from croisee.editions.enums import RoleName
from croisee.editions.models import Edition, RoleGrant
from croisee.people.models import Person


def coordinators_by_territory(
    edition: Edition, at: datetime
) -> list[tuple[Territory | None, list[Person]]]:
    """(territory, persons), provinces by name; those of the whole programme (None) last."""
    grants = (
        edition.programme.roles.filter(role=RoleName.COORDINATOR)
        .filter(RoleGrant.held(at), person__is_active=True)
        .select_related("person", "territory")
        .order_by("person__last_name", "person__first_name")
    )
    groups: dict[Territory | None, list[Person]] = {}
    for grant in grants:
        groups.setdefault(grant.territory, []).append(grant.person)
    return sorted(
        groups.items(), key=lambda pair: (pair[0] is None, pair[0].name if pair[0] else "")
    )
