"""The coordinators' list of offers: host, contact, places, demand, state (IM-03, IM-12, IM-13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Any

from django.db.models import F, IntegerField, OuterRef, Q, QuerySet, Subquery, Sum
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from croisee.core.listing.bulk import Bulk, Outcome, one_by_one
from croisee.core.listing.columns import (
    ChoiceColumn,
    Column,
    DayColumn,
    ListColumn,
    NumberColumn,
    TextColumn,
    named,
)
from croisee.core.listing.filters import Filter, among, equal
from croisee.core.listing.folding import Related
from croisee.directory.models import Profession, Sector
from croisee.directory.queries import provinces
from croisee.editions.office_list import TerritorialList
from croisee.editions.schemes import scheme_of
from croisee.offers import actions, rules
from croisee.offers.enums import Duration, OfferState, Weekday
from croisee.offers.labels import listed
from croisee.offers.models import Offer, OfferContact, Slot
from croisee.offers.office_edit import OFFERS
from croisee.people.models import Person

SIGNS = {
    OfferState.SUBMITTED: "now",
    OfferState.CORRECTION: "warn",
    OfferState.PAUSED: "warn",
    OfferState.WITHDRAWN: "bad",
}
OWN_TEXTS = (
    "number",
    "title",
    "service__organisation__name",
    "service__name",
    "service__locality",
    "service__postcode",
)


def _sum(name: str) -> Any:
    """Places or places taken of all the slots of an offer."""
    slots = Slot.objects.filter(offer=OuterRef("pk")).order_by().values("offer")
    total = Subquery(slots.annotate(n=Sum(name)).values("n"), output_field=IntegerField())
    return Coalesce(total, 0)


def _grouped(rows: QuerySet, to: str, *names: str) -> Any:
    """`{offer id: [text, …]}` of rows that point to offers, in their order."""

    def many(pks: Sequence[int]) -> dict[int, list[str]]:
        found: dict[int, list[str]] = {}
        for pk, *texts in rows.filter(**{f"{to}__in": pks}).values_list(to, *names):
            found.setdefault(pk, []).append(" ".join(filter(None, texts)))
        return found

    return many


class WeekdaysColumn(ListColumn):
    def text(self, value: Any) -> str:
        return listed(Weekday, value or ())


class OfferList(TerritorialList):
    key = "offres"
    default_sort = "numero"
    title = gettext_lazy("Offres")
    search_hint = gettext_lazy("Numéro, institution, commune, contact")
    nothing = gettext_lazy(
        "Aucune offre dans cette édition. Elles arrivent par le formulaire des hôtes ou par l’import "
        "d’un tableur."
    )
    searched = OWN_TEXTS
    place = "service__province_id"
    editor = OFFERS
    identity = "numero"
    comes_back = (
        "hosts",
        {
            "numero": "number",
            "intitule": "title",
            "institution": "institution",
            "service": "service",
            "commune": "town",
            "code_postal": "postcode",
            "courriel": "email",
            "secteurs": "sectors",
            "professions": "professions",
            "jours": "days",
            "duree": "duration",
            "places": "places",
        },
    )

    def rows(self) -> QuerySet[Offer]:
        return rules.visible_in_office(self.edition)

    def url(self) -> str:
        return reverse("offers:office_list", args=[self.edition.pk])

    def link(self, pk: int) -> str:
        return reverse("offers:office_review", args=[self.edition.pk, pk])

    def cell_links(self) -> dict[str, Any]:
        return {"institution": self._hosts}

    def _hosts(self, pks: Sequence[int]) -> dict[int, str]:
        """From an offer to the page of its host."""
        services = Offer.objects.filter(pk__in=pks).values_list("pk", "service_id")
        return {pk: reverse("desk:host", args=[self.edition.pk, one]) for pk, one in services}

    def acts(self) -> Sequence[tuple[Any, str]]:
        return [(_("Importer un tableur"), reverse("ranked:import", args=[self.edition.pk]))]

    def counted(self, number: int) -> str:
        return ngettext("%(n)d offre", "%(n)d offres", number) % {"n": number}

    def related(self) -> Sequence[Related]:
        names = ("person__first_name", "person__last_name", "person__email")
        return [Related(OfferContact.objects.all(), "offer", *names)]

    def views(self) -> Sequence[tuple[Any, str]]:
        return [
            (_("À relire"), "?etat=submitted&tri=remise"),
            (_("Très demandées"), "?demande=trop&tri=-demandes"),
            (_("Places libres"), "?demande=libres"),
        ]

    def declare_columns(self) -> Sequence[Column]:
        contacts = OfferContact.objects.order_by("order", "pk")
        return [
            TextColumn("numero", _("Numéro"), "number", width=10),
            TextColumn("intitule", _("Intitulé"), "title", edit="title", width=36),
            TextColumn("institution", _("Institution"), "service__organisation__name", width=30),
            TextColumn("service", _("Service"), "service__name", edit="service", shown=False),
            TextColumn("commune", _("Commune"), "service__locality"),
            Column(
                "code_postal", _("Code postal"), "service__postcode", shown=False, edit="postcode"
            ),
            Column("province", _("Province"), named("service__province"), shown=False),
            ListColumn(
                "contact",
                _("Contact"),
                many=_grouped(contacts, "offer_id", "person__first_name", "person__last_name"),
                width=24,
            ),
            ListColumn(
                "courriel",
                _("E-mail"),
                many=_grouped(contacts, "offer_id", "person__email"),
                shown=False,
                width=30,
            ),
            ListColumn(
                "telephone",
                _("Téléphone"),
                many=_grouped(contacts, "offer_id", "person__phone"),
                shown=False,
            ),
            ListColumn("secteurs", _("Secteurs"), many=self._sectors, shown=False, width=30),
            ListColumn(
                "professions", _("Professions"), many=self._professions, shown=False, width=30
            ),
            WeekdaysColumn("jours", _("Jours"), "weekdays", shown=False, sorts=False),
            ChoiceColumn("duree", _("Durée"), "duration", labels=Duration.choices, shown=False),
            NumberColumn("places", _("Places"), _sum("capacity"), edit="places", width=8),
            NumberColumn("attribuees", _("Attribuées"), _sum("taken"), width=10),
            NumberColumn("demandes", _("Demandes"), many=self._demand, width=10),
            ChoiceColumn("etat", _("État"), "state", labels=OfferState.choices, signs=SIGNS),
            DayColumn("remise", _("Remise le"), "submitted_at", shown=False),
            DayColumn("publiee", _("Publiée le"), "published_at", shown=False),
        ]

    def _sectors(self, pks: Sequence[int]) -> dict[int, list[str]]:
        names = {row.pk: row.name for row in Sector.objects.all()}
        pairs = Offer.objects.filter(pk__in=pks, service__sectors__isnull=False)
        return _named(pairs.values_list("pk", "service__sectors"), names)

    def _professions(self, pks: Sequence[int]) -> dict[int, list[str]]:
        names = {row.pk: row.name for row in Profession.objects.all()}
        pairs = Offer.objects.filter(pk__in=pks, professions__isnull=False)
        found = _named(pairs.values_list("pk", "professions"), names)
        in_words = Offer.objects.filter(pk__in=pks).exclude(professions_text="")
        for pk, text in in_words.values_list("pk", "professions_text"):
            found.setdefault(pk, []).append(text)
        return found

    @cached_property
    def _requests(self) -> dict[int, int]:
        counts = scheme_of(self.edition.scheme).demand(self.edition)
        return {pk: sum(by_rank.values()) for pk, by_rank in counts.items()}

    def _demand(self, pks: Sequence[int]) -> dict[int, int]:
        return {pk: self._requests.get(pk, 0) for pk in pks}

    def declare_filters(self) -> Sequence[Filter]:
        return [
            equal("etat", _("État"), "state", OfferState.choices),
            equal(
                "province",
                _("Province"),
                "service__province__code",
                lambda: [(row.code, row.name) for row in provinces()],
            ),
            equal(
                "secteur",
                _("Secteur"),
                "service__sectors__code",
                lambda: [(row.code, row.name) for row in Sector.objects.all()],
            ),
            Filter("demande", _("Demande"), DEMAND, self._by_demand),
            among("contact", _("Contact"), CONTACTS),
        ]

    def _by_demand(self, rows: QuerySet, value: str) -> QuerySet:
        rows = rows.alias(capacity=_sum("capacity"), taken=_sum("taken"))
        if value == "libres":
            return rows.filter(capacity__gt=F("taken"), state=OfferState.PUBLISHED)
        places = dict(self.rows().annotate(n=_sum("capacity")).values_list("pk", "n"))
        over = [pk for pk, count in self._requests.items() if count > places.get(pk, 0)]
        return rows.filter(pk__in=over)

    def declare_bulk(self) -> Sequence[Bulk]:
        return BULK


TIME_TO_UNDO = timedelta(minutes=2)
DEMAND = [
    ("trop", gettext_lazy("plus de demandes que de places")),
    ("libres", gettext_lazy("places libres")),
]
CONTACTS = {
    "sans": (gettext_lazy("sans contact"), Q(contacts=None)),
    "avec": (gettext_lazy("avec contact"), Q(pk__in=OfferContact.objects.values("offer"))),
}


def _named(pairs: Any, names: dict[int, str]) -> dict[int, list[str]]:
    found: dict[int, list[str]] = {}
    for pk, other in pairs:
        found.setdefault(pk, []).append(names[other])
    return {pk: sorted(texts) for pk, texts in found.items()}


def _moving(act: Any, target: OfferState) -> Any:
    """A move of the life of an offer on several at once; what cannot move is told."""

    def run(ids: Sequence[int], *, by: Person, at: datetime) -> Outcome:
        offers = {
            offer.pk: offer
            for offer in Offer.objects.filter(pk__in=ids).select_related("edition", "service")
        }

        def move(pk: int) -> dict[str, list[Any]]:
            before = offers[pk].state
            act(offers[pk], by=by, at=at)
            return {"state": [before, target]}

        return one_by_one(ids, move, (actions.OfferStateError,), lambda pk, _e: _left(offers[pk]))

    return run


def _publish(offer: Offer, *, by: Person, at: datetime) -> None:
    """Of many at once one may be wrong: for two minutes « Annuler » also recalls the messages."""
    actions.publish_offer(offer, by=by, at=at, told_at=at + TIME_TO_UNDO)


def _left(offer: Offer) -> str:
    return _("L’offre %(number)s est restée « %(state)s ».") % {
        "number": offer.number,
        "state": offer.get_state_display(),
    }


def _told(sentence: Any) -> Any:
    return lambda count: str(sentence % {"n": count})


BULK = [
    Bulk(
        "publier",
        gettext_lazy("Publier"),
        _moving(_publish, OfferState.PUBLISHED),
        _told(ngettext_lazy("Une offre est publiée.", "%(n)d offres sont publiées.", "n")),
        question=_told(
            ngettext_lazy(
                "Une offre va entrer au catalogue ; ses contacts reçoivent un message deux minutes "
                "après, le temps d’annuler.",
                "%(n)d offres vont entrer au catalogue ; leurs contacts reçoivent un message deux "
                "minutes après, le temps d’annuler.",
                "n",
            )
        ),
        editor="offer",
    ),
    Bulk(
        "pause",
        gettext_lazy("Mettre en pause"),
        _moving(actions.pause_offer, OfferState.PAUSED),
        _told(ngettext_lazy("Une offre est en pause.", "%(n)d offres sont en pause.", "n")),
        editor="offer",
    ),
    Bulk(
        "reprendre",
        gettext_lazy("Remettre au catalogue"),
        _moving(actions.resume_offer, OfferState.PUBLISHED),
        _told(
            ngettext_lazy(
                "Une offre est de retour au catalogue.",
                "%(n)d offres sont de retour au catalogue.",
                "n",
            )
        ),
        editor="offer",
    ),
]
