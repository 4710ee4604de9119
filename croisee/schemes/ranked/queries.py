"""Reads of the ranked scheme that have a name."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Any

from django.db.models import Count, F, Max, Prefetch, QuerySet, Sum

from croisee.directory.models import Service, Territory
from croisee.editions.models import Edition
from croisee.matching import Lottery
from croisee.offers.enums import OfferState
from croisee.offers.models import Offer, Slot
from croisee.people.models import Person
from croisee.placements.models import Placement
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


def homes(placements: Sequence[Placement]) -> dict[int, Territory]:
    """`{placement id: province where its trainee works}`, as far as it is known."""
    placed = Application.objects.filter(placement__in=placements).select_related("province")
    return {
        application.placement_id: application.province
        for application in placed
        if application.placement_id and application.province
    }


def demand(edition: Edition) -> dict[int, Counter[int]]:
    """`{offer id: Counter({rank: applications})}` of the submitted applications (IM-12)."""
    submitted = Application.objects.filter(edition=edition, state=Application.State.SUBMITTED)
    return _counted(submitted)


def live_demand(edition: Edition) -> dict[int, Counter[int]]:
    """As `demand`, of those who have no place yet: what competes for the places left (IM-07)."""
    return _counted(waiting(edition))


def began_by_link(person: Person, edition: Edition) -> bool:
    """Whether a registration of this person, sent or not, came by a host's private link (IM-11)."""
    began = Application.objects.filter(person=person, edition=edition, priority_link__isnull=False)
    return began.exclude(state=Application.State.WITHDRAWN).exists()


def workplace(person: Person, edition: Edition) -> str:
    """The postcode this person gave when registering: « pour vous montrer les offres proches »."""
    mine = Application.objects.filter(person=person, edition=edition)
    return mine.values_list("postcode", flat=True).first() or ""


def _counted(applications: QuerySet[Application]) -> dict[int, Counter[int]]:
    rows = (
        Choice.objects.filter(application__in=applications)
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


def free_places(edition: Edition) -> int:
    """Places of the published offers that nobody holds."""
    slots = Slot.objects.filter(offer__edition=edition, offer__state=OfferState.PUBLISHED)
    return slots.aggregate(free=Sum(F("capacity") - F("taken")))["free"] or 0


def latest_decision(round_: Round) -> int:
    """The id of the newest decision of a round, 0 before the first: what a page has seen."""
    return round_.decisions.aggregate(last=Max("pk"))["last"] or 0


def known_offers(edition: Edition) -> list[KnownOffer]:
    """What a spreadsheet may name of the edition. Somebody may have chosen what is withdrawn since:
    whether it may still be chosen, the import says."""
    offers = Offer.objects.filter(edition=edition)
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
    minus active placements. Lottery numbers are left out: `drawn_problem` draws them.
    """
    edition = round_.edition
    rules = edition.matching_rules
    offers = _offers(edition)
    gaps = _Gaps({offer["id"] for offer in offers})
    applicants = _applicants(edition, pseudonyms, gaps, sectored=bool(rules.get("intersectoral")))
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

    def __init__(self, known: set[str]) -> None:
        self.known = known
        self.longest = 1
        self._made: set[int] = set()

    @property
    def offers(self) -> list[dict[str, Any]]:
        return [{"id": ABSENT.format(rank=rank), "capacity": 0} for rank in sorted(self._made)]

    def filled(self, by_rank: dict[int, str]) -> list[str]:
        """The choices in order, a missing one replaced by an offer nobody can get."""
        last = max(by_rank, default=0)
        self.longest = max(self.longest, last)
        ranks = range(1, last + 1)
        self._made.update(rank for rank in ranks if rank not in by_rank)
        return [by_rank.get(rank) or ABSENT.format(rank=rank) for rank in ranks]


def _offers(edition: Edition) -> list[dict[str, Any]]:
    sectors: dict[int, list[str]] = defaultdict(list)
    named = Service.sectors.through.objects.filter(service__offers__edition=edition)
    for service, code in named.values_list("service_id", "sector__code").distinct():
        sectors[service].append(code)
    slots = Slot.objects.filter(offer__edition=edition, starts_at=None).order_by("offer__number")
    rows = slots.values_list(
        "offer__number",
        "offer__state",
        "capacity",
        "taken",
        "offer__service_id",
        "offer__service__organisation_id",
    )
    return [
        {
            "id": number,
            "capacity": capacity - taken if state == OfferState.PUBLISHED else 0,
            "institution": str(organisation),
            "sector": sorted(sectors[service]),
        }
        for number, state, capacity, taken, service, organisation in rows
    ]


def places_left(offer: Offer) -> int:
    """Places a round may still give at an offer."""
    slot = Slot.objects.filter(offer=offer, starts_at=None).first()
    published = offer.state == OfferState.PUBLISHED
    return slot.capacity - slot.taken if slot and published else 0


def _applicants(
    edition: Edition, pseudonyms: dict[int, str], gaps: _Gaps, *, sectored: bool
) -> list[dict[str, Any]]:
    chosen: dict[int, dict[int, str]] = defaultdict(dict)
    choices = Choice.objects.filter(application__in=waiting(edition), offer__edition=edition)
    for application, rank, number in choices.values_list("application_id", "rank", "offer__number"):
        if number in gaps.known:
            chosen[application][rank] = number
    people = waiting(edition).order_by("pk")
    rows = people.values_list("pk", "priority_class", "organisation_id", "sector__code")
    applicants = []
    for pk, priority_class, organisation, sector in rows:
        if pk not in pseudonyms:
            continue
        row: dict[str, Any] = {
            "id": pseudonyms[pk],
            "class": priority_class,
            "choices": gaps.filled(chosen[pk]),
        }
        if organisation:
            row["institution"] = str(organisation)
        if sectored and sector:
            row["sector"] = [sector]
        applicants.append(row)
    return applicants


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


def same_run(round_: Round, policy: str, seed: str, problem: dict[str, Any]) -> Run | None:
    """The last draft of a policy, if it was computed from this very problem."""
    last = round_.runs.filter(policy=policy, seed=seed).order_by("-number").first()
    return last if last is not None and last.problem == problem else None


def published_run(round_: Round) -> Run | None:
    return round_.runs.filter(state=Run.State.PUBLISHED).first()


def publication_of(application: Application) -> Run | None:
    """The published run that placed somebody last."""
    runs = Run.objects.filter(
        round__entries__application=application, state=Run.State.PUBLISHED
    ).select_related("round__edition__programme")
    return runs.order_by("-round__number").first()


def open_offers(edition: Edition) -> list[tuple[str, str, int]]:
    """(number, host, free places) of the offers where a place is free now, by host."""
    slots = Slot.objects.filter(
        offer__edition=edition,
        offer__state=OfferState.PUBLISHED,
        starts_at=None,
        taken__lt=F("capacity"),
    ).select_related("offer__service__organisation")
    found = [(s.offer.number, s.offer.service.full_name, s.capacity - s.taken) for s in slots]
    return sorted(found, key=lambda row: (row[1].casefold(), row[0]))
