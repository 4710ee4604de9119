"""Who will get a message, and who will not and why, at this instant."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.translation import gettext_lazy as _

from croisee.desk.enums import Recipients
from croisee.desk.models import Mailing
from croisee.desk.writing.audiences import Members, members, people_of
from croisee.directory.models import Territory
from croisee.editions.reach import Reach
from croisee.mail.models import Message
from croisee.people.models import Person


class Reason(models.TextChoices):
    """Why somebody does not get it."""

    ADDRESS = "address", _("sans adresse e-mail complète")
    CLOSED = "closed", _("accès fermé")
    REFUSED = "refused", _("sans envie d’annonces")
    WRITTEN = "written", _("à qui il est déjà écrit")
    ELSEWHERE = "elsewhere", _("dans une autre province que la vôtre")


@dataclass
class Addressees:
    """`province_of` is the territory whose coordinator signs, per person id."""

    will: list[Person] = field(default_factory=list)
    left: dict[Reason, list[Person]] = field(default_factory=dict)
    province_of: dict[int, Territory | None] = field(default_factory=dict)

    @property
    def reasons(self) -> list[tuple[str, list[Person]]]:
        return [(str(reason.label), people) for reason, people in self.left.items()]


def addressees(mailing: Mailing, by: Person, at: datetime) -> Addressees:
    """Of the audience, the people in the author's territory, sorted by name, each with their fate.

    Whoever sends it: an administrator who sends a coordinator's message writes to the same people.
    An audience is narrowed to that territory unseen; of a selection the others are told. `by`
    stands in for an author who is gone.
    """
    reach = Reach(mailing.by or by, mailing.edition.programme, at)
    found = members(mailing.edition, mailing.recipients, mailing.ticked)
    if mailing.recipients != Recipients.TICKED:
        found = within(found, reach)
    if mailing.province_id:
        found = {pk: places for pk, places in found.items() if mailing.province_id in places}
    return _sorted_out(mailing, found, reach)


def _sorted_out(mailing: Mailing, found: Members, reach: Reach) -> Addressees:
    written = set(Message.objects.filter(batch=mailing.batch).values_list("recipient", flat=True))
    territories = Territory.objects.in_bulk(
        {pk for places in found.values() for pk in places if pk}
    )
    result = Addressees()
    for person in people_of(found):
        places = sorted(pk for pk in found[person.pk] if pk and reach.holds(pk))
        result.province_of[person.pk] = territories.get(places[0]) if places else None
        reason = _why_not(mailing, person, written)
        if reason is None and not _reached(found[person.pk], reach):
            reason = Reason.ELSEWHERE
        if reason is None:
            result.will.append(person)
        else:
            result.left.setdefault(reason, []).append(person)
    return result


def within(found: Members, reach: Reach) -> Members:
    """Those who belong to the territory of whoever writes."""
    return {pk: places for pk, places in found.items() if _reached(places, reach)}


def _reached(places: set[int | None], reach: Reach) -> bool:
    return reach.everywhere or any(reach.holds(place) for place in places)


def _why_not(mailing: Mailing, person: Person, written: set[str]) -> Reason | None:
    if person.reference in written:
        return Reason.WRITTEN
    if not person.is_active:
        return Reason.CLOSED
    if mailing.kind == "announcement" and person.announcements_refused_at:
        return Reason.REFUSED
    return None if _complete(person.email) else Reason.ADDRESS


def _complete(address: str) -> bool:
    try:
        validate_email(address)
    except ValidationError:
        return False
    return True
