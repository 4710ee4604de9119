"""Whether an assignment keeps to the problem, read off the problem itself.

Nothing of the solver, its numbering or its network is used here: this is the definition.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from croisee.matching.instance import Admissible
from croisee.matching.policies import Level
from croisee.matching.problem import Problem
from croisee.matching.proof import Disproved

Assignment = Mapping[str, str | None]


def check_feasible(problem: Problem, assignment: Assignment) -> None:
    """Everybody present, at a choice that is admissible or pinned; no limit exceeded."""
    if set(assignment) != {applicant.id for applicant in problem.applicants}:
        raise Disproved("the assignment names other people")
    pinned = dict(problem.pins)
    admissible = Admissible(problem)
    for applicant in problem.applicants:
        place = assignment[applicant.id]
        if applicant.id in pinned:
            if place != pinned[applicant.id]:
                raise Disproved("a pin is not kept", applicant.id)
        elif place is not None and (
            place not in applicant.choices or not admissible(applicant, place)
        ):
            raise Disproved("a place was given that may not be", applicant.id, place)
    check_limits(problem, assignment)


def check_limits(problem: Problem, assignment: Assignment) -> None:
    """Capacities and the three counting rules."""
    rules = problem.rules
    home = {applicant.id: applicant.institution for applicant in problem.applicants}
    host = {offer.id: offer.institution for offer in problem.offers}
    placed = [(person, place) for person, place in assignment.items() if place is not None]
    within({offer.id: offer.capacity for offer in problem.offers}, (place for _, place in placed))
    within(rules.host_capacity, (host[place] for _, place in placed))
    within(rules.send_capacity, (home[person] for person, _ in placed))
    most = rules.max_per_institution_per_offer
    if most is not None:
        together = Counter((home[person], place) for person, place in placed if home[person])
        for (institution, place), count in together.items():
            if count > most:
                raise Disproved("too many of one institution", str(institution), place)


def within(most: Mapping[str, int], things: Iterable[str | None]) -> None:
    """Nothing occurs more often than it may."""
    for thing, count in Counter(things).items():
        if thing is not None and thing in most and count > most[thing]:
            raise Disproved("a limit is exceeded", thing)


def counted_levels(problem: Problem, levels: list[Level], assignment: Assignment) -> list[int]:
    """The numbers of the levels, counted person by person."""
    count: Counter[tuple[int, int]] = Counter()
    nowhere, unlisted = problem.max_choices, problem.max_choices + 1
    for applicant in problem.applicants:
        place = assignment[applicant.id]
        choices = list(applicant.choices)
        rank = choices.index(place) if place in choices else unlisted
        count[applicant.priority_class, nowhere if place is None else rank] += 1
    people = Counter(applicant.priority_class for applicant in problem.applicants)
    pooled: Counter[int] = Counter()
    for (_, rank), number in count.items():
        pooled[rank] += number

    def counted(level: Level) -> int:
        k = level.priority_class
        at_rank = pooled[level.rank] if k is None else count[k, level.rank]
        if level.counts_places:
            return (people.total() if k is None else people[k]) - at_rank
        return at_rank if level.reward else -at_rank

    return [counted(level) for level in levels]
