"""English."""

from collections.abc import Callable

from croisee.matching.explain.comparison import Comparison
from croisee.matching.explain.facts import (
    ApplicantExplanation,
    ChoiceExplanation,
    ClosedSet,
    Consequence,
    Holders,
    MorePlaces,
    Move,
    OfferExplanation,
    Reason,
)
from croisee.matching.policies import Level, Policy

Naming = Callable[[str], str]

POLICIES = {
    Policy.MAX_BY_CLASS: "Most people placed",
    Policy.MAX_POOLED: "Most people placed, ranks pooled",
    Policy.GENEROUS: "Fewest last choices",
    Policy.STRICT_CLASS: "Priority settled first",
    Policy.RANK_MAXIMAL: "Most first choices",
    Policy.DEFERRED_ACCEPTANCE: "In turn, by lottery",
}
POLICY_DESCRIPTIONS = {
    Policy.MAX_BY_CLASS: "Places as many people as possible, those with priority first, then gives "
    "as many first choices as possible, then second choices.",
    Policy.MAX_POOLED: "Places as many people as possible, those with priority first, then counts "
    "everybody’s first choices together.",
    Policy.GENEROUS: "Places as many people as possible, those with priority first, then avoids "
    "last choices as far as possible.",
    Policy.STRICT_CLASS: "Settles the priority requests entirely before looking at the others.",
    Policy.RANK_MAXIMAL: "Gives as many first choices as possible, then second choices, even if "
    "fewer people are placed.",
    Policy.DEFERRED_ACCEPTANCE: "Everybody in turn, by priority and lottery, takes the best choice "
    "that is left. Nobody gains by hiding their true choices, but fewer people are placed.",
}
RULES = {
    "intersectoral": "the immersion takes place in another sector than yours",
    "not_own_institution": "the immersion takes place outside your own institution",
    "max_per_institution_per_offer": "the number of people from one institution is reached there",
    "send_capacity": "the number of people your institution may send is reached",
    "host_capacity": "the number of people this host can receive is reached",
    "no_places": "this offer has no place left in this round",
    "order": "the host’s list does not include you",
}
PINNED = {
    "this_place": "the coordination gave you this place",
    "another_place": "not needed, the coordination gave you a place",
    "all_places": "the places were given by the coordination",
}


def plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if abs(count) == 1 else many}"


def ordinal(rank: int) -> str:
    """1st, 2nd, 3rd, 4th … 11th, 12th, 13th … 21st."""
    teens = rank % 100 in (11, 12, 13)
    return f"{rank}{'th' if teens else {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th')}"


def word(rank: int) -> str:
    """The ordinal in letters as far as lists usually go."""
    letters = {1: "first", 2: "second", 3: "third", 4: "fourth", 5: "fifth"}
    return letters.get(rank, ordinal(rank))


def requests(count: int) -> str:
    return plural(count, "request", "requests")


def places(count: int) -> str:
    return plural(count, "place", "places")


def people(count: int) -> str:
    return plural(count, "person", "people")


def listing(parts: list[str]) -> str:
    """a, b and c."""
    return " and ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def applicant(fact: ApplicantExplanation, name: Naming) -> str:
    """What the person obtained."""
    if fact.place is None:
        start = "No place could be given to you in this round."
        return f"{start} {closed_set(fact.closed_set, name)}" if fact.closed_set else start
    if fact.rank is None:
        return f"The coordination gave you a place: {name(fact.place)}."
    return f"You get your {word(fact.rank)} choice: {name(fact.place)}."


def choice(fact: ChoiceExplanation, name: Naming) -> str:
    """Why this choice was granted or not."""
    return f"{name(fact.offer)}: {reason(fact)}."


def reason(fact: ChoiceExplanation) -> str:
    match fact.reason:
        case Reason.GRANTED:
            return "this place is yours"
        case Reason.BETTER_GRANTED:
            return "not needed, you get a choice you like better"
        case Reason.FORBIDDEN:
            return "the coordination ruled out this combination"
        case Reason.RULE:
            return RULES[fact.rule or ""]
        case Reason.PINNED:
            return PINNED[fact.rule or ""]
    return f"{requests(fact.requests)} for {places(fact.capacity)}; {full(fact)}"


def full(fact: ChoiceExplanation) -> str:
    """Who holds the places, and what giving one up would cost."""
    if fact.reason is Reason.FULL_HIGHER_CLASS and not fact.holders.pinned:
        if fact.capacity == 1:
            return "it goes to a person of a higher priority"
        return "all go to people of a higher priority"
    goes = "it goes to" if fact.capacity == 1 else "they go to"
    held = f"{goes} {listing(holders(fact.holders, fact.by_host_list))}"
    if not fact.holders.after or fact.consequence is None:
        return held
    return f"{held}; giving you one {cost(fact.consequence)}"


def holders(fact: Holders, by_host: bool) -> list[str]:
    better = "whom the host ranks higher" if by_host else "with a better lottery number"
    said = [
        (fact.pinned, "placed by the coordination", "placed by the coordination"),
        (fact.higher_class, "of a higher priority", "of a higher priority"),
        (fact.better_number, better, better),
        (fact.after, "who comes after you", "who come after you"),
    ]
    return [f"{people(n)} {one if n == 1 else many}" for n, one, many in said if n]


def cost(fact: Consequence) -> str:
    """What would be lost, after "giving you one"."""
    if fact.level is None:
        return "would have taken a better choice from somebody with a better lottery number"
    among = within(fact.level)
    if fact.level.counts_places:
        more = plural(fact.loss, "more person", "more people")
        return f"would have left {more} without a place{among}"
    rank = word(fact.level.rank + 1)
    if fact.level.reward:
        return f"would have cost {plural(fact.loss, f'{rank} choice', f'{rank} choices')}{among}"
    more = plural(fact.loss, "more person", "more people")
    return f"would have left {more} with a {rank} choice{among}"


def within(level: Level) -> str:
    if level.priority_class is None:
        return ""
    return f" among the people of priority {level.priority_class + 1}"


def closed_set(fact: ClosedSet, name: Naming) -> str:
    """Why nothing could be found."""
    if not fact.places:
        return "None of the offers you chose had a place left to give in this round."
    offers = plural(len(fact.offers), "offer", "offers")
    return (
        "Following your choices, then those of the people placed there, one comes to "
        f"{offers} and {places(fact.places)}, "
        "all taken by people who have no other possible choice: giving you one would have left "
        "one of them without a place."
    )


def offer(fact: OfferExplanation, name: Naming) -> str:
    """Demand and outcome, for a coordinator."""
    ranks = [f"{n} as {word(r)} choice" for r, n in enumerate(fact.demand, 1) if n]
    detail = f" ({listing(ranks)})" if ranks else ""
    text = f"{requests(fact.requests)}{detail} for {places(fact.capacity)}"
    outcome = f"{places(fact.free)} free" if fact.free else "full"
    left = fact.without_place
    waiting = f"{people(left)} among them without a place" if left else ""
    parts = "; ".join(filter(None, [text, waiting, outcome]))
    return f"{name(fact.offer)}: {parts}. {more_places(fact.one_more, name)}"


def more_places(fact: MorePlaces, name: Naming) -> str:
    """What more places would do, for a coordinator."""
    start = "One more place" if fact.more == 1 else f"{fact.more} more places"
    if not fact.moves:
        return f"{start} would change nothing here."
    better, worse = len(fact.better_off), len(fact.worse_off)
    parts = [f"{plural(fact.placed_more, 'more person', 'more people')} placed"]
    if better:
        parts.append(f"{people(better)} with a better choice")
    if worse:
        parts.append(f"{people(worse)} with a less good choice")
    return f"{start}: {listing(parts)}."


def move(fact: Move, name: Naming) -> str:
    """Who moves from where to where, for a coordinator."""
    old = position(fact.before, fact.rank_before, name)
    new = position(fact.after, fact.rank_after, name)
    return f"{name(fact.applicant)}: {old} → {new}"


def position(place: str | None, rank: int | None, name: Naming) -> str:
    if place is None:
        return "no place"
    return name(place) + (f" ({ordinal(rank)} choice)" if rank else " (not listed)")


def comparison(fact: Comparison, name: Naming) -> str:
    """Two results side by side, for a coordinator."""
    before, after = fact.placed
    gain, lose = len(fact.gaining), len(fact.losing)
    return (
        f"{people(after)} placed instead of {before}; "
        f"{people(gain)} {'gains' if gain == 1 else 'gain'}, "
        f"{people(lose)} {'loses' if lose == 1 else 'lose'}."
    )


def level(fact: Level, name: Naming) -> str:
    """The heading of a number."""
    among = "" if fact.priority_class is None else f", priority {fact.priority_class + 1}"
    if fact.counts_places:
        return f"people placed{among}"
    return f"{word(fact.rank + 1)} choices{among}"


def policy(fact: Policy, name: Naming) -> str:
    return POLICIES[fact]
