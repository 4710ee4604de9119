"""What changed since somebody was last here, told from the journal; and what is most wanted."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import ngettext_lazy

from croisee.core.models import JournalEntry
from croisee.desk.models import Visit
from croisee.directory.models import Territory
from croisee.editions.models import Edition
from croisee.editions.schemes import scheme_of
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer
from croisee.people.models import Person

SAME_VISIT = timedelta(hours=3)
FIRST_TIME = timedelta(days=7)
MOST_WANTED = 5

# verb: (sentence, page where one sees them)
SENTENCES = {
    "application.submitted": (
        ngettext_lazy("%(n)d nouvelle inscription", "%(n)d nouvelles inscriptions", "n"),
        "ranked:applications",
        "?tri=-remise",
    ),
    "application.withdrawn": (
        ngettext_lazy("%(n)d inscription retirée", "%(n)d inscriptions retirées", "n"),
        "ranked:applications",
        "?etat=withdrawn",
    ),
    "application.changed": (
        ngettext_lazy("%(n)d inscription modifiée", "%(n)d inscriptions modifiées", "n"),
        "desk:journal",
        "?acte=application.changed",
    ),
    "offer.submitted": (
        ngettext_lazy("%(n)d offre remise", "%(n)d offres remises", "n"),
        "offers:office_list",
        "?tri=-remise",
    ),
    "offer.published": (
        ngettext_lazy("%(n)d offre publiée", "%(n)d offres publiées", "n"),
        "offers:office_list",
        "?etat=published&tri=-publiee",
    ),
    "offer.changed": (
        ngettext_lazy("%(n)d offre modifiée", "%(n)d offres modifiées", "n"),
        "desk:journal",
        "?acte=offer.changed",
    ),
    "offer.withdrawn": (
        ngettext_lazy("%(n)d offre retirée", "%(n)d offres retirées", "n"),
        "offers:office_list",
        "?etat=withdrawn",
    ),
    "placement.made": (
        ngettext_lazy("%(n)d place attribuée", "%(n)d places attribuées", "n"),
        "desk:placements",
        "?tri=-attribue",
    ),
    "placement.cancelled": (
        ngettext_lazy("%(n)d stage annulé", "%(n)d stages annulés", "n"),
        "desk:placements",
        "?suivi=cancelled",
    ),
    "placement.replaced": (
        ngettext_lazy("%(n)d place remplacée", "%(n)d places remplacées", "n"),
        "desk:journal",
        "?acte=placement.replaced",
    ),
    "round.published": (
        ngettext_lazy("%(n)d tour publié", "%(n)d tours publiés", "n"),
        "ranked:board",
        "",
    ),
    "import.taken": (
        ngettext_lazy("%(n)d import de tableurs", "%(n)d imports de tableurs", "n"),
        "desk:journal",
        "?acte=import.taken",
    ),
}


def visit(edition: Edition, person: Person, at: datetime) -> datetime:
    """The instant the person's last visit ended; this visit is remembered."""
    found, made = Visit.objects.get_or_create(
        edition=edition,
        person=person,
        defaults={"last_at": at, "previous_at": at - FIRST_TIME},
    )
    if not made and at - found.last_at > SAME_VISIT:
        found.previous_at = found.last_at
    if not made and at - found.last_at > timedelta(minutes=10):
        found.last_at = at
        found.save(update_fields=["last_at", "previous_at"])
    return found.previous_at


@dataclass(frozen=True)
class Change:
    text: str
    url: str


def changes(edition: Edition, person: Person, since: datetime) -> list[Change]:
    """What others did, counted by kind, the most frequent first."""
    found = JournalEntry.objects.filter(scope=edition.scope, at__gt=since, verb__in=SENTENCES)
    found = found.exclude(actor=person)
    counts: Counter[str] = Counter()
    for verb, n in found.values_list("verb").annotate(n=Count("id")):
        counts[verb] = n
    for verb in ("placement.made", "placement.cancelled"):  # a replacement is both, and told once
        counts[verb] -= counts["placement.replaced"]
    return [
        Change(str(sentence % {"n": n}), reverse(name, args=[edition.pk]) + query)
        for verb, n in counts.most_common()
        if n > 0
        for sentence, name, query in [SENTENCES[verb]]
    ]


@dataclass(frozen=True)
class Wanted:
    """An offer more people ask for than it has places (IM-12)."""

    offer: Offer
    places: int
    requests: int


def most_wanted(edition: Edition, province: Territory | None) -> list[Wanted]:
    counts = scheme_of(edition.scheme).demand(edition)
    rows = Offer.objects.filter(
        edition=edition, state=OfferState.PUBLISHED, pk__in=list(counts)
    ).select_related("service__organisation")
    if province:
        rows = rows.filter(service__province=province)
    found = [
        Wanted(
            offer, sum(slot.capacity for slot in offer.slots.all()), sum(counts[offer.pk].values())
        )
        for offer in rows.prefetch_related("slots")
    ]
    over = [one for one in found if one.requests > one.places]
    return sorted(over, key=lambda one: one.places - one.requests)[:MOST_WANTED]
