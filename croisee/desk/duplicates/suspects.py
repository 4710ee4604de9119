"""All suspected pairs of a programme, and those of one province."""

from __future__ import annotations

from django.db.models import Q

from croisee.desk.duplicates.pairs import Kind, Pair
from croisee.desk.duplicates.persons import suspected_persons
from croisee.desk.duplicates.places import suspected_places
from croisee.desk.models import Suspicion
from croisee.directory.models import Territory
from croisee.editions.models import Edition
from croisee.people.models import Person


def suspects(edition: Edition) -> list[Pair]:
    """Persons, services, institutions: a dozen queries, however many rows there are."""
    return [*suspected_persons(edition), *suspected_places(edition)]


def suspected_of(edition: Edition, person: Person) -> list[Pair]:
    """The pairs one person is in: those stored, judged again as they are now."""
    mine = Q(first=person.pk) | Q(second=person.pk)
    stored = Suspicion.objects.filter(mine, programme=edition.programme_id, kind=Kind.PERSON)
    pks = {pk for pair in stored.values_list("first", "second") for pk in pair}
    found = suspected_persons(edition, among=pks) if pks else []
    return [pair for pair in found if person.pk in (pair.first, pair.second)]


def in_province(pairs: list[Pair], province: Territory | None) -> list[Pair]:
    """Those that touch a province; what has no province is everybody's."""
    if province is None:
        return pairs
    return [pair for pair in pairs if not pair.provinces or province.pk in pair.provinces]
