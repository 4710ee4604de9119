"""What the coordination wrote to several people at once."""

from __future__ import annotations

from datetime import date, datetime

from croisee.desk.demo.calendar import at_the_desk
from croisee.desk.enums import Recipients
from croisee.desk.models import Mailing
from croisee.desk.writing.actions import begin, keep, send
from croisee.desk.writing.starts import Start
from croisee.editions.models import Edition
from croisee.people.models import Person

SECOND_ROUND = "Un deuxième tour se prépare"
WORDS = (
    "Bonjour {first_name},\n\n"
    "Vous n'avez pas de place au premier tour, et votre inscription reste valable : un deuxième tour "
    "a lieu bientôt. Des hôtes ont ajouté des places ; vous pouvez encore changer vos choix.\n\n"
    "{link}\n\n"
    "{coordinator_name}\n"
)


def call_hosts(edition: Edition, today: date, *, by: Person) -> None:
    """« Proposez une offre », to last year's hosts of the author's province."""
    at = at_the_desk(today, -120, 10)
    call = begin(edition, Recipients.PREVIOUS_HOSTS, start=Start.HOSTS, by=by, at=at)
    send(call, seen=call.version, by=by, at=at)


def write_to_those_who_wait(edition: Edition, today: date, *, by: Person) -> None:
    """One message sent; the invitation to the last meeting is still a draft."""
    at = at_the_desk(today, -3, 11)
    letter = begin(edition, Recipients.NOT_PLACED, by=by, at=at)
    _say(letter, by=by, at=at)
    send(letter, seen=letter.version, by=by, at=at)
    begin(
        edition, Recipients.EVERYBODY, start=Start.DEBRIEFING, by=by, at=at_the_desk(today, -2, 15)
    )


def _say(letter: Mailing, *, by: Person, at: datetime) -> None:
    keep(
        letter,
        kind=letter.kind,
        subjects={"fr": SECOND_ROUND},
        bodies={"fr": WORDS},
        seen=letter.version,
        by=by,
        at=at,
    )
