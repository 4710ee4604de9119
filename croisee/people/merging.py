"""Two records of one person become one. The other stays, closed: its address leads to the one kept."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from croisee.core import journal, merging
from croisee.people.actions import change_email, change_person
from croisee.people.models import Person
from croisee.people.staff import is_staff

CHOSEN = ("first_name", "last_name", "email", "phone", "language")


def plan_persons(kept: Person, gone: Person) -> merging.Plan:
    """The dry run, refusals of this room included."""
    found = merging.plan(kept, gone)
    found.refused = [*_refusals(kept, gone), *found.refused]
    return found


def merge_persons(
    kept: Person,
    gone: Person,
    taken: Collection[str],
    *,
    by: Person,
    at: datetime,
    scope: str = "",
) -> None:
    """`gone` becomes part of `kept`; of CHOSEN the fields in `taken` are those of `gone`.

    Raises AlreadyMergedError when somebody was quicker, MergeRefusedError with what to do first.
    """
    with transaction.atomic():
        kept, gone = _locked(kept, gone)
        refused = _refusals(kept, gone)
        if refused:
            raise merging.MergeRefusedError(refused)
        merging.carry_over(kept, gone)
        gone.merged.update(merged_into=kept)
        Person.objects.filter(pk=gone.pk).update(merged_into=kept, is_active=False)
        journal.record(
            "person.merged", kept, by=by, at=at, scope=scope, changes={"merged": gone.pk}
        )
        _take(kept, gone, taken, by=by, at=at)
        _remember(kept, gone)


def _locked(kept: Person, gone: Person) -> tuple[Person, Person]:
    """Both rows, locked in one order, so that two coordinators wait instead of blocking."""
    pks = sorted({kept.pk, gone.pk})
    found = {row.pk: row for row in Person.objects.select_for_update().filter(pk__in=pks)}
    for row in found.values():
        if row.merged_into_id:
            raise merging.AlreadyMergedError(row.current)
    return found[kept.pk], found[gone.pk]


def _refusals(kept: Person, gone: Person) -> list[str]:
    """An address that opens the desk is never lost, and never gained, by merging."""
    if not is_staff(gone):
        return []
    if is_staff(kept):
        return [
            _(
                "Les deux fiches sont de l’équipe. Mettez d’abord fin au rôle de l’une des deux "
                "(Édition, Équipe et droits), puis revenez ici."
            )
        ]
    return [_("La fiche de %(name)s ouvre le bureau : gardez celle-là.") % {"name": gone.email}]


def _take(kept: Person, gone: Person, taken: Collection[str], *, by: Person, at: datetime) -> None:
    values = {name: getattr(gone, name) for name in CHOSEN if name in taken and name != "email"}
    change_person(kept, by=by, at=at, **values)
    if "email" in taken:
        change_email(kept, gone.email, by=by, at=at)


def _remember(kept: Person, gone: Person) -> None:
    """The latest visit; who refused announcements under one address refused them."""
    for name, choose in (
        ("last_login", max),
        ("newsletter_since", min),
        ("announcements_refused_at", min),
    ):
        said = [value for row in (kept, gone) if (value := getattr(row, name))]
        setattr(kept, name, choose(said) if said else None)
    if kept.announcements_refused_at:
        kept.newsletter_since = None
    kept.save(update_fields=["last_login", "newsletter_since", "announcements_refused_at"])
