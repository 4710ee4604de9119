"""A registration taken back: what happened, and what is possible now."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _

from croisee.core.models import JournalEntry
from croisee.core.written_dates import date_full
from croisee.offers.models import Offer
from croisee.placements import rules as placement_rules
from croisee.placements.models import Placement
from croisee.schemes.ranked.models import Application


@dataclass(frozen=True)
class Withdrawal:
    """`by_person`: not the coordination. `offer`: the place that was given back with it."""

    at: datetime | None
    by_person: bool
    offer: Offer | None

    @property
    def sentence(self) -> str:
        return self._pattern() % self._values()

    def _pattern(self) -> str:
        if self.offer and self.by_person:
            return _(
                "Vous avez rendu votre place chez %(host)s le %(day)s. "
                "Elle ira à une personne qui attend."
            )
        if self.by_person and self.at:
            return _("Vous avez retiré votre inscription le %(day)s.")
        return _("Votre inscription est retirée.")

    def _values(self) -> Mapping[str, str]:
        return {
            "host": self.offer.service.full_name if self.offer else "",
            "day": date_full(timezone.localtime(self.at).date()) if self.at else "",
        }


def withdrawal_of(application: Application) -> Withdrawal:
    """What the journal tells of an application that was withdrawn."""
    entry = JournalEntry.objects.filter(
        subject_type=Application._meta.label_lower,
        subject_id=application.pk,
        verb="application.withdrawn",
    ).first()
    if entry is None:
        return Withdrawal(None, by_person=False, offer=None)
    by_person = entry.actor_id == application.person_id
    return Withdrawal(entry.at, by_person, _given_back(application, entry.at))


def _given_back(application: Application, at: datetime) -> Offer | None:
    """The place cancelled in the same act as the registration."""
    cancelled = placement_rules.as_trainee(application.person).filter(
        edition=application.edition_id, state=Placement.State.CANCELLED, cancelled_at=at
    )
    found = cancelled.select_related("slot__offer__service__organisation").first()
    return found.slot.offer if found and found.slot else None
