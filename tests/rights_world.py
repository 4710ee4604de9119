"""A small programme with one person in each role, for the rights matrix.

`things` are what the addresses of rights.yml name: `{edition_id: edition}` is the id of
`things["edition"]`. Whoever adds a page with a new kind of object adds it here.
"""

from dataclasses import dataclass, field
from typing import Any

from croisee.desk.models import Mailing
from croisee.directory.models import Territory
from croisee.editions.enums import RoleName
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.people.models import Person
from croisee.placements.actions import take_place
from croisee.placements.answering import Question, answer_url
from croisee.schemes.ranked.actions.rounds import run_round
from tests import factories

ANONYMOUS = "anonymous"
ROLES = (
    ANONYMOUS,
    "trainee",
    "host",
    "coordinator",  # of the province where things are
    "neighbour",  # coordinator of another province
    "administrator",  # of the programme
    "reader",  # steering committee
    "installation",  # administrator of the installation
)


@dataclass
class World:
    people: dict[str, Person | None] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)

    def value(self, name: Any) -> Any:
        """What a word of rights.yml stands for: a thing's id, a text, or the word itself."""
        if name not in self.things:
            return name
        return getattr(self.things[name], "pk", self.things[name])


def make_world() -> World:
    """A programme of its own: two worlds share the provinces and nothing else."""
    edition = factories.make_edition()
    here, elsewhere = factories.make_province("Namur"), factories.make_province("Liège")
    host, trainee = factories.make_person(), factories.make_person()
    offer = factories.make_offer(
        edition=edition, service=factories.make_service(province=here), contact=host
    )
    application = factories.make_application(edition, offer, person=trainee)
    matching_round = factories.make_round(edition)
    placement = take_place(
        offer.slots.get(), trainee, source="test", choice_rank=1, by=None, at=edition.created_at
    )
    run_round(matching_round, policy="max_by_class", by=None, at=edition.created_at)
    world = World(people=_people(edition, here, elsewhere, host, trainee))
    world.things = {
        "programme": edition.programme,
        "edition": edition,
        "offer": offer,
        "service": offer.service,
        "organisation": offer.service.organisation,
        "placement": placement,
        "answer_token": answer_url(Question.CONTACT, placement.pk, trainee.pk).split("/")[-2],
        "application": application,
        "round": matching_round,
        "decision": factories.make_decision(matching_round, application, offer),
        "sheet_import": edition.sheet_imports.create(created_at=edition.created_at),
        "message": make_message(edition, trainee),
        "phase": edition.phases.order_by("pk")[0],
        "trainee": trainee,
        "host": host,
    }
    world.things |= _mailings(edition, world.people["coordinator"])
    world.things["grant"] = world.people["reader"].roles.get()  # type: ignore[union-attr]
    return world


def _mailings(edition: Edition, by: Person | None) -> dict[str, Mailing]:
    """What the coordinator of here wrote to several: a draft, and one that was sent."""
    words = {"subjects": {"fr": "Rencontre"}, "bodies": {"fr": "Bonjour {first_name}"}}
    words |= {"recipients": "trainees", "by": by, "created_at": edition.created_at}
    sent = Mailing.objects.create(edition=edition, sent_at=edition.created_at, **words)
    return {"draft": Mailing.objects.create(edition=edition, **words), "mailing": sent}


def make_message(edition: Edition, to: Person) -> Message:
    return Message.objects.create(
        key=f"rights:{edition.pk}",
        kind="trainee_registered",
        scope=edition.scope,
        recipient=to.reference,
        address=to.email,
        language="fr",
        subject="Inscription reçue",
        text="Bonjour",
        message_id=f"<rights-{edition.pk}@croisee.example>",
        not_before=edition.created_at,
        created_at=edition.created_at,
    )


def _people(
    edition: Edition, here: Territory, elsewhere: Territory, host: Person, trainee: Person
) -> dict[str, Person | None]:
    return {
        ANONYMOUS: None,
        "trainee": trainee,
        "host": host,
        "coordinator": factories.make_role(edition, RoleName.COORDINATOR, here),
        "neighbour": factories.make_role(edition, RoleName.COORDINATOR, elsewhere),
        "administrator": factories.make_role(edition, RoleName.ADMINISTRATOR),
        "reader": factories.make_role(edition, RoleName.STEERING_READER),
        "installation": factories.make_person(is_administrator=True),
    }
