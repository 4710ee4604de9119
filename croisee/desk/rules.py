"""Who may do what with what the desk itself keeps."""

from __future__ import annotations

from datetime import datetime

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from croisee.desk.models import Mailing
from croisee.editions import rules
from croisee.editions.models import Edition, Programme
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


def may_remove_second_factor(
    by: Person, person: Person, programme: Programme, at: datetime
) -> bool:
    """Never one's own. Whoever works in other programmes too is left to those who administer all."""
    if by.pk == person.pk or not Authenticator.objects.filter(user=person).exists():
        return False
    if by.is_administrator:
        return True
    if person.is_administrator or not rules.administers(by, programme, at):
        return False
    held = rules.active_roles(person, at)
    return held.exists() and not held.exclude(programme__in=rules.administered(by, at)).exists()
