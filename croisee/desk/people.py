"""Persons as the desk knows them: who belongs to a programme, who may change them, what they did."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from croisee.core.form_fields import EmailField, LineField, PhoneField, PickField
from croisee.core.listing.columns import ChoiceColumn, Column, DayColumn, ListColumn, TextColumn
from croisee.core.listing.editing import Editor, RefusedError
from croisee.core.listing.filters import Filter, among
from croisee.core.listing.listing import Listing
from croisee.core.listing.undo import register
from croisee.directory.models import Membership
from croisee.editions import rules
from croisee.editions.models import Edition, Programme, RoleGrant
from croisee.editions.reach import Reach
from croisee.offers.models import OfferContact
from croisee.people.actions import EmailTakenError, change_email, change_person
from croisee.people.models import Language, Person
from croisee.people.names import listed_in_database, order_in_database
from croisee.schemes.ranked.models import Application

FIELDS = ("first_name", "last_name", "email", "phone", "language")


def _applies(programme: Programme) -> Q:
    return Q(pk__in=Application.objects.filter(edition__programme=programme).values("person"))


def _hosts(programme: Programme) -> Q:
    contacts = OfferContact.objects.filter(offer__edition__programme=programme)
    return Q(pk__in=contacts.values("person"))


def _works(programme: Programme) -> Q:
    return Q(pk__in=RoleGrant.objects.filter(programme=programme).values("person"))


def of_programme(programme: Programme) -> QuerySet[Person]:
    """Everybody who registered, hosts or works in a programme; nobody else exists for its desk.

    A record merged into another is read there.
    """
    here = _applies(programme) | _hosts(programme) | _works(programme)
    return Person.objects.filter(here, merged_into=None)


def may_change(by: Person, person: Person, programme: Programme, at: datetime) -> bool:
    """A person belongs to the territories of their applications and offers (ui.md).

    Members of the team are the administrators': their address opens the desk.
    """
    if rules.administers(by, programme, at):
        return True
    if person.is_administrator or rules.active_roles(person, at).exists():
        return person.pk == by.pk
    reach = Reach(by, programme, at)
    mine = Application.objects.filter(edition__programme=programme, person=person)
    hosted = OfferContact.objects.filter(offer__edition__programme=programme, person=person)
    places = {
        *mine.values_list("province_id", flat=True),
        *hosted.values_list("offer__service__province_id", flat=True),
    }
    return any(reach.holds(place) for place in places)


class PersonForm(forms.Form):
    first_name = LineField(label=gettext_lazy("Prénom"), limit=100)
    last_name = LineField(label=gettext_lazy("Nom"), limit=100)
    email = EmailField(
        label=gettext_lazy("E-mail professionnel"),
        help_text=gettext_lazy("La personne se connecte avec cette adresse ; les messages y vont."),
    )
    phone = PhoneField(label=gettext_lazy("Téléphone"), required=False)
    language = PickField(label=gettext_lazy("Langue"), choices=Language.choices)


class PersonEditor(Editor):
    key = "person"
    form_class = PersonForm

    def load(self, edition: Edition, pk: int, *, lock: bool = False) -> Person | None:
        if lock and not Person.objects.select_for_update().filter(pk=pk).exists():
            return None
        person = of_programme(edition.programme).filter(pk=pk).first()
        if person is not None:
            person.desk_programme = edition.programme  # type: ignore[attr-defined]
        return person

    def read(self, thing: Person) -> dict[str, Any]:
        return {name: getattr(thing, name) for name in FIELDS}

    def write(
        self, thing: Person, changes: dict[str, Any], *, by: Person | None, at: datetime
    ) -> None:
        email = changes.pop("email", None)
        if changes:
            change_person(thing, by=by, at=at, **changes)
        if email:
            try:
                change_email(thing, email, by=by, at=at)
            except EmailTakenError:
                raise RefusedError(
                    _("Cette adresse est déjà celle de quelqu’un d’autre."), "email"
                ) from None

    def may(self, person: Person, thing: Any, at: datetime) -> bool:
        return may_change(person, thing, thing.desk_programme, at)

    def name(self, thing: Person) -> str:
        return thing.full_name


PEOPLE = register(PersonEditor())


class PersonList(Listing):
    key = "personnes"
    default_sort = "nom"
    title = gettext_lazy("Personnes")
    search_hint = gettext_lazy("Nom, adresse, téléphone")
    nothing = gettext_lazy("Personne encore dans ce dispositif.")
    searched = ("first_name", "last_name", "email", "phone")

    def rows(self) -> QuerySet[Person]:
        return of_programme(self.edition.programme)

    def url(self) -> str:
        return reverse("desk:people", args=[self.edition.pk])

    def link(self, pk: int) -> str:
        return reverse("desk:person", args=[self.edition.pk, pk])

    def acts(self) -> Sequence[tuple[Any, str]]:
        return [(_("Doublons"), reverse("desk:duplicates", args=[self.edition.pk]))]

    def counted(self, number: int) -> str:
        return ngettext("%(n)d personne", "%(n)d personnes", number) % {"n": number}

    def declare_columns(self) -> Sequence[Column]:
        in_order = order_in_database()
        return [
            TextColumn("nom", _("Nom"), listed_in_database(), width=28, sorted_by=in_order),
            TextColumn("courriel", _("E-mail"), "email", width=32),
            TextColumn("telephone", _("Téléphone"), "phone"),
            ListColumn("services", _("Service"), many=_services, sorts=False, width=34),
            ListColumn("ici", _("Ici comme"), many=self._as, sorts=False, width=24),
            TextColumn("famille", _("Nom seul"), "last_name", shown=False, width=20),
            TextColumn("prenom", _("Prénom seul"), "first_name", shown=False),
            ChoiceColumn("langue", _("Langue"), "language", labels=Language.choices, shown=False),
            DayColumn("connexion", _("Dernière connexion"), "last_login", shown=False),
        ]

    def _as(self, pks: Sequence[int]) -> dict[int, list[str]]:
        """What each is in this edition: host contact, trainee, team (IM-15)."""
        contacts = OfferContact.objects.filter(person__in=pks, offer__edition=self.edition)
        trainees = Application.objects.filter(person__in=pks, edition=self.edition)
        team = RoleGrant.objects.filter(person__in=pks, programme=self.edition.programme_id)
        found: dict[int, list[str]] = {}
        for rows, word in [(contacts, _("hôte")), (trainees, _("stagiaire")), (team, _("équipe"))]:
            for pk in set(rows.values_list("person_id", flat=True)):
                found.setdefault(pk, []).append(word)
        return found

    def declare_filters(self) -> Sequence[Filter]:
        programme = self.edition.programme
        cases = {
            "hotes": (_("hôtes"), _hosts(programme)),
            "stagiaires": (_("stagiaires"), _applies(programme)),
            "equipe": (_("équipe"), _works(programme)),
        }
        never = {"jamais": (_("jamais connectées"), Q(last_login=None))}
        return [among("role", _("Ici comme"), cases), among("connexion", _("Connexion"), never)]


def _services(pks: Sequence[int]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    rows = Membership.objects.filter(person__in=pks).select_related("service__organisation")
    for membership in rows.order_by("pk"):
        mine = found.setdefault(membership.person_id, [])
        if membership.service.full_name not in mine:
            mine.append(membership.service.full_name)
    return found
