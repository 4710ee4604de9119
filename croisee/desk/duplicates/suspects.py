"""All suspected pairs of a programme, and those of one province."""

from __future__ import annotations

from croisee.desk.duplicates.pairs import Pair
from croisee.desk.duplicates.persons import suspected_persons
from croisee.desk.duplicates.places import suspected_places
from croisee.directory.models import Territory
from croisee.editions.models import Edition


def suspects(edition: Edition) -> list[Pair]:
    """Persons, services, institutions: a dozen queries, however many rows there are."""
    return [*suspected_persons(edition), *suspected_places(edition)]


def in_province(pairs: list[Pair], province: Territory | None) -> list[Pair]:
    """Those that touch a province; what has no province is everybody's."""
    if province is None:
        return pairs
    return [pair for pair in pairs if not pair.provinces or province.pk in pair.provinces]
