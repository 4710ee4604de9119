"""The coordinators' list of hosts: who proposes, who said no, who has not answered (IM-03, IM-13)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

from django.db.models import Exists, F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from croisee.core.listing.bulk import Bulk
from croisee.core.listing.columns import (
    ChoiceColumn,
    Column,
    ListColumn,
    NumberColumn,
    TextColumn,
    named,
)
from croisee.core.listing.filters import Filter, among, equal
from croisee.core.listing.folding import Related
from croisee.core.written_dates import NBSP
from croisee.desk.enums import HostState
from croisee.desk.hosts import known
from croisee.desk.hosts.editing import HOSTS
from croisee.desk.hosts.links import link_acts
from croisee.directory.models import Membership, Sector, Service
from croisee.directory.queries import provinces
from croisee.editions.models import PriorityLink
from croisee.editions.office_list import TerritorialList
from croisee.editions.schemes import scheme_of
from croisee.offers.enums import PROPOSED, OfferState
from croisee.offers.models import Offer, OfferContact, Slot
from croisee.people.models import Person
from croisee.reports.figures.organisations import senders

SIGNS = {  # none for the usual state
    HostState.BEGUN: "now",
    HostState.SILENT: "warn",
    HostState.WITHDRAWN: "bad",
}
TO_PHONE = "institution.service.commune.contact.telephone.courriel.participation"


class HostList(TerritorialList):
    key = "hotes"
    default_sort = "institution"
    title = gettext_lazy("Hôtes")
    search_hint = gettext_lazy("Institution, commune, contact, numéro d’offre")
    nothing = gettext_lazy(
        "Aucun hôte dans cette édition. Ils arrivent par le formulaire du site ou par l’import d’un tableur."
    )
    searched = ("organisation__name", "name", "locality", "postcode")
    place = "province_id"
    editor = HOSTS
    identity = "numeros"
    comes_back = (
        "hosts",
        {
            "numeros": "number",
            "institution": "institution",
            "service": "service",
            "commune": "town",
            "code_postal": "postcode",
            "adresse": "address",
            "entreprise": "enterprise_number",
            "secteurs": "sectors",
            "courriel": "email",
            "places": "places",
        },
    )

    def rows(self) -> QuerySet[Service]:
        return known.hosts_of(self.edition)

    def url(self) -> str:
        return reverse("desk:hosts", args=[self.edition.pk])

    def link(self, pk: int) -> str:
        return reverse("desk:host", args=[self.edition.pk, pk])

    def acts(self) -> Sequence[tuple[Any, str]]:
        return [(_("Importer un tableur"), reverse("ranked:import", args=[self.edition.pk]))]

    def counted(self, number: int) -> str:
        return ngettext("%(n)d hôte", "%(n)d hôtes", number) % {"n": number}

    def related(self) -> Sequence[Related]:
        editions = [self.edition.pk, self.edition.before_id or 0]
        contacts = OfferContact.objects.filter(offer__edition__in=editions)
        names = ("person__first_name", "person__last_name", "person__email")
        offers = Offer.objects.filter(edition=self.edition)
        return [
            Related(contacts, "offer__service", *names),
            Related(offers, "service", "number", "title"),
        ]

    def views(self) -> Sequence[tuple[Any, str]]:
        return [
            (_("N’ont pas répondu"), f"?participation=silent&colonnes={TO_PHONE}"),
            (_("Pas cette année"), f"?participation=declined&colonnes={TO_PHONE}.raison"),
            (_("Sans contact"), "?voir=contact"),
            (_("Places libres"), "?voir=libres"),
        ]

    # -------- columns

    def declare_columns(self) -> Sequence[Column]:
        return [*self._who(), *self._contacts(), *self._offers(), *self._said()]

    def _who(self) -> list[Column]:
        return [
            TextColumn(
                "institution",
                _("Institution"),
                "organisation__name",
                edit="organisation",
                width=32,
            ),
            TextColumn("service", _("Service"), "name", edit="service", width=22),
            TextColumn("commune", _("Commune"), "locality", edit="locality"),
            Column("code_postal", _("Code postal"), "postcode", shown=False, edit="postcode"),
            TextColumn("adresse", _("Adresse"), "address", shown=False, edit="address", width=28),
            Column("province", _("Province"), named("province"), shown=False),
            ListColumn("secteurs", _("Secteurs"), many=_sectors, shown=False, width=30),
            TextColumn(
                "entreprise",
                _("Numéro d’entreprise"),
                "organisation__enterprise_number",
                shown=False,
                edit="enterprise_number",
                width=14,
            ),
        ]

    def _contacts(self) -> list[Column]:
        return [
            ListColumn(
                "contact", _("Contact"), many=self._people("first_name", "last_name"), width=24
            ),
            ListColumn("telephone", _("Téléphone"), many=self._people("phone"), shown=False),
            ListColumn("courriel", _("E-mail"), many=self._people("email"), shown=False, width=30),
            ListColumn(
                "reference", _("Personne de référence"), many=_references, shown=False, width=24
            ),
        ]

    def _people(self, *names: str) -> Callable[[Sequence[int]], dict[int, list[str]]]:
        return lambda pks: known.told_of_contacts(self.edition, pks, *names)

    def _offers(self) -> list[Column]:
        capacity, taken = self._slots("capacity"), self._slots("taken")
        return [
            ListColumn("numeros", _("Numéros d’offre"), many=self._numbers, shown=False),
            ListColumn("offres", _("Offres"), many=self._by_state, sorts=False, width=24),
            NumberColumn("places", _("Places"), capacity, width=8),
            NumberColumn("attribuees", _("Attribuées"), taken, width=10),
            NumberColumn("libres", _("Libres"), capacity - taken, shown=False, width=8),
            NumberColumn("demandes", _("Demandes"), many=self._demand, width=10),
        ]

    def _slots(self, name: str) -> Any:
        """Places or places taken of the offers in play of a service."""
        slots = Slot.objects.filter(
            offer__service=OuterRef("pk"), offer__edition=self.edition, offer__state__in=PROPOSED
        )
        sums = slots.order_by().values("offer__service").annotate(n=Sum(name)).values("n")
        return Coalesce(Subquery(sums, output_field=IntegerField()), 0)

    def _numbers(self, pks: Sequence[int]) -> dict[int, list[str]]:
        rows = known.proposes(self.edition, service__in=pks).order_by("number")
        return _grouped(rows.values_list("service_id", "number"))

    def _by_state(self, pks: Sequence[int]) -> dict[int, list[str]]:
        """« publiée : 2 », in the order of the life of an offer; each on one line."""
        rows = Offer.objects.filter(edition=self.edition, service__in=pks)
        counts = Counter(rows.values_list("service_id", "state"))
        return {
            pk: [
                f"{label}{NBSP}: {counts[pk, state]}".replace(" ", NBSP)
                for state, label in OfferState.choices
                if counts[pk, state]
            ]
            for pk in {service for service, _state in counts}
        }

    @cached_property
    def _asked(self) -> known.Demand:
        return scheme_of(self.edition.scheme).demand(self.edition)

    def _demand(self, pks: Sequence[int]) -> dict[int, int]:
        requests = known.requests_of(self.edition, self._asked, pks)
        return {pk: requests[pk] for pk in pks}

    def _said(self) -> list[Column]:
        asks = self.edition.asks_send_pledge
        pledge = NumberColumn(
            "promis",
            _("Enverra"),
            Coalesce(Subquery(known.participation_value(self.edition, "send_pledge")), 0),
            shown=False,
            edit="send_pledge",
            width=8,
        )
        return [
            ChoiceColumn(
                "participation",
                _("Participation"),
                known.state_of(self.edition),
                labels=HostState.choices,
                signs=SIGNS,
            ),
            TextColumn(
                "raison",
                _("Pourquoi pas"),
                Coalesce(
                    Subquery(known.participation_value(self.edition, "declined_reason")), Value("")
                ),
                shown=False,
                edit="declined_reason",
                width=30,
            ),
            ListColumn("lien", _("Lien privé"), many=self._links, width=18),
            NumberColumn("envoyees", _("Envoie"), many=self._sent, shown=False, width=8),
            *([pledge] if asks else []),
        ]

    def _links(self, pks: Sequence[int]) -> dict[int, list[str]]:
        organisations = _organisations(pks)
        links = known.links_of(self.edition, list(organisations.values()))
        return {
            pk: [in_words(links[organisation])]
            for pk, organisation in organisations.items()
            if organisation in links
        }

    @cached_property
    def _senders(self) -> Counter[int]:
        return Counter(senders(self.edition).values())

    def _sent(self, pks: Sequence[int]) -> dict[int, int]:
        """Trainees of the institution: who receives and who sends (IM-38)."""
        return {pk: self._senders[organisation] for pk, organisation in _organisations(pks).items()}

    # -------- filters and acts

    def declare_filters(self) -> Sequence[Filter]:
        return [
            Filter("participation", _("Participation"), HostState.choices, self._by_participation),
            equal(
                "province",
                _("Province"),
                "province__code",
                lambda: [(row.code, row.name) for row in provinces()],
            ),
            equal(
                "secteur",
                _("Secteur"),
                "sectors__code",
                lambda: [(row.code, row.name) for row in Sector.objects.all()],
            ),
            among("voir", _("À voir"), self._to_see()),
        ]

    def _to_see(self) -> dict[str, tuple[Any, Q]]:
        links = PriorityLink.objects.filter(
            participation__edition=self.edition,
            participation__organisation=OuterRef("organisation"),
            revoked_at=None,
        )
        free = Slot.objects.filter(
            offer__service=OuterRef("pk"),
            offer__edition=self.edition,
            offer__state__in=PROPOSED,
            capacity__gt=F("taken"),
        )
        return {
            "contact": (_("sans contact"), known.without_contact(self.edition)),
            "libres": (_("places libres"), Q(Exists(free))),
            "lien": (_("avec un lien privé"), Q(Exists(links))),
            "sans-lien": (_("sans lien privé"), Q(~Exists(links))),
        }

    def _by_participation(self, rows: QuerySet, value: str) -> QuerySet:
        return rows.alias(host_state=known.state_of(self.edition)).filter(host_state=value)

    def declare_bulk(self) -> Sequence[Bulk]:
        return link_acts(self.edition)


def in_words(link: PriorityLink) -> str:
    """« servi 3 fois », « arrêté »."""
    if link.revoked_at:
        return _("arrêté")
    told = ngettext("donné, servi %(n)d fois", "donné, servi %(n)d fois", link.uses)
    return told % {"n": link.uses} if link.uses else _("donné, pas encore servi")


def _grouped(pairs: Any) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for pk, text in pairs:
        found.setdefault(pk, []).append(text)
    return found


def _sectors(pks: Sequence[int]) -> dict[int, list[str]]:
    names = {row.pk: row.name for row in Sector.objects.all()}
    pairs = Service.sectors.through.objects.filter(service__in=pks)
    found = _grouped((pk, names[s]) for pk, s in pairs.values_list("service_id", "sector_id"))
    return {pk: sorted(texts) for pk, texts in found.items()}


def _references(pks: Sequence[int]) -> dict[int, list[str]]:
    """Whom to turn to in the institution (MY-12)."""
    rows = Membership.objects.filter(service__in=pks, role=Membership.Role.REFERENCE)
    persons = Person.objects.in_bulk(rows.values_list("person_id", flat=True))
    pairs = rows.order_by("pk").values_list("service_id", "person_id")
    return _grouped((pk, persons[person].full_name) for pk, person in pairs)


def _organisations(pks: Sequence[int]) -> dict[int, int]:
    return dict(Service.objects.filter(pk__in=pks).values_list("pk", "organisation_id"))
