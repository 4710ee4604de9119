"""Small editions ready to be matched, written as « who wants what »."""

from dataclasses import dataclass
from datetime import datetime

from croisee.editions.models import Edition
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.schemes.ranked import queries
from croisee.schemes.ranked.actions.publication import publish_run
from croisee.schemes.ranked.actions.rounds import open_round, run_round
from croisee.schemes.ranked.models import Application, Round, Run
from tests import factories


@dataclass
class Scene:
    edition: Edition
    offers: dict[str, Offer]
    who: list[Application]
    by: Person
    round: Round
    at: datetime

    def simulate(self, policy: str = "max_by_class", seed: str = "") -> Run:
        return run_round(self.round, policy=policy, by=self.by, at=self.at, seed=seed)

    def publish(self) -> None:
        """Publish a draft of the round; `who` are then as they stand."""
        publish_run(self.simulate(), by=self.by, at=self.at)
        for application in self.who:
            application.refresh_from_db()

    def places(self, run: Run) -> list[str | None]:
        """Where everybody goes, in the order of `wishes`."""
        names = queries.pseudonyms(self.round)
        return [run.assignment[names[application.pk]] for application in self.who]


def scene(
    places: dict[str, int], wishes: list[str], at: datetime, edition: Edition | None = None
) -> Scene:
    """Offers by letter with their places; one person for each word of ranked letters."""
    edition = edition or factories.make_edition()
    by = factories.make_role(edition)
    offers = {
        letter: factories.make_offer(edition=edition, number=letter, places=count)
        for letter, count in places.items()
    }
    who = [
        factories.make_application(edition, *(offers[letter] for letter in word)) for word in wishes
    ]
    round_ = open_round(edition, by=by, at=at, seed="graine")
    return Scene(edition, offers, who, by, round_, at)
