"""Who may do what in a programme. Closed by default; territories decide where one may write."""

from __future__ import annotations

from datetime import datetime

from django.db.models import Q, QuerySet
from django.db.models.functions import Now

from croisee.core import merging
from croisee.directory.models import Territory
from croisee.editions.enums import DocumentKind, RoleName
from croisee.editions.models import Edition, Programme, RoleGrant
from croisee.people.models import Person

OFFICE = (RoleName.ADMINISTRATOR, RoleName.COORDINATOR)


def active_roles(person: Person, at: datetime) -> QuerySet[RoleGrant]:
    return person.roles.filter(RoleGrant.held(at))


def holds_a_role(person: Person) -> bool:
    """Whether the person is staff now, by the database's clock: asked on every request."""
    return person.roles.filter(RoleGrant.held(Now())).exists()


def is_staff(person: Person, at: datetime) -> bool:
    """Staff see other people's data: they need a second factor."""
    return person.is_administrator or active_roles(person, at).exists()


def _holds(person: Person, programme: Programme, at: datetime, *roles: str) -> bool:
    if not person.is_authenticated:
        return False
    if person.is_administrator:
        return True
    return active_roles(person, at).filter(programme=programme, role__in=roles).exists()


def works_in(person: Person, programme: Programme, at: datetime) -> bool:
    """Coordinators and administrators read everything of their programme, in all territories."""
    return _holds(person, programme, at, *OFFICE)


def administers(person: Person, programme: Programme, at: datetime) -> bool:
    return _holds(person, programme, at, RoleName.ADMINISTRATOR)


def administered(person: Person, at: datetime) -> QuerySet[Programme]:
    """The programmes somebody administers: all of them for who administers the installation."""
    if person.is_administrator:
        return Programme.objects.all()
    held = active_roles(person, at).filter(role=RoleName.ADMINISTRATOR)
    return Programme.objects.filter(pk__in=held.values("programme"))


def may_change_access(by: Person, person: Person, programme: Programme, at: datetime) -> bool:
    """Close or open a door: never one's own. An access serves all programmes: whoever also belongs
    to one that `by` does not administer is left to those who administer the installation."""
    if by.pk == person.pk or not administers(by, programme, at):
        return False
    if by.is_administrator:
        return True
    return not person.is_administrator and not merging.outside(person, administered(by, at))


def edits_text(person: Person, programme: Programme, kind: str, at: datetime) -> bool:
    """Coordinators write the site's texts and the golden rules; conditions of participation are the
    administration's (ui.md). `kind` is that of a document, '' for a text of the site."""
    if kind == DocumentKind.CONDITIONS:
        return administers(person, programme, at)
    return works_in(person, programme, at)


def reads_figures(person: Person, programme: Programme, at: datetime) -> bool:
    return _holds(person, programme, at, *OFFICE, RoleName.STEERING_READER)


def writes_in(
    person: Person, programme: Programme, territory: Territory | None, at: datetime
) -> bool:
    """Whether the person may change what belongs to `territory` (a province, or None: nowhere).

    Administrators write everywhere; a coordinator without territory too; others in their
    territory, its members and what lies under it. What lies outside any coordinator's territory
    is the administrators' (ui.md).
    """
    if administers(person, programme, at):
        return True
    if not person.is_authenticated:
        return False
    grants = active_roles(person, at).filter(programme=programme, role=RoleName.COORDINATOR)
    reach = Q(territory=None)
    if territory is not None:
        reach |= Q(territory__in=_around(territory))
    return grants.filter(reach).exists()


def _around(territory: Territory) -> QuerySet[Territory]:
    """The territory itself, its parent, and the networks or zones that list it."""
    return Territory.objects.filter(
        Q(pk=territory.pk) | Q(pk=territory.parent_id) | Q(members=territory)
    )


def editions_of_office(person: Person, at: datetime) -> QuerySet[Edition]:
    """The editions whose desk this person may open, the most recent first."""
    editions = Edition.objects.select_related("programme")
    if person.is_administrator:
        return editions
    programmes = active_roles(person, at).filter(role__in=OFFICE).values("programme")
    return editions.filter(programme__in=programmes)
