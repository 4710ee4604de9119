"""Reads of editions that have a name."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Case, Q, QuerySet, When

from croisee.directory.models import Territory
from croisee.editions.enums import Audience, PhaseKind, RoleName
from croisee.editions.models import Document, Edition, Phase
from croisee.editions.trial_visit import visited
from croisee.mail.models import Message
from croisee.people.models import Person

TO_THE_TEAM = ("invitation",)


def running_editions() -> QuerySet[Edition]:
    """Those the public sees; a trial is seen by who visits it alone, whatever its state (IM-23)."""
    public = Q(state=Edition.State.RUNNING, test_mode=False)
    if visited():
        public |= Q(pk=visited(), test_mode=True)
    return Edition.objects.filter(public).select_related("programme")


def may_leave(messages: QuerySet[Message]) -> QuerySet[Message]:
    """Of these messages those not written by a trial edition: its mails reach nobody (IM-23).

    The team is invited for real.
    """
    trials = [edition.scope for edition in Edition.objects.filter(test_mode=True)]
    return messages.exclude(~Q(kind__in=TO_THE_TEAM), scope__in=trials)


def current_edition() -> Edition | None:
    """The edition the public pages show: the trial one visits, else the running one begun last."""
    first = Case(When(pk=visited() or 0, then=0), default=1)
    return running_editions().order_by(first, "-starts_on", "-id").first()


def phase(edition: Edition, kind: PhaseKind) -> Phase | None:
    return edition.phases.filter(kind=kind).first()


def is_open(edition: Edition, kind: PhaseKind, at: datetime) -> bool:
    found = phase(edition, kind)
    return found is not None and found.is_open(at)


def open_phases(edition: Edition, at: datetime) -> list[Phase]:
    return [found for found in edition.phases.all() if found.is_open(at)]


def provinces_of(edition: Edition) -> list[Territory]:
    """The provinces where a programme runs, by name; [] where nothing bounds it.

    That of the edition if it is for one; else those its coordinators have, or had, each.
    """
    one = edition.territory
    if one and one.kind == Territory.Kind.PROVINCE:
        return [one]
    grants = edition.programme.roles.filter(role=RoleName.COORDINATOR)
    if grants.filter(territory=None).exists():
        return []
    found = Territory.objects.filter(kind=Territory.Kind.PROVINCE)
    return list(found.filter(pk__in=grants.values("territory")))


def documents_in_force(edition: Edition, audience: Audience, at: datetime) -> dict[str, Document]:
    """The latest published version of each kind for an audience: `{kind: document}` (IM-16, IM-17)."""
    found = edition.documents.filter(audience=audience, published_at__lte=at).order_by("version")
    return {document.kind: document for document in found}


def missing_acceptances(
    person: Person, edition: Edition, audience: Audience, at: datetime
) -> list[Document]:
    """What the person has still to accept before registering."""
    accepted = set(person.acceptances.values_list("document_id", flat=True))
    in_force = documents_in_force(edition, audience, at).values()
    return [document for document in in_force if document.pk not in accepted]
