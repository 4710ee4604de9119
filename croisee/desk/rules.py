"""Who may do what with what the desk itself keeps."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet

from croisee.desk.models import Mailing
from croisee.editions import rules
from croisee.editions.models import Edition
from croisee.people.models import Person


def visible_mailings(person: Person, edition: Edition, at: datetime) -> QuerySet[Mailing]:
    """What was sent is everybody's to read; a draft is its author's, and the administration's."""
    mailings = Mailing.objects.filter(edition=edition).select_related(
        "by", "province", "edition__programme"
    )
    if rules.administers(person, edition.programme, at):
        return mailings
    return mailings.filter(Q(by=person) | Q(sent_at__isnull=False))


def may_send(person: Person, mailing: Mailing, at: datetime) -> bool:
    """The author, or the administration; each reaches the people of their own territory only."""
    if not rules.works_in(person, mailing.edition.programme, at):
        return False
    return mailing.by_id == person.pk or rules.administers(person, mailing.edition.programme, at)
