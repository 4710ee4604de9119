"""How coordinators change an application by hand: any field, choices and priority (IM-05, IM-08)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django import forms
from django.db.models import Prefetch, QuerySet
from django.utils.translation import gettext as _

from croisee.core import journal
from croisee.core.listing.editing import Editor, RefusedError
from croisee.core.listing.undo import register
from croisee.core.models import JournalEntry
from croisee.directory.models import Profession, Sector
from croisee.directory.queries import place_of
from croisee.editions.models import Edition
from croisee.mail import actions as mail
from croisee.mail.models import Message
from croisee.offers.models import Offer
from croisee.people.models import Person
from croisee.schemes.ranked import rules
from croisee.schemes.ranked.actions.applications import replace_choices
from croisee.schemes.ranked.emails import applications as letters
from croisee.schemes.ranked.models import Application, Choice
from croisee.schemes.ranked.office_form import CHOICE, UNTOLD, ApplicationForm, ChangeForm

TEXTS = (
    "employer",
    "profession_text",
    "sector_text",
    "postcode",
    "status",
    "priority_class",
    "availability",
    "expectations",
    "hierarchy_agreement",
    "confidentiality_accepted",
)
CHANGED = "application.changed"


class ApplicationEditor(Editor):
    key = "application"
    form_class = ApplicationForm

    def load(self, edition: Edition, pk: int, *, lock: bool = False) -> Application | None:
        if lock and not Application.objects.select_for_update().filter(pk=pk).exists():
            return None
        choices = Choice.objects.select_related("offer__service__organisation")
        found = rules.visible_in_office(edition).select_related(
            "person",
            "profession",
            "sector",
            "province",
            "edition__programme",
            "placement__slot__offer__service__organisation",
            "organisation",
        )
        return found.prefetch_related(Prefetch("choices", choices)).filter(pk=pk).first()

    def read(self, thing: Application) -> dict[str, Any]:
        found: dict[str, Any] = {name: getattr(thing, name) for name in TEXTS}
        found["profession"] = thing.profession.code if thing.profession else ""
        found["sector"] = thing.sector.code if thing.sector else ""
        by_rank = {choice.rank: choice.offer.number for choice in thing.choices.all()}
        last = max([thing.edition.max_choices, *by_rank])
        return found | {CHOICE.format(rank=r): by_rank.get(r, "") for r in range(1, last + 1)}

    def write(
        self, thing: Application, changes: dict[str, Any], *, by: Person | None, at: datetime
    ) -> None:
        before = self.read(thing)
        chosen = _of_choices(changes)
        if chosen:
            _check_there(thing, min(chosen))
            self._write_choices(thing, {**before, **changes})
        for name, value in changes.items():
            if name in TEXTS:
                setattr(thing, name, value)
        if "profession" in changes:
            thing.profession = Profession.objects.filter(code=changes["profession"]).first()
        if "sector" in changes:
            thing.sector = Sector.objects.filter(code=changes["sector"]).first()
        if "postcode" in changes:
            place = place_of(thing.postcode)
            thing.province = place.province if place else None
        thing.version += 1
        thing.save()
        told = journal.difference(before, changes, Application.PERSONAL_FIELDS)
        scope = thing.edition.scope
        journal.record(CHANGED, thing, by=by, at=at, scope=scope, changes=told)
        if chosen:
            self._tell(thing, by=by, at=at)

    def _tell(self, thing: Application, *, by: Person | None, at: datetime) -> None:
        """What waits to leave says choices that no longer hold."""
        mail.call_back(_told(thing.pk), by=by, at=at)

    def _write_choices(self, application: Application, values: dict[str, Any]) -> None:
        """None leaves a gap: a second choice stays a second."""
        names = sorted(name for name in values if name.startswith("choice_"))
        numbers = [values[name] for name in names]
        chosen = [number for number in numbers if number]
        if len(set(chosen)) < len(chosen):
            raise RefusedError(_("La même offre serait choisie deux fois."), names[0])
        offers = Offer.objects.filter(edition=application.edition_id, number__in=chosen)
        found = {offer.number: offer for offer in offers}
        replace_choices(application, [found.get(number) for number in numbers])

    def may(self, person: Person, thing: Application, at: datetime) -> bool:
        return rules.may_change(person, thing, at)

    def name(self, thing: Application) -> str:
        return thing.person.full_name

    def make_form(self, thing: Application, data: Any, **kwargs: Any) -> forms.Form:
        held = tuple(choice.offer_id for choice in thing.choices.all())
        return self.form_class(data, edition=thing.edition, held=held, **kwargs)

    def mails(self, pk: int, changes: dict[str, list[Any]]) -> tuple[int, int]:
        return mail.called_back(_written_with(pk, _of_choices(changes)))


class TellingEditor(ApplicationEditor):
    """On the page of one application: new choices are written to the person by themselves.

    `told` says afterwards whether they were; `untold`, that the person knows them already.
    """

    form_class = ChangeForm

    def __init__(self, *, untold: bool) -> None:
        self.untold, self.told = untold, False

    def make_form(self, thing: Application, data: Any, **kwargs: Any) -> forms.Form:
        form = super().make_form(thing, data, **kwargs)
        if thing.state != Application.State.SUBMITTED:
            del form.fields[UNTOLD]
        return form

    def _tell(self, thing: Application, *, by: Person | None, at: datetime) -> None:
        super()._tell(thing, by=by, at=at)
        if thing.state == Application.State.SUBMITTED and not self.untold:
            letters.choices_changed(thing, at=at)
            self.told = True


def _check_there(application: Application, field: str) -> None:
    """Somebody else, or the person, may have withdrawn it while its page was open."""
    if application.state == Application.State.WITHDRAWN:
        told = _("L’inscription de %(name)s est retirée\u00a0: ses choix ne changent plus.")
        raise RefusedError(told % {"name": application.person.full_name}, field)


def _of_choices(changes: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in changes.items() if name.startswith("choice_")}


def _told(application_id: int) -> QuerySet[Message]:
    return Message.objects.filter(key__startswith=f"{letters.CHANGED}:{application_id}:")


def _written_with(application_id: int, chosen: dict[str, list[Any]]) -> QuerySet[Message]:
    """The message of the act that made these choices last: it bears its instant."""
    acts = JournalEntry.objects.filter(
        subject_type="ranked.application", subject_id=application_id, verb=CHANGED
    )
    made = [act.at for act in acts if chosen and _of_choices(act.changes) == chosen]
    return _told(application_id).filter(created_at__in=made[:1])


APPLICATIONS = register(ApplicationEditor())
