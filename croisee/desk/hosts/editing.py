"""How coordinators change a host by hand: the service, and what its institution said (IM-05)."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Final

from django import forms
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from croisee.core import journal
from croisee.core.form_fields import LineField, WholeNumberField
from croisee.core.listing.editing import Editor, RefusedError
from croisee.core.listing.undo import register
from croisee.desk.hosts.known import hosts_of, links_of, proposes
from croisee.directory.models import Service
from croisee.editions import rules
from croisee.editions.actions import revoke_priority_link
from croisee.editions.models import Edition, Participation, PriorityLink
from croisee.offers import actions
from croisee.offers.actions.answers import service_answers, write_service
from croisee.offers.forms.office import ServiceForm
from croisee.people.models import Person

TOWN: Final = "locality"
REASON: Final = "declined_reason"
PLEDGE: Final = "send_pledge"
LINK: Final = "link"  # the working private link: no field of the form, so that its acts are undone
MOST_SENT: Final = 500


class HostForm(ServiceForm):
    """The service where people are received, and what its institution said of this edition."""

    locality = LineField(
        label=gettext_lazy("Localité"),
        limit=120,
        required=False,
        help_text=gettext_lazy("Un nouveau code postal l’écrit de lui-même."),
    )
    declined_reason = LineField(
        label=gettext_lazy("Pas cette année : pourquoi"),
        limit=300,
        required=False,
        help_text=gettext_lazy("Vide : l’institution participe, ou n’a rien dit."),
    )
    send_pledge = WholeNumberField(
        label=gettext_lazy("Nombre de personnes que l’institution enverra"),
        least=0,
        most=MOST_SENT,
        sentence=gettext_lazy("Écrivez un nombre de personnes, de 0 à 500."),
    )
    field_order = (
        "organisation",
        "service",
        "enterprise_number",
        "address",
        "postcode",
        "locality",
        "sectors",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["organisation"].help_text = _(
            "Si l’institution a d’autres services, un autre nom en fait une institution à part."
        )


class HostEditor(Editor):
    key = "host"
    form_class = HostForm

    def load(self, edition: Edition, pk: int, *, lock: bool = False) -> Service | None:
        if lock and not Service.objects.select_for_update().filter(pk=pk).exists():
            return None
        found = hosts_of(edition).select_related("organisation", "province", "municipality")
        service = found.prefetch_related("sectors").filter(pk=pk).first()
        if service is not None:
            service.desk_edition = edition  # type: ignore[attr-defined]
        return service

    def read(self, thing: Any) -> dict[str, Any]:
        said = _participation(thing)
        link = links_of(thing.desk_edition, [thing.organisation_id]).get(thing.organisation_id)
        return {
            **service_answers(thing),
            TOWN: thing.locality,
            REASON: said.declined_reason if said else "",
            PLEDGE: said.send_pledge if said else 0,
            LINK: link.pk if link and not link.revoked_at else "",
        }

    def write(self, thing: Any, changes: dict[str, Any], *, by: Any, at: datetime) -> None:
        before = self.read(thing)
        place = {n: v for n, v in changes.items() if n not in {REASON, PLEDGE, LINK}}
        if place:
            _write_place(thing, before | place, before, by=by, at=at)
            _record(thing, before, place, by=by, at=at)
        if REASON in changes:
            _decline(thing, changes[REASON], by=by, at=at)
        organisation, edition = thing.organisation, thing.desk_edition
        if PLEDGE in changes:
            actions.pledge_to_send(organisation, edition, changes[PLEDGE], by=by, at=at)
        if LINK in changes:
            _switch_link(thing, before[LINK], changes[LINK], by=by, at=at)

    def may(self, person: Person, thing: Any, at: datetime) -> bool:
        return rules.writes_in(person, thing.desk_edition.programme, thing.province, at)

    def name(self, thing: Service) -> str:
        return thing.full_name

    def make_form(self, thing: Any, data: Any, **kwargs: Any) -> forms.Form:
        form = HostForm(data, **kwargs)
        if not thing.desk_edition.asks_send_pledge:
            del form.fields[PLEDGE]
        return form


def _participation(service: Any) -> Participation | None:
    return Participation.objects.filter(
        edition=service.desk_edition, organisation=service.organisation_id
    ).first()


def _write_place(
    service: Service, wanted: dict[str, Any], before: dict[str, Any], *, by: Any, at: datetime
) -> None:
    """As a host writes it. The town follows a new postcode; typed beside it, it stays as typed."""
    write_service(service, wanted, at=at)
    if wanted[TOWN] != before[TOWN]:
        service.locality = wanted[TOWN]
        service.save(update_fields=[TOWN])


def _record(
    service: Any, before: dict[str, Any], place: dict[str, Any], *, by: Any, at: datetime
) -> None:
    told = journal.difference(before, place, set())
    subject: Model = service
    scope = service.desk_edition.scope
    journal.record("service.changed", subject, by=by, at=at, scope=scope, changes=told)


def _decline(service: Any, reason: str, *, by: Any, at: datetime) -> None:
    edition = service.desk_edition
    offers = proposes(edition, service__organisation=service.organisation_id)
    numbers = offers.order_by("number").values_list("number", flat=True)
    if reason and numbers:
        told = _("L’institution propose encore %(numbers)s : retirez d’abord ses offres.")
        raise RefusedError(told % {"numbers": ", ".join(numbers)}, REASON)
    actions.decline_edition(service.organisation, edition, reason, by=by, at=at)


def _switch_link(service: Any, old: Any, new: Any, *, by: Any, at: datetime) -> None:
    """Undoing « give » stops the link; undoing « stop » lets the same one work again."""
    mine = PriorityLink.objects.filter(
        participation__edition=service.desk_edition,
        participation__organisation=service.organisation_id,
    ).select_related("participation__edition")
    if old:
        revoke_priority_link(mine.get(pk=old), by=by, at=at)
    if new:
        actions.restore_priority_link(mine.get(pk=new), by=by, at=at)


HOSTS = register(HostEditor())
