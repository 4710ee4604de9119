"""What the team does to an edition: settings, phases, texts, roles, the next edition. Journaled."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import translation
from django.utils.text import slugify
from django.utils.translation import gettext as _

from croisee.core import journal
from croisee.editions import trial
from croisee.editions.models import (
    Document,
    Edition,
    MessageText,
    Phase,
    Text,
)
from croisee.editions.names import OTHERS, following_names
from croisee.mail import kinds as mail_kinds
from croisee.mail import outbox
from croisee.people.models import Person

SETTINGS = (
    "name_fr",
    "name_nl",
    "name_de",
    "name_en",
    "state",
    "languages",
    "max_choices",
    "show_demand",
    "asks_send_pledge",
    "policy",
    "test_mode",
    "intersectoral",
    "not_own_institution",
    "automatic",
)
RULES = ("intersectoral", "not_own_institution")
AUTOMATIC_NAMES = [kind.name for kind in mail_kinds.AUTOMATIC]


def read_settings(edition: Edition) -> dict[str, Any]:
    own = {name: getattr(edition, name) for name in SETTINGS if name not in {*RULES, "automatic"}}
    own["automatic"] = [name for name in AUTOMATIC_NAMES if name not in edition.silenced]
    return own | {name: bool(edition.matching_rules.get(name)) for name in RULES}


class TrialDataError(ValueError):
    """The edition holds data: a trial's would become real, or real ones a trial's."""


def _check_trial(edition: Edition, *, on: bool) -> None:
    if edition.test_mode != on and trial.has_data(edition):
        raise TrialDataError


def change_settings(
    edition: Edition, changes: dict[str, Any], *, by: Person | None, at: datetime
) -> None:
    before = read_settings(edition)
    if "test_mode" in changes:
        _check_trial(edition, on=bool(changes["test_mode"]))
    for name, value in changes.items():
        if name in RULES:
            edition.matching_rules = {**edition.matching_rules, name: value}
        elif name == "automatic":
            edition.silenced = [kind for kind in AUTOMATIC_NAMES if kind not in value]
        else:
            setattr(edition, name, value)
    edition.save()
    told = journal.difference(before, changes, set())
    journal.record("edition.changed", edition, by=by, at=at, scope=edition.scope, changes=told)


def change_phase(phase: Phase, changes: dict[str, Any], *, by: Person | None, at: datetime) -> None:
    zone = phase.edition.timezone
    told = {n: [_told(getattr(phase, n), zone), _told(new, zone)] for n, new in changes.items()}
    for name, value in changes.items():
        setattr(phase, name, value)
    phase.save()
    scope = phase.edition.scope
    journal.record("phase.changed", phase, by=by, at=at, scope=scope, changes=told)


def _told(value: Any, zone: ZoneInfo) -> str:
    """An instant as the team reads it, on the clock of the edition."""
    return f"{value.astimezone(zone):%d/%m/%Y %H:%M}" if isinstance(value, datetime) else str(value)


@transaction.atomic
def save_message_text(
    edition: Edition, kind: str, language: str, subject: str, body: str, *, by: Person, at: datetime
) -> None:
    text, _made = MessageText.objects.update_or_create(
        edition=edition,
        kind=kind,
        language=language,
        defaults={"subject": subject, "body": body, "changed_at": at},
    )
    note = f"{kind} {language}"
    journal.record("message_text.changed", text, by=by, at=at, scope=edition.scope, note=note)


@transaction.atomic
def restore_message_text(
    edition: Edition, kind: str, language: str, *, by: Person, at: datetime
) -> None:
    """Back to the text Croisée ships."""
    for text in MessageText.objects.filter(edition=edition, kind=kind, language=language):
        note = f"{kind} {language}"
        journal.record("message_text.changed", text, by=by, at=at, scope=edition.scope, note=note)
        text.delete()


def send_sample(
    edition: Edition,
    kind: str,
    language: str,
    text: mail_kinds.Text,
    values: dict[str, Any],
    *,
    by: Person,
    at: datetime,
) -> None:
    """The message as it would leave, to whoever edits it; also from a trial edition."""
    with translation.override(by.language):
        marked = mail_kinds.Text(_("Essai : %(subject)s") % {"subject": text.subject}, text.body)
    outbox.write(
        key=f"sample:{kind}:{language}:{by.pk}:{at:%Y%m%d%H%M%S}",
        kind=kind,
        to=by.email,
        name=by.full_name,
        language=language,
        values=values,
        recipient=by.reference,
        scope=edition.scope,
        override=marked,
        at=at,
    )


class SameNameError(ValueError):
    """The programme has an edition of this name."""


@transaction.atomic
def duplicate(
    previous: Edition, name: str, starts_on: date, *, by: Person, at: datetime
) -> Edition:
    """The next edition in preparation: texts kept, dates moved by whole weeks (IM-33)."""
    weeks = round((starts_on - previous.starts_on).days / 7)
    moved = timedelta(weeks=weeks)
    edition = Edition(
        programme=previous.programme,
        slug=slugify(name)[:60] or f"edition-{at:%Y%m%d%H%M}",
        name_fr=name,
        state=Edition.State.PREPARATION,
        starts_on=starts_on,
        ends_on=previous.ends_on + moved if previous.ends_on else None,
        previous=previous,
        created_at=at,
    )
    for field in COPIED:
        setattr(edition, field, getattr(previous, field))
    before = {code: getattr(previous, f"name_{code}") for code in ("fr", *OTHERS)}
    for code, told in following_names(before, name).items():
        setattr(edition, f"name_{code}", told)
    try:
        with transaction.atomic():
            edition.save()
    except IntegrityError:
        raise SameNameError(name) from None
    _copy_phases(previous, edition, moved)
    _copy_texts(previous, edition, at)
    journal.record("edition.made", edition, by=by, at=at, scope=edition.scope)
    return edition


COPIED = (
    "scheme",
    "territory",
    "languages",
    "zone",
    "show_demand",
    "asks_send_pledge",
    "max_choices",
    "policy",
    "matching_rules",
    "silenced",
)


def _copy_phases(previous: Edition, edition: Edition, moved: timedelta) -> None:
    """The same wall-clock hours, whatever the clock change between the two dates."""
    Phase.objects.bulk_create(
        Phase(
            edition=edition,
            kind=phase.kind,
            opens_at=_moved(phase.opens_at, moved, previous.timezone),
            closes_at=_moved(phase.closes_at, moved, previous.timezone),
        )
        for phase in previous.phases.all()
    )


def _moved(instant: datetime, moved: timedelta, zone: ZoneInfo) -> datetime:
    wall = instant.astimezone(zone).replace(tzinfo=None) + moved
    return wall.replace(tzinfo=zone)


def _copy_texts(previous: Edition, edition: Edition, at: datetime) -> None:
    Text.objects.bulk_create(
        Text(edition=edition, slot=row.slot, language=row.language, body=row.body, changed_at=at)
        for row in previous.texts.all()
    )
    MessageText.objects.bulk_create(
        MessageText(
            edition=edition,
            kind=row.kind,
            language=row.language,
            subject=row.subject,
            body=row.body,
            changed_at=at,
        )
        for row in previous.message_texts.all()
    )
    latest = {(row.kind, row.audience): row for row in previous.documents.order_by("version")}
    Document.objects.bulk_create(
        Document(
            edition=edition,
            kind=row.kind,
            audience=row.audience,
            version=1,
            bodies=row.bodies,
            published_at=at,
        )
        for row in latest.values()
    )
