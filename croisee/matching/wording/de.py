"""German."""

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
    Policy.MAX_BY_CLASS: "Möglichst viele Personen mit Platz",
    Policy.MAX_POOLED: "Möglichst viele Personen mit Platz, Wünsche zusammen gezählt",
    Policy.GENEROUS: "Möglichst wenige letzte Wünsche",
    Policy.STRICT_CLASS: "Zuerst alle mit Vorrang",
    Policy.RANK_MAXIMAL: "Möglichst viele erste Wünsche",
    Policy.DEFERRED_ACCEPTANCE: "Der Reihe nach, gemäß Auslosung",
}
POLICY_DESCRIPTIONS = {
    Policy.MAX_BY_CLASS: "Gibt möglichst vielen Personen einen Platz, denen mit Vorrang zuerst, "
    "und erfüllt dann möglichst viele erste Wünsche, dann zweite.",
    Policy.MAX_POOLED: "Gibt möglichst vielen Personen einen Platz, denen mit Vorrang zuerst, und "
    "zählt dann die ersten Wünsche aller zusammen.",
    Policy.GENEROUS: "Gibt möglichst vielen Personen einen Platz, denen mit Vorrang zuerst, und "
    "vermeidet dann letzte Wünsche so weit wie möglich.",
    Policy.STRICT_CLASS: "Regelt die Bewerbungen mit Vorrang vollständig, bevor die anderen an die "
    "Reihe kommen.",
    Policy.RANK_MAXIMAL: "Erfüllt möglichst viele erste Wünsche, dann zweite, auch wenn weniger "
    "Personen einen Platz erhalten.",
    Policy.DEFERRED_ACCEPTANCE: "Der Reihe nach, gemäß Vorrang und Auslosung, erhält jede Person "
    "den besten Wunsch, der übrig ist. Es lohnt sich für niemanden, die wahren Wünsche zu "
    "verbergen, aber weniger Personen erhalten einen Platz.",
}
RULES = {
    "intersectoral": "die Hospitation findet in einem anderen Sektor als Ihrem statt",
    "not_own_institution": "die Hospitation findet außerhalb Ihrer Einrichtung statt",
    "max_per_institution_per_offer": "die Zahl der Personen aus einer Einrichtung ist dort erreicht",
    "send_capacity": "die Zahl der Personen, die Ihre Einrichtung entsenden darf, ist erreicht",
    "host_capacity": "die Zahl der Personen, die dieser Gastgeber empfangen kann, ist erreicht",
    "no_places": "dieses Angebot hat in dieser Runde keinen Platz mehr",
    "order": "der Gastgeber hat Sie nicht in seine Liste aufgenommen",
}
PINNED = {
    "this_place": "die Koordination hat Ihnen diesen Platz gegeben",
    "another_place": "entfällt, die Koordination hat Ihnen einen Platz gegeben",
    "all_places": "die Plätze wurden von der Koordination vergeben",
}


def plural(count: int, one: str, many: str) -> str:
    return f"{count} {one if abs(count) == 1 else many}"


def ordinal(rank: int) -> str:
    return f"{rank}."


def word(rank: int) -> str:
    """The stem of the ordinal in letters as far as lists usually go; endings follow."""
    return {1: "erste", 2: "zweite", 3: "dritte", 4: "vierte", 5: "fünfte"}.get(rank, "")


def inflected(rank: int, ending: str) -> str:
    """The ordinal before a noun; figures take no ending."""
    return f"{word(rank)}{ending}" if word(rank) else ordinal(rank)


def requests(count: int) -> str:
    return plural(count, "Anfrage", "Anfragen")


def places(count: int) -> str:
    return plural(count, "Platz", "Plätze")


def people(count: int) -> str:
    return plural(count, "Person", "Personen")


def listing(parts: list[str]) -> str:
    """a, b und c."""
    return " und ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def applicant(fact: ApplicantExplanation, name: Naming) -> str:
    """What the person obtained."""
    if fact.place is None:
        start = "In dieser Runde konnte Ihnen kein Platz zugeteilt werden."
        return f"{start} {closed_set(fact.closed_set, name)}" if fact.closed_set else start
    if fact.rank is None:
        return f"Die Koordination hat Ihnen einen Platz gegeben: {name(fact.place)}."
    return f"Ihr {inflected(fact.rank, 'r')} Wunsch wird erfüllt: {name(fact.place)}."


def choice(fact: ChoiceExplanation, name: Naming) -> str:
    """Why this choice was granted or not."""
    return f"{name(fact.offer)}: {reason(fact)}."


def reason(fact: ChoiceExplanation) -> str:
    match fact.reason:
        case Reason.GRANTED:
            return "dieser Platz ist für Sie"
        case Reason.BETTER_GRANTED:
            return "entfällt, Sie erhalten etwas, das Ihnen lieber ist"
        case Reason.FORBIDDEN:
            return "die Koordination hat diese Verbindung ausgeschlossen"
        case Reason.RULE:
            return RULES[fact.rule or ""]
        case Reason.PINNED:
            return PINNED[fact.rule or ""]
    return f"{requests(fact.requests)} für {places(fact.capacity)}; {full(fact)}"


def full(fact: ChoiceExplanation) -> str:
    """Who holds the places, and what giving one up would cost."""
    if fact.reason is Reason.FULL_HIGHER_CLASS and not fact.holders.pinned:
        if fact.capacity == 1:
            return "er geht an eine Person mit höherem Vorrang"
        return "alle gehen an Personen mit höherem Vorrang"
    goes = "er geht an" if fact.capacity == 1 else "sie gehen an"
    held = f"{goes} {listing(holders(fact.holders, fact.by_host_list))}"
    if not fact.holders.after or fact.consequence is None:
        return held
    return f"{held}; gäbe man Ihnen einen, {cost(fact.consequence)}"


def holders(fact: Holders, by_host: bool) -> list[str]:
    better = (" mit besserer Losnummer", " mit besserer Losnummer")
    if by_host:
        better = (
            " weiter oben auf der Liste des Gastgebers",
            " weiter oben auf der Liste des Gastgebers",
        )
    said = [
        (
            fact.pinned,
            " durch Entscheidung der Koordination",
            " durch Entscheidung der Koordination",
        ),
        (fact.higher_class, " mit höherem Vorrang", " mit höherem Vorrang"),
        (fact.better_number, *better),
        (fact.after, ", die nach Ihnen kommt", ", die nach Ihnen kommen"),
    ]
    return [f"{people(n)}{one if n == 1 else many}" for n, one, many in said if n]


def cost(fact: Consequence) -> str:
    """What would be lost, after "if you were given one"."""
    if fact.level is None:
        return "verlöre jemand mit besserer Losnummer einen besseren Wunsch"
    among = within(fact.level)
    verb = "bliebe" if fact.loss == 1 else "blieben"
    if fact.level.counts_places:
        return f"{verb} {people(fact.loss)} mehr ohne Platz{among}"
    rank = fact.level.rank + 1
    if fact.level.reward:
        one, many = f"{inflected(rank, 'n')} Wunsch", f"{inflected(rank, '')} Wünsche"
        return f"gäbe es {plural(fact.loss, one, many)} weniger{among}"
    got = "bekäme" if fact.loss == 1 else "bekämen"
    return f"{got} {people(fact.loss)} mehr nur den {inflected(rank, 'n')} Wunsch{among}"


def within(level: Level) -> str:
    if level.priority_class is None:
        return ""
    return f" bei den Personen der Vorrangklasse {level.priority_class + 1}"


def closed_set(fact: ClosedSet, name: Naming) -> str:
    """Why nothing could be found."""
    if not fact.places:
        return (
            "Keines der von Ihnen gewählten Angebote hatte in dieser "
            "Runde noch einen Platz zu vergeben."
        )
    offers = plural(len(fact.offers), "Angebot", "Angeboten")
    return (
        "Folgt man Ihren Wünschen, dann denen der Personen, die dort einen Platz haben, kommt man zu "
        f"{offers} mit insgesamt "
        f"{plural(fact.places, 'Platz', 'Plätzen')}, alle vergeben an Personen ohne anderen "
        "möglichen Wunsch; gäbe man Ihnen einen, bliebe eine dieser Personen ohne Platz."
    )


def offer(fact: OfferExplanation, name: Naming) -> str:
    """Demand and outcome, for a coordinator."""
    ranks = [f"{n} als {inflected(r, 'r')} Wunsch" for r, n in enumerate(fact.demand, 1) if n]
    detail = f" ({listing(ranks)})" if ranks else ""
    text = f"{requests(fact.requests)}{detail} für {places(fact.capacity)}"
    outcome = f"{places(fact.free)} frei" if fact.free else "voll"
    waiting = f"davon {people(fact.without_place)} ohne Platz" if fact.without_place else ""
    parts = "; ".join(filter(None, [text, waiting, outcome]))
    return f"{name(fact.offer)}: {parts}. {more_places(fact.one_more, name)}"


def more_places(fact: MorePlaces, name: Naming) -> str:
    """What more places would do, for a coordinator."""
    start = "Ein Platz mehr" if fact.more == 1 else f"{fact.more} Plätze mehr"
    if not fact.moves:
        return f"{start} würde{'' if fact.more == 1 else 'n'} hier nichts ändern."
    better, worse = len(fact.better_off), len(fact.worse_off)
    parts = [f"{people(fact.placed_more)} mehr mit Platz"]
    if better:
        parts.append(f"{people(better)} mit einem besseren Wunsch")
    if worse:
        parts.append(f"{people(worse)} mit einem schlechteren Wunsch")
    return f"{start}: {listing(parts)}."


def move(fact: Move, name: Naming) -> str:
    """Who moves from where to where, for a coordinator."""
    old = position(fact.before, fact.rank_before, name)
    new = position(fact.after, fact.rank_after, name)
    return f"{name(fact.applicant)}: {old} → {new}"


def position(place: str | None, rank: int | None, name: Naming) -> str:
    if place is None:
        return "kein Platz"
    return name(place) + (f" ({ordinal(rank)} Wunsch)" if rank else " (nicht auf der Liste)")


def comparison(fact: Comparison, name: Naming) -> str:
    """Two results side by side, for a coordinator."""
    before, after = fact.placed
    gain, lose = len(fact.gaining), len(fact.losing)
    return (
        f"{people(after)} mit Platz statt {before}; "
        f"{people(gain)} {'gewinnt' if gain == 1 else 'gewinnen'}, "
        f"{people(lose)} {'verliert' if lose == 1 else 'verlieren'}."
    )


def level(fact: Level, name: Naming) -> str:
    """The heading of a number."""
    among = "" if fact.priority_class is None else f", Vorrangklasse {fact.priority_class + 1}"
    if fact.counts_places:
        return f"Personen mit Platz{among}"
    return f"{inflected(fact.rank + 1, '')} Wünsche{among}"


def policy(fact: Policy, name: Naming) -> str:
    return POLICIES[fact]
