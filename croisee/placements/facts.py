"""What a preview may say of somebody with a placement: both sides, the place, its days."""

from __future__ import annotations

from typing import Any

from croisee.editions.models import Edition
from croisee.people.models import Person
from croisee.placements import rules
from croisee.placements.described import dates_of, described, province_of
from croisee.placements.queries import with_both_sides


def facts(edition: Edition, person: Person, kind: str) -> dict[str, Any]:
    """As a host where the message is one for hosts; one may be both (IM-15)."""
    sides = [rules.as_trainee(person), rules.as_host(person)]
    for mine in reversed(sides) if "host" in kind else sides:
        found = with_both_sides(mine.filter(edition=edition)).order_by("-created_at", "-pk").first()
        if found:
            known = described(found) | {"province": province_of(found)}
            days = dates_of(found)
            return known | ({"dates": days} if days else {})
    return {}
