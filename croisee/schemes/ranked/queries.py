"""Reads of the ranked scheme that have a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from django.db.models import Count, Max, Prefetch, QuerySet, Sum

from croisee.editions.models import Edition
from croisee.matching import Lottery
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot
from croisee.schemes.ranked.models import Application, Choice, Decision, Round, RoundEntry, Run
from croisee.schemes.ranked.sheets.rows import KnownOffer

# A choice whose offer is unknown or withdrawn leaves a gap, and ranks never move up: an offer
# without places holds its rank in the problem (matching.md, "keep the original rank").
ABSENT = "absent-{rank}"


def with_details(applications: QuerySet[Application]) -> QuerySet[Application]:
    """What lists show, in a number of queries that does not grow with rows."""
    choices = Choice.objects.select_related("offer__service__organisation")
    return applications.select_related(
        "person", "profession", "sector", "province", "organisation", "placement__slot__offer"
    ).prefetch_related(Prefetch("choices", choices))


def waiting(edition: Edition) -> QuerySet[Application]:
    """Who a round takes: submitted, not withdrawn, not placed (matching.md)."""
    return Application.objects.filter(
        edition=edition, state=Application.State.SUBMITTED, placement=None
    )


def demand(edition: Edition) -> dict[int, Counter[int]]:
    """`{offer id: Counter({rank: applications})}` of the submitted applications (IM-12)."""
    rows = (
        Choice.objects.filter(
            application__edition=edition, application__state=Application.State.SUBMITTED
        )
        .values_list("offer_id", "rank")
        .annotate(count=Count("id"))
    )
    counts: dict[int, Counter[int]] = defaultdict(Counter)
    for offer_id, rank, count in rows:
        counts[offer_id][rank] = count
    return counts


def open_round(edition: Edition) -> Round | None:
    return edition.rounds.filter(state=Round.State.OPEN).first()


def last_round(edition: Edition) -> Round | None:
    return edition.rounds.order_by("-number").first()


def active_decisions(round_: Round) -> QuerySet[Decision]:
    return round_.decisions.filter(lifted_at=None).select_related(
        "application__person", "offer__service__organisation"
    )


def places_of(edition: Edition) -> int:
    """All places of the edition's offers, whatever their state."""
    slots = Slot.objects.filter(offer__edition=edition)
    return slots.aggregate(all=Sum("capacity"))["all"] or 0


def latest_decision(round_: Round) -> int:
    """The id of the newest decision of a round, 0 before the first: what a page has seen."""
    return round_.decisions.aggregate(last=Max("pk"))["last"] or 0


def known_offers(edition: Edition) -> list[KnownOffer]:
    """What a choice in a spreadsheet may name besides the hosts' file."""
    offers = Offer.objects.filter(edition=edition).exclude(state=OfferState.WITHDRAWN)
    return [
        KnownOffer(offer.number, offer.service.organisation.name, offer.title)
        for offer in offers.select_related("service__organisation")
    ]


def drawn_problem(round_: Round, pseudonyms: dict[int, str], seed: str) -> dict[str, Any]:
    """`round_problem` with everybody's lottery number: what a run stores."""
    content = round_problem(round_, pseudonyms)
    lottery = Lottery(seed, round_.edition.scope, round_.number)
    numbers = lottery.numbers(row["id"] for row in content["applicants"])
    for row in content["applicants"]:
        row["lottery"] = numbers[row["id"]]
    return content


def is_outdated(run: Run) -> bool:
    """Whether applications, places or decisions changed since this draft."""
    known = pseudonyms(run.round)
    if waiting(run.round.edition).exclude(pk__in=known).exists():
        return True
    return drawn_problem(run.round, known, run.seed) != run.problem


def round_problem(round_: Round, pseudonyms: dict[int, str]) -> dict[str, Any]:
    """The problem of a round as `croisee solve` reads it, with pseudonyms and offer numbers.

    `pseudonyms` is `{application id: pseudonym}` of everybody the round takes. Places are capacity
    minus active placements. Lottery numbers are left out: `matching.Lottery` draws them.
    """
    edition = round_.edition
    offers, gaps = _offers(edition), _Gaps()
    known = {offer["id"] for offer in offers}
    rules = edition.matching_rules
    sectored = bool(rules.get("intersectoral"))
    applicants = [
        _applicant(application, pseudonyms[application.pk], known, gaps, sectored)
        for application in waiting(edition)
        .select_related("sector")
        .prefetch_related(Prefetch("choices", Choice.objects.select_related("offer")))
        if application.pk in pseudonyms
    ]
    pins, forbidden = _decided(round_, pseudonyms)
    return {
        "classes": len(Application.PriorityClass),
        "max_choices": max(edition.max_choices, gaps.longest),
        "offers": offers + gaps.offers,
        "applicants": sorted(applicants, key=lambda row: row["id"]),
        "pins": pins,
        "forbidden": forbidden,
        "rules": rules,
    }


class _Gaps:
    """Offers without places that stand for missing choices, made as they are needed."""

    def __init__(self) -> None:
        self.offers: list[dict[str, Any]] = []
        self.longest = 1
        self._made: set[int] = set()

    def at(self, rank: int) -> str:
        if rank not in self._made:
            self._made.add(rank)
            self.offers.append({"id": ABSENT.format(rank=rank), "capacity": 0})
        return ABSENT.format(rank=rank)


def _offers(edition: Edition) -> list[dict[str, Any]]:
    slots = (
        Slot.objects.filter(offer__edition=edition, starts_at=None)
        .select_related("offer__service")
        .prefetch_related("offer__service__sectors")
        .order_by("offer__number")
    )
    return [
        {
            "id": slot.offer.number,
            "capacity": _places_left(slot),
            "institution": str(slot.offer.service.organisation_id),
            "sector": sorted(sector.code for sector in slot.offer.service.sectors.all()),
        }
        for slot in slots
    ]


def places_left(offer: Offer) -> int:
    """Places a round may still give at an offer."""
    slot = Slot.objects.select_related("offer").filter(offer=offer, starts_at=None).first()
    return _places_left(slot) if slot else 0


def _places_left(slot: Slot) -> int:
    return slot.capacity - slot.taken if slot.offer.state == OfferState.PUBLISHED else 0


def _applicant(
    application: Application, pseudonym: str, known: set[str], gaps: _Gaps, sectored: bool
) -> dict[str, Any]:
    by_rank = {
        choice.rank: choice.offer.number
        for choice in application.choices.all()
        if choice.offer.number in known
    }
    last = max(by_rank, default=0)
    gaps.longest = max(gaps.longest, last)
    row: dict[str, Any] = {
        "id": pseudonym,
        "class": application.priority_class,
        "choices": [by_rank.get(rank) or gaps.at(rank) for rank in range(1, last + 1)],
    }
    if application.organisation_id:
        row["institution"] = str(application.organisation_id)
    if sectored and application.sector:
        row["sector"] = [application.sector.code]
    return row


def _decided(round_: Round, pseudonyms: dict[int, str]) -> tuple[list[list[str]], list[list[str]]]:
    pairs: dict[str, list[list[str]]] = {Decision.Kind.PIN: [], Decision.Kind.FORBID: []}
    for decision in active_decisions(round_):
        pseudonym = pseudonyms.get(decision.application_id)
        if pseudonym:
            pairs[decision.kind].append([pseudonym, decision.offer.number])
    return sorted(pairs[Decision.Kind.PIN]), sorted(pairs[Decision.Kind.FORBID])


def pseudonyms(round_: Round) -> dict[int, str]:
    return dict(RoundEntry.objects.filter(round=round_).values_list("application_id", "pseudonym"))


def latest_run(round_: Round) -> Run | None:
    return round_.runs.order_by("-number").first()


def published_run(round_: Round) -> Run | None:
    return round_.runs.filter(state=Run.State.PUBLISHED).first()
