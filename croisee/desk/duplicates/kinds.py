"""What the comparing page knows of each kind: its fields in words, its rights, how it merges."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _

from croisee.core import merging
from croisee.desk.duplicates.pairs import Kind
from croisee.desk.people import may_change, of_programme
from croisee.directory import merging as directory
from croisee.directory.models import Organisation, Service
from croisee.editions import rules
from croisee.editions.models import Edition, Programme
from croisee.editions.reach import Reach
from croisee.people import merging as people
from croisee.people.models import Person


@dataclass(frozen=True)
class Field:
    """One answer of a record, as it is read."""

    name: str
    label: str
    value: str


class Compared:
    """One kind of thing that may be here twice."""

    key: str
    plan: Any
    merge: Any

    def load(self, edition: Edition, pk: int) -> Any:
        """The record, also a merged one, if the programme knows it; else None."""
        raise NotImplementedError

    def fields(self, thing: Any) -> list[Field]:
        raise NotImplementedError

    def may(self, by: Person, thing: Any, programme: Programme, at: datetime) -> bool:
        raise NotImplementedError

    def url(self, edition: Edition, thing: Any) -> str:
        return ""

    def outside(self, by: Person, thing: Any, at: datetime) -> bool:
        """Whether it also belongs to a programme in which this coordinator has no say."""
        mine = rules.editions_of_office(by, at).values("programme")
        return not by.is_administrator and merging.outside(thing, mine)


class Persons(Compared):
    key = Kind.PERSON
    plan = staticmethod(people.plan_persons)
    merge = staticmethod(people.merge_persons)

    def load(self, edition: Edition, pk: int) -> Person | None:
        here = of_programme(edition.programme).values("pk")
        either = Q(pk__in=here) | Q(merged_into__in=here)
        return Person.objects.select_related("merged_into").filter(either, pk=pk).first()

    def fields(self, thing: Person) -> list[Field]:
        return [
            Field("first_name", _("Prénom"), thing.first_name),
            Field("last_name", _("Nom"), thing.last_name),
            Field("email", _("E-mail professionnel"), thing.email),
            Field("phone", _("Téléphone"), thing.phone),
            Field("language", _("Langue"), thing.get_language_display()),
        ]

    def may(self, by: Person, thing: Person, programme: Programme, at: datetime) -> bool:
        return may_change(by, thing, programme, at)

    def url(self, edition: Edition, thing: Person) -> str:
        return reverse("desk:person", args=[edition.pk, thing.pk])


class Services(Compared):
    key = Kind.SERVICE
    plan = staticmethod(directory.plan_services)
    merge = staticmethod(directory.merge_services)

    def load(self, edition: Edition, pk: int) -> Service | None:
        found = Service.objects.select_related(
            "organisation", "merged_into__organisation", "province"
        ).filter(_of_programme("", edition), pk=pk)
        return found.distinct().first()

    def fields(self, thing: Service) -> list[Field]:
        place = " ".join(filter(None, [thing.postcode, thing.locality]))
        return [
            Field("organisation", _("Institution"), thing.organisation.name),
            Field("name", _("Nom du service"), thing.name),
            Field("address", _("Adresse"), thing.address),
            Field("place", _("Localité"), place),
            Field("sectors", _("Secteurs"), ", ".join(map(str, thing.sectors.all()))),
        ]

    def may(self, by: Person, thing: Service, programme: Programme, at: datetime) -> bool:
        return rules.writes_in(by, programme, thing.province, at)


class Institutions(Compared):
    key = Kind.ORGANISATION
    plan = staticmethod(directory.plan_organisations)
    merge = staticmethod(directory.merge_organisations)

    def load(self, edition: Edition, pk: int) -> Organisation | None:
        found = Organisation.objects.select_related("merged_into")
        return found.filter(_of_programme("services__", edition), pk=pk).distinct().first()

    def fields(self, thing: Organisation) -> list[Field]:
        return [
            Field("name", _("Nom"), thing.name),
            Field("enterprise_number", _("Numéro d’entreprise"), thing.enterprise_number),
        ]

    def may(self, by: Person, thing: Organisation, programme: Programme, at: datetime) -> bool:
        """Wherever it has a service."""
        reach = Reach(by, programme, at)
        places = thing.services.filter(merged_into=None).values_list("province_id", flat=True)
        return all(reach.holds(place) for place in places)

    def outside(self, by: Person, thing: Organisation, at: datetime) -> bool:
        services = thing.services.filter(merged_into=None)
        return super().outside(by, thing, at) or any(
            SERVICES.outside(by, service, at) for service in services
        )


# Answers nobody chooses between: both sides are kept, or the institutions are compared apart.
NOT_CHOSEN: Collection[str] = ("sectors", "organisation")
PERSONS, SERVICES = Persons(), Services()
KINDS: dict[str, Compared] = {one.key: one for one in (PERSONS, SERVICES, Institutions())}


def _of_programme(path: str, edition: Edition) -> Q:
    """Present in the programme, or merged into what is."""
    programme = edition.programme
    return Q(**{f"{path}offers__edition__programme": programme}) | Q(
        **{f"merged_into__{path}offers__edition__programme": programme}
    )
