"""A service, or an organisation, that was entered twice becomes one. The other stays as history."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from croisee.core import journal, merging
from croisee.directory.models import Organisation, Service
from croisee.people.models import Person

# A place is one answer: its parts are never taken from two services.
PLACE = ("postcode", "locality", "country", "municipality_id", "province_id")
SERVICE: dict[str, tuple[str, ...]] = {"name": ("name",), "address": ("address",), "place": PLACE}
ORGANISATION: dict[str, tuple[str, ...]] = {
    "name": ("name", "search_key"),
    "enterprise_number": ("enterprise_number", "country"),
}


def plan_services(kept: Service, gone: Service) -> merging.Plan:
    """The dry run. An organisation left without any service goes along with its last one."""
    found = merging.plan(kept, gone)
    if _goes_along(kept, gone):
        also = plan_organisations(kept.organisation, gone.organisation)
        found.refused += also.refused
        told = {"gone": gone.organisation.name, "kept": kept.organisation.name}
        found.moved.append(
            _("l’institution « %(gone)s », sans autre service, rejoint « %(kept)s »") % told
        )
    return found


def plan_organisations(kept: Organisation, gone: Organisation) -> merging.Plan:
    found = merging.plan(kept, gone)
    found.refused = [*_two_bodies(kept, gone), *found.refused]
    return found


def merge_services(
    kept: Service,
    gone: Service,
    taken: Collection[str],
    *,
    by: Person,
    at: datetime,
    scope: str = "",
) -> None:
    """`gone` becomes part of `kept`; of SERVICE the answers in `taken` are those of `gone`.

    Sectors of both are kept. Raises AlreadyMergedError, MergeRefusedError.
    """
    with transaction.atomic():
        kept, gone = _locked(Service, kept, gone)
        along = _goes_along(kept, gone)
        merging.carry_over(kept, gone)
        kept.sectors.add(*gone.sectors.all())
        _close(kept, gone)
        _take(kept, gone, SERVICE, taken)
        _record("service.merged", kept, gone, by=by, at=at, scope=scope)
        if along:
            merge_organisations(kept.organisation, gone.organisation, (), by=by, at=at, scope=scope)


def merge_organisations(
    kept: Organisation,
    gone: Organisation,
    taken: Collection[str],
    *,
    by: Person,
    at: datetime,
    scope: str = "",
) -> None:
    """`gone` becomes part of `kept`, with its services, pledges and staff's applications.

    An enterprise number known on one side only is kept. Raises AlreadyMergedError,
    MergeRefusedError.
    """
    with transaction.atomic():
        kept, gone = _locked(Organisation, kept, gone)
        refused = _two_bodies(kept, gone)
        if refused:
            raise merging.MergeRefusedError(refused)
        merging.carry_over(kept, gone)
        _close(kept, gone)
        missing = {"enterprise_number"} if gone.enterprise_number else set()
        Organisation.objects.filter(pk=gone.pk).update(enterprise_number="")  # unique: let it go
        _take(kept, gone, ORGANISATION, {*taken} - {"enterprise_number"} | missing)
        _record("organisation.merged", kept, gone, by=by, at=at, scope=scope)


def _two_bodies(kept: Organisation, gone: Organisation) -> list[str]:
    numbers = {kept.enterprise_number, gone.enterprise_number} - {""}
    if len(numbers) < 2:
        return []
    return [
        _(
            "Deux numéros d’entreprise différents sont deux institutions. Si l’un des deux est faux, "
            "corrigez-le d’abord dans une de leurs offres."
        )
    ]


def _goes_along(kept: Service, gone: Service) -> bool:
    if kept.organisation_id == gone.organisation_id:
        return False
    others = gone.organisation.services.filter(merged_into=None).exclude(pk=gone.pk)
    return not others.exists()


def _locked(model: Any, kept: Any, gone: Any) -> tuple[Any, Any]:
    pks = sorted({kept.pk, gone.pk})
    found = {row.pk: row for row in model.objects.select_for_update().filter(pk__in=pks)}
    for row in found.values():
        if row.merged_into_id:
            raise merging.AlreadyMergedError(row.merged_into)
    return found[kept.pk], found[gone.pk]


def _close(kept: Any, gone: Any) -> None:
    """Nothing leads to a record that leads elsewhere: chains have one link."""
    gone.merged.update(merged_into=kept)
    type(gone).objects.filter(pk=gone.pk).update(merged_into=kept)


def _take(
    kept: Any, gone: Any, answers: dict[str, tuple[str, ...]], taken: Collection[str]
) -> None:
    names = [name for answer in answers if answer in taken for name in answers[answer]]
    for name in names:
        setattr(kept, name, getattr(gone, name))
    if names:
        kept.save(update_fields=[name.removesuffix("_id") for name in names])


def _record(verb: str, kept: Any, gone: Any, *, by: Person, at: datetime, scope: str) -> None:
    journal.record(verb, kept, by=by, at=at, scope=scope, changes={"merged": gone.pk})
