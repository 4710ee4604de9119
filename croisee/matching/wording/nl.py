"""Dutch."""

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
    Policy.MAX_BY_CLASS: "Zoveel mogelijk mensen een plaats",
    Policy.MAX_POOLED: "Zoveel mogelijk mensen een plaats, keuzes samen geteld",
    Policy.GENEROUS: "Zo weinig mogelijk laatste keuzes",
    Policy.STRICT_CLASS: "Eerst de voorrang helemaal",
    Policy.RANK_MAXIMAL: "Zoveel mogelijk eerste keuzes",
    Policy.DEFERRED_ACCEPTANCE: "Om de beurt, volgens de loting",
}
POLICY_DESCRIPTIONS = {
    Policy.MAX_BY_CLASS: "Geeft zoveel mogelijk mensen een plaats, eerst wie voorrang heeft, en "
    "daarna zoveel mogelijk eerste keuzes, dan tweede.",
    Policy.MAX_POOLED: "Geeft zoveel mogelijk mensen een plaats, eerst wie voorrang heeft, en telt "
    "daarna de eerste keuzes van iedereen samen.",
    Policy.GENEROUS: "Geeft zoveel mogelijk mensen een plaats, eerst wie voorrang heeft, en "
    "vermijdt daarna zoveel mogelijk de laatste keuzes.",
    Policy.STRICT_CLASS: "Regelt de aanvragen met voorrang helemaal vóór de andere aan bod komen.",
    Policy.RANK_MAXIMAL: "Geeft zoveel mogelijk eerste keuzes, dan tweede, ook als minder mensen "
    "een plaats krijgen.",
    Policy.DEFERRED_ACCEPTANCE: "Iedereen neemt om de beurt, volgens voorrang en loting, de beste "
    "keuze die overblijft. Niemand wint erbij zijn echte keuzes te verbergen, maar minder mensen "
    "krijgen een plaats.",
}
RULES = {
    "intersectoral": "u loopt mee in een andere sector dan de uwe",
    "not_own_institution": "u loopt mee buiten uw eigen organisatie",
    "max_per_institution_per_offer": "het toegelaten aantal mensen van eenzelfde organisatie is er bereikt",
    "send_capacity": "het aantal mensen dat uw organisatie mag uitsturen, is bereikt",
    "host_capacity": "het aantal mensen dat deze gastorganisatie kan ontvangen, is bereikt",
    "no_places": "dit aanbod heeft geen plaats meer in deze ronde",
    "order": "de gastorganisatie heeft u niet op haar lijst gezet",
}
PINNED = {
    "this_place": "de coördinatie gaf u deze plaats",
    "another_place": "niet van toepassing, de coördinatie gaf u een plaats",
    "all_places": "de plaatsen zijn door de coördinatie toegewezen",
}


def plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if abs(count) == 1 else many}"


def ordinal(rank: int) -> str:
    return f"{rank}e"


def word(rank: int) -> str:
    """The ordinal in letters as far as lists usually go."""
    letters = {1: "eerste", 2: "tweede", 3: "derde", 4: "vierde", 5: "vijfde"}
    return letters.get(rank, ordinal(rank))


def requests(count: int) -> str:
    return plural(count, "aanvraag", "aanvragen")


def places(count: int) -> str:
    return plural(count, "plaats", "plaatsen")


def people(count: int) -> str:
    return plural(count, "persoon", "personen")


def listing(parts: list[str]) -> str:
    """a, b en c."""
    return " en ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def applicant(fact: ApplicantExplanation, name: Naming) -> str:
    """What the person obtained."""
    if fact.place is None:
        start = "In deze ronde konden we u geen plaats toewijzen."
        return f"{start} {closed_set(fact.closed_set, name)}" if fact.closed_set else start
    if fact.rank is None:
        return f"De coördinatie gaf u een plaats: {name(fact.place)}."
    return f"U krijgt uw {word(fact.rank)} keuze: {name(fact.place)}."


def choice(fact: ChoiceExplanation, name: Naming) -> str:
    """Why this choice was granted or not."""
    return f"{name(fact.offer)}: {reason(fact)}."


def reason(fact: ChoiceExplanation) -> str:
    match fact.reason:
        case Reason.GRANTED:
            return "deze plaats is voor u"
        case Reason.BETTER_GRANTED:
            return "niet van toepassing, u krijgt een keuze die u liever hebt"
        case Reason.FORBIDDEN:
            return "de coördinatie heeft deze combinatie uitgesloten"
        case Reason.RULE:
            return RULES[fact.rule or ""]
        case Reason.PINNED:
            return PINNED[fact.rule or ""]
    return f"{requests(fact.requests)} voor {places(fact.capacity)}; {full(fact)}"


def full(fact: ChoiceExplanation) -> str:
    """Who holds the places, and what giving one up would cost."""
    if fact.reason is Reason.FULL_HIGHER_CLASS and not fact.holders.pinned:
        if fact.capacity == 1:
            return "die gaat naar iemand met een hogere voorrang"
        return "alle gaan naar mensen met een hogere voorrang"
    goes = "die gaat naar" if fact.capacity == 1 else "die gaan naar"
    held = f"{goes} {listing(holders(fact.holders, fact.by_host_list))}"
    if not fact.holders.after or fact.consequence is None:
        return held
    return f"{held}; een plaats voor u {cost(fact.consequence)}"


def holders(fact: Holders, by_host: bool) -> list[str]:
    better = "die de gastorganisatie hoger rangschikt" if by_host else "met een beter lotnummer"
    said = [
        (fact.pinned, "met een plaats van de coördinatie", "met een plaats van de coördinatie"),
        (fact.higher_class, "met een hogere voorrang", "met een hogere voorrang"),
        (fact.better_number, better, better),
        (fact.after, "die na u komt", "die na u komen"),
    ]
    return [f"{people(n)} {one if n == 1 else many}" for n, one, many in said if n]


def cost(fact: Consequence) -> str:
    """What would be lost, after "a place for you"."""
    if fact.level is None:
        return "zou iemand met een beter lotnummer een betere keuze hebben gekost"
    among = within(fact.level)
    if fact.level.counts_places:
        return f"zou {people(fact.loss)} meer zonder plaats hebben gelaten{among}"
    rank = word(fact.level.rank + 1)
    if fact.level.reward:
        return f"zou {plural(fact.loss, f'{rank} keuze', f'{rank} keuzes')} hebben gekost{among}"
    return f"zou {people(fact.loss)} meer op een {rank} keuze hebben gebracht{among}"


def within(level: Level) -> str:
    if level.priority_class is None:
        return ""
    return f" bij de mensen met voorrang {level.priority_class + 1}"


def closed_set(fact: ClosedSet, name: Naming) -> str:
    """Why nothing could be found."""
    if not fact.places:
        return "Geen enkel aanbod dat u koos, had in deze ronde nog een plaats te geven."
    offers = plural(len(fact.offers), "aanbod", "aanbiedingen")
    return (
        "Wie uw keuzes volgt, en dan die van de mensen die daar een plaats hebben, komt uit bij "
        f"{offers} en {places(fact.places)}, "
        "allemaal ingenomen door mensen die geen andere mogelijke keuze hebben: een plaats voor u "
        "zou een van hen zonder plaats hebben gelaten."
    )


def offer(fact: OfferExplanation, name: Naming) -> str:
    """Demand and outcome, for a coordinator."""
    ranks = [f"{n} als {word(r)} keuze" for r, n in enumerate(fact.demand, 1) if n]
    detail = f" ({listing(ranks)})" if ranks else ""
    text = f"{requests(fact.requests)}{detail} voor {places(fact.capacity)}"
    outcome = f"{places(fact.free)} vrij" if fact.free else "volzet"
    waiting = f"van wie {people(fact.without_place)} zonder plaats" if fact.without_place else ""
    parts = "; ".join(filter(None, [text, waiting, outcome]))
    return f"{name(fact.offer)}: {parts}. {more_places(fact.one_more, name)}"


def more_places(fact: MorePlaces, name: Naming) -> str:
    """What more places would do, for a coordinator."""
    start = "Eén plaats meer" if fact.more == 1 else f"{fact.more} plaatsen meer"
    if not fact.moves:
        return f"{start} zou{'' if fact.more == 1 else 'den'} hier niets veranderen."
    better, worse = len(fact.better_off), len(fact.worse_off)
    parts = [f"{people(fact.placed_more)} meer met een plaats"]
    if better:
        parts.append(f"{people(better)} met een betere keuze")
    if worse:
        parts.append(f"{people(worse)} met een minder goede keuze")
    return f"{start}: {listing(parts)}."


def move(fact: Move, name: Naming) -> str:
    """Who moves from where to where, for a coordinator."""
    old = position(fact.before, fact.rank_before, name)
    new = position(fact.after, fact.rank_after, name)
    return f"{name(fact.applicant)}: {old} → {new}"


def position(place: str | None, rank: int | None, name: Naming) -> str:
    if place is None:
        return "geen plaats"
    return name(place) + (f" ({ordinal(rank)} keuze)" if rank else " (niet op de lijst)")


def comparison(fact: Comparison, name: Naming) -> str:
    """Two results side by side, for a coordinator."""
    before, after = fact.placed
    gain, lose = len(fact.gaining), len(fact.losing)
    return (
        f"{people(after)} met een plaats in plaats van {before}; "
        f"{people(gain)} {'wint' if gain == 1 else 'winnen'} erbij, "
        f"{people(lose)} {'verliest' if lose == 1 else 'verliezen'} erbij."
    )


def level(fact: Level, name: Naming) -> str:
    """The heading of a number."""
    among = "" if fact.priority_class is None else f", voorrang {fact.priority_class + 1}"
    if fact.counts_places:
        return f"personen met een plaats{among}"
    return f"{word(fact.rank + 1)} keuzes{among}"


def policy(fact: Policy, name: Naming) -> str:
    return POLICIES[fact]
