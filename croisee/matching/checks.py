"""Everything that can be wrong with a problem, looked for in the order of the contract.

Types are settled before (see `reading`); here ids, numbers, choices, pairs and totals are checked.
The first error wins.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING

from croisee.matching import refusal
from croisee.matching.refusal import Refused

if TYPE_CHECKING:
    from croisee.matching.policies import Policy
    from croisee.matching.problem import Applicant, Offer, Pair, Problem

# The levels are written out one by one; beyond this nobody could read them, nor hold them.
MOST_LEVELS = 1_000_000


def check(problem: "Problem") -> None:
    """Raise `Refused` with the first thing that is wrong."""
    check_sizes(problem)
    check_ids(problem)
    check_capacities(problem)
    check_lottery(problem.applicants)
    offers = {offer.id for offer in problem.offers}
    for applicant in problem.applicants:
        check_choices(applicant, offers, problem.max_choices)
    check_pairs(problem, offers)
    check_pins_fit(problem)


def check_solvable(problem: "Problem", policy: "Policy") -> None:
    """Everybody holds a lottery number, and the policy knows all the rules.

    Deferred acceptance knows no rule that counts people over several places.
    """
    for applicant in problem.applicants:
        if applicant.lottery is None:
            raise Refused(refusal.BAD_INPUT, applicant.id)
    if policy == "deferred_acceptance" and problem.rules.limits:
        raise Refused(refusal.RULE_NOT_SUPPORTED, *problem.rules.limits)


def check_sizes(problem: "Problem") -> None:
    """Classes within 0 … K-1, and a number of levels that can be written down."""
    classes, most = problem.classes, problem.max_choices
    if classes < 1:
        raise Refused(refusal.BAD_INPUT, "classes")
    if most < 0 or classes * max(most, 1) > MOST_LEVELS:
        raise Refused(refusal.BAD_INPUT, "max_choices")
    for applicant in problem.applicants:
        if not 0 <= applicant.priority_class < classes:
            raise Refused(refusal.BAD_INPUT, applicant.id)


def check_ids(problem: "Problem") -> None:
    """Offers among themselves and applicants among themselves bear different ids."""
    for things in (problem.offers, problem.applicants):
        twice = first_repeated(thing.id for thing in things)
        if twice is not None:
            raise Refused(refusal.DUPLICATE_ID, twice)


def check_capacities(problem: "Problem") -> None:
    """No number of places or people is below zero."""
    rules = problem.rules
    for offer in problem.offers:
        if offer.capacity < 0:
            raise Refused(refusal.NEGATIVE_CAPACITY, offer.id)
    if (rules.max_per_institution_per_offer or 0) < 0:
        raise Refused(refusal.NEGATIVE_CAPACITY, "max_per_institution_per_offer")
    for totals in (rules.send_capacity, rules.host_capacity):
        for institution, most in totals.items():
            if most < 0:
                raise Refused(refusal.NEGATIVE_CAPACITY, institution)


def check_lottery(applicants: "Iterable[Applicant]") -> None:
    """No two applicants hold the same number."""
    holder: dict[int, str] = {}
    for applicant in applicants:
        if applicant.lottery is None:
            continue
        if applicant.lottery in holder:
            raise Refused(refusal.DUPLICATE_LOTTERY, holder[applicant.lottery], applicant.id)
        holder[applicant.lottery] = applicant.id


def check_choices(applicant: "Applicant", offers: set[str], max_choices: int) -> None:
    """A list names every offer once at most, is not too long, and names known offers only."""
    twice = first_repeated(applicant.choices)
    if twice is not None:
        raise Refused(refusal.DUPLICATE_CHOICE, applicant.id, twice)
    if len(applicant.choices) > max_choices:
        raise Refused(refusal.TOO_MANY_CHOICES, applicant.id)
    for offer in applicant.choices:
        if offer not in offers:
            raise Refused(refusal.UNKNOWN_OFFER, applicant.id, offer)


def check_pairs(problem: "Problem", offers: set[str]) -> None:
    """Forbidden pairs first, then pins: known on both sides, one pin a person, never both."""
    if not (problem.forbidden or problem.pins):
        return
    applicants = {applicant.id for applicant in problem.applicants}
    for pair in problem.forbidden:
        check_known(pair, applicants, offers)
    forbidden = set(problem.forbidden)
    pinned: set[str] = set()
    for pair in problem.pins:
        check_known(pair, applicants, offers)
        if pair[0] in pinned:
            raise Refused(refusal.APPLICANT_PINNED_TWICE, *pair)
        if pair in forbidden:
            raise Refused(refusal.PIN_IS_FORBIDDEN, *pair)
        pinned.add(pair[0])


def check_known(pair: "Pair", applicants: set[str], offers: set[str]) -> None:
    """Both ends of a pair exist."""
    applicant, offer = pair
    if applicant not in applicants:
        raise Refused(refusal.UNKNOWN_APPLICANT, applicant, offer)
    if offer not in offers:
        raise Refused(refusal.UNKNOWN_OFFER, applicant, offer)


def check_pins_fit(problem: "Problem") -> None:
    """The pins alone exceed no place (offers, then hosts) and no rule (per offer, then sent)."""
    if not problem.pins:
        return
    rules = problem.rules
    offers = {offer.id: offer for offer in problem.offers}
    home = {applicant.id: applicant.institution for applicant in problem.applicants}
    pinned = [(home[applicant], offers[offer]) for applicant, offer in problem.pins]
    check_totals(
        refusal.PINS_OVER_CAPACITY,
        (offer.id for _, offer in pinned),
        {offer.id: offer.capacity for offer in problem.offers},
    )
    hosts = (offer.institution for _, offer in pinned if offer.institution)
    check_totals(refusal.PINS_OVER_CAPACITY, hosts, rules.host_capacity)
    check_pins_per_offer(pinned, rules.max_per_institution_per_offer)
    senders = (institution for institution, _ in pinned if institution)
    check_totals(refusal.PINS_BREAK_RULE, senders, rules.send_capacity)


def check_totals(code: str, things: Iterable[str], most: Mapping[str, int]) -> None:
    """Nothing occurs more often than `most` allows; what `most` does not name is free."""
    for thing, count in Counter(things).items():
        if thing in most and count > most[thing]:
            raise Refused(code, thing)


def check_pins_per_offer(pinned: "list[tuple[str | None, Offer]]", most: int | None) -> None:
    """At most `most` pinned people of one institution at one offer."""
    if most is None:
        return
    together = Counter((offer.id, institution) for institution, offer in pinned if institution)
    for (offer_id, institution), count in together.items():
        if count > most:
            raise Refused(refusal.PINS_BREAK_RULE, offer_id, institution)


def first_repeated(things: Iterable[str]) -> str | None:
    """The first thing met for the second time."""
    seen: set[str] = set()
    for thing in things:
        if thing in seen:
            return thing
        seen.add(thing)
    return None
