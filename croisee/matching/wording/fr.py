"""French. No-break spaces stand before ; : and inside « »."""

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
    Policy.MAX_BY_CLASS: "Le plus de personnes placées",
    Policy.MAX_POOLED: "Le plus de personnes placées, rangs confondus",
    Policy.GENEROUS: "Le moins de derniers choix",
    Policy.STRICT_CLASS: "Priorités réglées d’abord",
    Policy.RANK_MAXIMAL: "Le plus de premiers choix",
    Policy.DEFERRED_ACCEPTANCE: "Tour à tour, selon le tirage",
}
POLICY_DESCRIPTIONS = {
    Policy.MAX_BY_CLASS: "Place le plus de personnes possible, les prioritaires d’abord, puis "
    "donne le plus de premiers choix possible, puis de deuxièmes.",
    Policy.MAX_POOLED: "Place le plus de personnes possible, les prioritaires d’abord, puis compte "
    "les premiers choix de tout le monde ensemble.",
    Policy.GENEROUS: "Place le plus de personnes possible, les prioritaires d’abord, puis évite "
    "autant que possible les derniers choix.",
    Policy.STRICT_CLASS: "Règle entièrement les demandes prioritaires avant de regarder les "
    "autres.",
    Policy.RANK_MAXIMAL: "Donne le plus de premiers choix possible, puis de deuxièmes, même si "
    "moins de personnes sont placées.",
    Policy.DEFERRED_ACCEPTANCE: "Chacun à son tour, selon la priorité et le tirage, prend le "
    "meilleur choix qui reste. Personne ne gagne à cacher ses vrais choix, mais moins de personnes "
    "sont placées.",
}
RULES = {
    "intersectoral": "l’immersion se fait dans un autre secteur que le vôtre",
    "not_own_institution": "l’immersion se fait en dehors de votre institution",
    "max_per_institution_per_offer": "le nombre de personnes d’une même institution y est atteint",
    "send_capacity": "le nombre de personnes que votre institution peut envoyer est atteint",
    "host_capacity": "le nombre de personnes que cet hôte peut recevoir est atteint",
    "no_places": "cette offre n’a plus de place dans ce tour",
    "order": "l’hôte ne vous a pas repris dans sa liste",
}
PINNED = {
    "this_place": "la coordination vous a attribué cette place",
    "another_place": "sans objet, la coordination vous a attribué une place",
    "all_places": "les places ont été attribuées par la coordination",
}


def plural(count: int, one: str, many: str) -> str:
    """Zero is singular in French."""
    return f"{count} {one if abs(count) < 2 else many}"


def ordinal(rank: int) -> str:
    return "1er" if rank == 1 else f"{rank}e"


def word(rank: int) -> str:
    """The ordinal in letters as far as lists usually go."""
    letters = {1: "premier", 2: "deuxième", 3: "troisième", 4: "quatrième", 5: "cinquième"}
    return letters.get(rank, ordinal(rank))


def requests(count: int) -> str:
    return plural(count, "demande", "demandes")


def places(count: int) -> str:
    return plural(count, "place", "places")


def people(count: int) -> str:
    return plural(count, "personne", "personnes")


def listing(parts: list[str]) -> str:
    """a, b et c."""
    return " et ".join([", ".join(parts[:-1]), parts[-1]] if len(parts) > 1 else parts)


def applicant(fact: ApplicantExplanation, name: Naming) -> str:
    """What the person obtained."""
    if fact.place is None:
        start = "Aucune place n’a pu vous être attribuée dans ce tour."
        return f"{start} {closed_set(fact.closed_set, name)}" if fact.closed_set else start
    if fact.rank is None:
        return f"La coordination vous a attribué une place\u00a0: {name(fact.place)}."
    return f"Vous obtenez votre {ordinal(fact.rank)} choix\u00a0: {name(fact.place)}."


def choice(fact: ChoiceExplanation, name: Naming) -> str:
    """Why this choice was granted or not."""
    return f"{name(fact.offer)}\u00a0: {reason(fact)}."


def reason(fact: ChoiceExplanation) -> str:
    match fact.reason:
        case Reason.GRANTED:
            return "cette place est pour vous"
        case Reason.BETTER_GRANTED:
            return "sans objet, vous obtenez un choix que vous préférez"
        case Reason.FORBIDDEN:
            return "la coordination a écarté cette combinaison"
        case Reason.RULE:
            return RULES[fact.rule or ""]
        case Reason.PINNED:
            return PINNED[fact.rule or ""]
    return f"{requests(fact.requests)} pour {places(fact.capacity)}\u00a0; {full(fact)}"


def full(fact: ChoiceExplanation) -> str:
    """Who holds the places, and what giving one up would cost."""
    if fact.reason is Reason.FULL_HIGHER_CLASS and not fact.holders.pinned:
        if fact.capacity == 1:
            return "elle va à une personne d’une priorité plus haute"
        return "toutes vont à des personnes d’une priorité plus haute"
    held = f"elles vont à {listing(holders(fact.holders, fact.by_host_list))}"
    if fact.capacity == 1:
        held = f"elle va à {listing(holders(fact.holders, fact.by_host_list))}"
    if not fact.holders.after or fact.consequence is None:
        return held
    return f"{held}\u00a0; vous en donner une {cost(fact.consequence)}"


def holders(fact: Holders, by_host: bool) -> list[str]:
    better = "que l’hôte a mieux classées" if by_host else "mieux placées au tirage au sort"
    better_one = "que l’hôte a mieux classée" if by_host else "mieux placée au tirage au sort"
    said = [
        (fact.pinned, "placée par la coordination", "placées par la coordination"),
        (fact.higher_class, "d’une priorité plus haute", "d’une priorité plus haute"),
        (fact.better_number, better_one, better),
        (fact.after, "qui vient après vous", "qui viennent après vous"),
    ]
    return [f"{people(n)} {one if n == 1 else many}" for n, one, many in said if n]


def cost(fact: Consequence) -> str:
    """What would be lost, after "giving you one"."""
    if fact.level is None:
        return "aurait pris un meilleur choix à quelqu’un de mieux placé au tirage au sort"
    among = within(fact.level)
    if fact.level.counts_places:
        return f"aurait laissé {people(fact.loss)} de plus sans place{among}"
    rank = word(fact.level.rank + 1)
    if fact.level.reward:
        return f"aurait coûté {plural(fact.loss, rank, f'{rank}s')} choix{among}"
    return f"aurait réduit {people(fact.loss)} de plus à un {rank} choix{among}"


def within(level: Level) -> str:
    if level.priority_class is None:
        return ""
    return f" parmi les personnes de priorité {level.priority_class + 1}"


def closed_set(fact: ClosedSet, name: Naming) -> str:
    """Why nothing could be found."""
    if not fact.places:
        return (
            "Aucune des offres que vous avez choisies n’avait encore de "
            "place à donner dans ce tour."
        )
    offers = plural(len(fact.offers), "offre", "offres")
    return (
        "En suivant vos choix, puis ceux des personnes qui y sont placées, on arrive à "
        f"{offers} et {places(fact.places)}, toutes "
        "prises par des personnes qui n’ont pas d’autre choix possible\u00a0: vous en donner une "
        "aurait laissé l’une d’elles sans place."
    )


def offer(fact: OfferExplanation, name: Naming) -> str:
    """Demand and outcome, for a coordinator."""
    ranks = [f"{n} en {ordinal(r)} choix" for r, n in enumerate(fact.demand, 1) if n]
    detail = f" ({listing(ranks)})" if ranks else ""
    text = f"{requests(fact.requests)}{detail} pour {places(fact.capacity)}"
    outcome = f"{places(fact.free)} libre{'s' if fact.free > 1 else ''}" if fact.free else "complet"
    waiting = f"dont {people(fact.without_place)} sans place" if fact.without_place else ""
    parts = "\u00a0; ".join(filter(None, [text, waiting, outcome]))
    return f"{name(fact.offer)}\u00a0: {parts}. {more_places(fact.one_more, name)}"


def more_places(fact: MorePlaces, name: Naming) -> str:
    """What more places would do, for a coordinator."""
    start = "Une place de plus" if fact.more == 1 else f"{fact.more} places de plus"
    ending = "t" if fact.more == 1 else "ent"
    if not fact.moves:
        return f"{start} n’y changerai{ending} rien."
    better, worse = len(fact.better_off), len(fact.worse_off)
    parts = [f"{people(fact.placed_more)} de plus placée{'s' if fact.placed_more > 1 else ''}"]
    if better:
        parts.append(f"{people(better)} avec un meilleur choix")
    if worse:
        parts.append(f"{people(worse)} avec un moins bon choix")
    return f"{start}\u00a0: {listing(parts)}."


def move(fact: Move, name: Naming) -> str:
    """Who moves from where to where, for a coordinator."""
    old = position(fact.before, fact.rank_before, name)
    new = position(fact.after, fact.rank_after, name)
    return f"{name(fact.applicant)}\u00a0: {old} → {new}"


def position(place: str | None, rank: int | None, name: Naming) -> str:
    if place is None:
        return "sans place"
    return name(place) + (f" ({ordinal(rank)} choix)" if rank else " (hors liste)")


def comparison(fact: Comparison, name: Naming) -> str:
    """Two results side by side, for a coordinator."""
    before, after = fact.placed
    gain, lose = len(fact.gaining), len(fact.losing)
    return (
        f"{people(after)} placée{'s' if after > 1 else ''} au lieu de {before}\u00a0; "
        f"{people(gain)} y gagne{'nt' if gain > 1 else ''}, "
        f"{people(lose)} y perd{'ent' if lose > 1 else ''}."
    )


def level(fact: Level, name: Naming) -> str:
    """The heading of a number."""
    among = "" if fact.priority_class is None else f", priorité {fact.priority_class + 1}"
    if fact.counts_places:
        return f"personnes placées{among}"
    return f"{ordinal(fact.rank + 1)}{'s' if fact.rank == 0 else ''} choix{among}"


def policy(fact: Policy, name: Naming) -> str:
    return POLICIES[fact]
