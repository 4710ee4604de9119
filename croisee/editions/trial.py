"""A trial edition's data: what it is, and wiping it (IM-23).

Which tables hold it is read from the models, so that a room added later is wiped too: whatever
points to the edition, and whatever points to that. The edition's own setting up stays.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import models, transaction
from django.db.models import Exists, OuterRef, Q, QuerySet

from croisee.core import journal
from croisee.directory.models import Organisation, Service
from croisee.editions.models import Acceptance, Document, Edition, MessageText, Phase, Text
from croisee.editions.queries import TO_THE_TEAM
from croisee.mail.models import Message
from croisee.people.models import Person

KEPT: tuple[type[models.Model], ...] = (Edition, Phase, Text, MessageText, Document)
#: Belongs to a person or a place and goes with it: nobody exists elsewhere because of it.
BELONGINGS = {
    "people.signinrequest",
    "directory.membership",
    "core.journalentry",
    "desk.visit",
    "desk.savedview",
    "account.emailaddress",
    "mfa.authenticator",
}

#: Rows by model, those that point to others before those they point to.
Doomed = dict[type[models.Model], QuerySet]


def trial_rows(edition: Edition) -> Doomed:
    """Everything that exists because of the edition, in an order in which it can be deleted."""
    found: Doomed = {Acceptance: Acceptance.objects.filter(document__edition=edition)}
    for model in apps.get_models():
        paths = [field.name for field in _links(model) if field.related_model is Edition]
        if paths and model not in KEPT:
            found[model] = model._base_manager.filter(_any(paths, edition))
    while _added(found):
        pass
    return _children_first(found)


def _links(model: type[models.Model]) -> Iterator[Any]:
    """The foreign keys whose rows cannot live without what they point to."""
    for field in model._meta.concrete_fields:
        remote: Any = field.remote_field
        if remote is not None and remote.on_delete is not models.SET_NULL:
            yield field


def _any(paths: list[str], target: Any, lookup: str = "") -> Q:
    condition = Q()
    for path in paths:
        condition |= Q(**{f"{path}{lookup}": target})
    return condition


def _added(found: Doomed) -> bool:
    """One step further: models that point to what was found."""
    before = len(found)
    for model in apps.get_models():
        if model in found or model in KEPT:
            continue
        links = [field for field in _links(model) if field.related_model in found]
        if links:
            condition = Q()
            for field in links:
                condition |= Q(**{f"{field.name}__in": found[field.related_model].order_by()})
            found[model] = model._base_manager.filter(condition)
    return len(found) > before


def _children_first(found: Doomed) -> Doomed:
    ordered: Doomed = {}

    def visit(model: type[models.Model]) -> None:
        for other in found:
            if other not in ordered and other is not model and _points(other, model):
                visit(other)
        ordered.setdefault(model, found[model])

    for model in found:
        visit(model)
    return ordered


def _points(model: type[models.Model], to: type[models.Model]) -> bool:
    return any(field.related_model is to for field in _links(model))


def trial_messages(edition: Edition) -> QuerySet[Message]:
    return Message.objects.filter(scope=edition.scope).exclude(kind__in=TO_THE_TEAM)


def has_data(edition: Edition) -> bool:
    """Whether anybody registered, or a message was written, since the edition exists."""
    rows = trial_rows(edition)
    own = (found for model, found in rows.items() if model._meta.label_lower not in BELONGINGS)
    return trial_messages(edition).exists() or any(found.exists() for found in own)


def lonely(model: type[models.Model], rows: Doomed, edition: Edition) -> QuerySet:
    """Persons, services or organisations known through the trial alone: made since the edition was,
    and nothing that stays points to them. A merged record goes with the one kept, or both stay."""
    touched, elsewhere = _ties(model, rows)
    elsewhere |= Q(created_at__lt=edition.created_at)
    if model is Person:
        elsewhere |= Q(is_administrator=True)
    every = model._base_manager
    known = every.filter(touched)
    alone = every.filter(Q(pk__in=known) | Q(merged_into__in=known)).exclude(elsewhere)
    held = every.filter(merged_into=OuterRef("pk")).exclude(pk__in=alone)
    whole = alone.exclude(Exists(held))
    return whole.filter(Q(merged_into=None) | Q(merged_into__in=whole))


def _ties(model: type[models.Model], rows: Doomed) -> tuple[Q, Q]:
    """(something that goes points to it, something that stays does), merged records aside."""
    touched, elsewhere = Q(), Q()
    for relation in model._meta.related_objects:
        label = relation.related_model._meta.label_lower
        name = relation.field.name
        if relation.many_to_many or relation.related_model is model:
            continue
        if relation.related_model in rows:
            touched |= Q(pk__in=rows[relation.related_model].order_by().values(name))
        if label not in BELONGINGS:
            elsewhere |= Q(Exists(_staying(relation, rows).filter(**{name: OuterRef("pk")})))
    return touched, elsewhere


def _staying(relation: Any, rows: Doomed) -> QuerySet:
    """The rows of a relation that the wipe leaves."""
    model = relation.related_model
    every = model._base_manager.order_by()
    return every.exclude(pk__in=rows[model].order_by().values("pk")) if model in rows else every


def trial_counts(edition: Edition) -> dict[str, int]:
    """`{model label: rows that would go}`, with the persons, services and organisations."""
    rows = trial_rows(edition)
    counts = {model._meta.label_lower: found.count() for model, found in rows.items()}
    counts["people.person"] = lonely(Person, rows, edition).count()
    counts["directory.organisation"] = len(_lonely_places(rows, edition)[1])
    counts["mail.message"] = trial_messages(edition).count()
    return {label: number for label, number in counts.items() if number}


def _lonely_places(rows: Doomed, edition: Edition) -> tuple[list[int], list[int]]:
    """(services, organisations): an organisation goes when all its services go and nobody else
    names it."""
    services = list(lonely(Service, rows, edition).values_list("pk", flat=True))
    with_services = rows | {Service: Service.objects.filter(pk__in=services)}
    organisations = lonely(Organisation, with_services, edition)
    return services, list(organisations.values_list("pk", flat=True))


def _delete_merged_first(things: QuerySet) -> None:
    things.exclude(merged_into=None).delete()
    things.delete()


@transaction.atomic
def wipe(edition: Edition, *, by: Person, at: datetime) -> dict[str, int]:
    """Delete the trial's data and its messages, held ones included; returns the counts.

    Raises ValueError outside test mode: real data are never wiped.
    """
    if not Edition.objects.select_for_update().filter(pk=edition.pk, test_mode=True).exists():
        raise ValueError("not a trial edition")
    counts, rows = trial_counts(edition), trial_rows(edition)
    persons = list(lonely(Person, rows, edition).values_list("pk", flat=True))
    services, organisations = _lonely_places(rows, edition)
    trial_messages(edition).delete()
    for found in rows.values():
        found.delete()
    for model, pks in ((Service, services), (Organisation, organisations), (Person, persons)):
        _delete_merged_first(model._base_manager.filter(pk__in=pks))
    note = ", ".join(f"{label} {number}" for label, number in sorted(counts.items()))
    journal.record("edition.trial_wiped", edition, by=by, at=at, scope=edition.scope, note=note)
    return counts
