"""A trial edition writes its mails and lets none of them go (IM-23)."""

from __future__ import annotations

from datetime import datetime
from typing import Any

import pytest
from django.urls import reverse

from croisee.editions.enums import RoleName
from croisee.editions.models import Edition
from croisee.mail.models import Message
from croisee.offers.actions import publish_offer
from croisee.offers.enums import OfferState
from tests.entry import signed_in
from tests.factories import make_edition, make_offer, make_role

pytestmark = pytest.mark.django_db


def _message(at: datetime, **fields: Any) -> Message:
    edition = make_edition(**fields)
    offer = make_offer(edition=edition, state=OfferState.SUBMITTED)
    publish_offer(offer, by=make_role(edition), at=at)
    return Message.objects.get(scope=edition.scope)


@pytest.mark.parametrize(
    ("trial", "state"), [(True, Message.State.HELD), (False, Message.State.QUEUED)]
)
def test_only_a_trial_edition_holds_its_mails(at: datetime, trial: bool, state: str) -> None:
    assert _message(at, test_mode=trial).state == state


def test_a_held_mail_of_a_trial_cannot_be_released(at: datetime) -> None:
    message = _message(at, test_mode=True)
    edition = Edition.objects.get()
    administrator = signed_in(make_role(edition, RoleName.ADMINISTRATOR))
    page = reverse("desk:message", args=[edition.pk, message.pk])
    assert administrator.post(page, {"act": "release"}).status_code == 302
    message.refresh_from_db()
    assert message.state == Message.State.HELD
