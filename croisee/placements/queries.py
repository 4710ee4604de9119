"""Reads of placements that have a name."""

from django.db.models import QuerySet

from croisee.editions.models import Edition
from croisee.placements.models import Placement


def active_placements(edition: Edition) -> QuerySet[Placement]:
    return Placement.objects.filter(edition=edition).exclude(state=Placement.State.CANCELLED)
