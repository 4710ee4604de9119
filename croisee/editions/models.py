"""Programmes, their editions, dated phases, texts, conditions and who accepted which, roles."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import get_language

from croisee.directory.models import Organisation, Territory
from croisee.editions.enums import Audience, DocumentKind, PhaseKind, RoleName, Switch, TextSlot
from croisee.editions.schemes import validate_scheme
from croisee.people.models import Language


class Programme(models.Model):
    """One way of crossing services, with its own rules: Immersion 0-23, Maya, an open week…"""

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    organiser = models.CharField(max_length=200, blank=True)
    contact_email = models.EmailField(max_length=254, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Edition(models.Model):
    """One run of a programme. Its scheme is a plain field, checked by the registry, no choices."""

    class State(models.TextChoices):
        PREPARATION = "preparation"
        RUNNING = "running"
        CLOSED = "closed"

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="editions")
    slug = models.SlugField(max_length=60)
    name_fr = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=120, blank=True)
    name_de = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    scheme = models.CharField(max_length=40, validators=[validate_scheme])
    state = models.CharField(max_length=12, choices=State, default=State.PREPARATION)
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    languages = models.JSONField(default=list, help_text="codes, the first is the main one")
    zone = models.CharField(max_length=40, default="Europe/Brussels")
    starts_on = models.DateField()
    ends_on = models.DateField(null=True, blank=True)
    test_mode = models.BooleanField(default=False)
    show_demand = models.BooleanField(default=True)
    max_choices = models.PositiveSmallIntegerField(default=3)
    asks_send_pledge = models.BooleanField(default=False, help_text="MY-02: host one, send one")
    policy = models.CharField(max_length=40, default="max_by_class")
    matching_rules = models.JSONField(default=dict, blank=True)
    silenced = models.JSONField(
        default=list, blank=True, help_text="kinds of automatic messages this edition does not send"
    )
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-starts_on", "name_fr"]
        constraints = [
            models.UniqueConstraint(fields=["programme", "slug"], name="one_edition_a_slug"),
            models.CheckConstraint(
                condition=models.Q(ends_on=None) | models.Q(ends_on__gte=models.F("starts_on")),
                name="edition_ends_after_it_starts",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.programme.name}, {self.name}"

    @property
    def name(self) -> str:
        """In the active language; French where it is missing, as all names are."""
        return self.name_in((get_language() or "fr")[:2])

    def name_in(self, language: str) -> str:
        return getattr(self, f"name_{language}", "") or self.name_fr

    def told_in(self, language: str) -> str:
        """Programme and edition as a mail to a reader of this language says them."""
        return f"{self.programme.name}, {self.name_in(language)}"

    @cached_property
    def before_id(self) -> int | None:
        """The id of the edition this one follows: the one it was copied from, else the last one
        that began before it. Asked several times a page."""
        if self.previous_id is not None:
            return self.previous_id
        earlier = Edition.objects.filter(
            programme=self.programme_id, starts_on__lt=self.starts_on, test_mode=False
        )
        return earlier.order_by("-starts_on").values_list("pk", flat=True).first()

    @property
    def scope(self) -> str:
        """How the journal and the outbox name this edition."""
        return f"edition:{self.pk}"

    @property
    def timezone(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


class Phase(models.Model):
    """A dated stretch of an edition; `switch` lets a person hold it open or closed (IM-02)."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="phases")
    kind = models.CharField(max_length=12, choices=PhaseKind)
    opens_at = models.DateTimeField()
    closes_at = models.DateTimeField()
    switch = models.CharField(max_length=6, choices=Switch, default=Switch.DATES)

    class Meta:
        ordering = ["opens_at", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "kind"], name="one_phase_a_kind"),
            models.CheckConstraint(
                condition=models.Q(closes_at__gt=models.F("opens_at")),
                name="phase_closes_after_it_opens",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} ({self.edition_id})"

    @property
    def follows_dates(self) -> bool:
        """Whether `closes_at` may be told as the deadline: nobody holds the phase by hand."""
        return self.switch == Switch.DATES

    def is_open(self, at: datetime) -> bool:
        if self.switch != Switch.DATES:
            return self.switch == Switch.OPEN
        return self.opens_at <= at < self.closes_at


class Text(models.Model):
    """A text of the public site, in Markdown, per language (IM-01)."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="texts")
    slot = models.CharField(max_length=20, choices=TextSlot)
    language = models.CharField(max_length=5, choices=Language)
    body = models.TextField(blank=True)
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "slot", "language"], name="one_text_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.slot} ({self.language})"


class MessageText(models.Model):
    """What the coordination changed in a message of `mail`, per language."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="message_texts")
    kind = models.CharField(max_length=60)
    language = models.CharField(max_length=5, choices=Language)
    subject = models.CharField(max_length=200)
    body = models.TextField()
    changed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "language"], name="one_message_text_a_language"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} ({self.language})"


class Document(models.Model):
    """Conditions or golden rules: a version is never edited once somebody accepted it (IM-16, IM-17)."""

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="documents")
    kind = models.CharField(max_length=15, choices=DocumentKind)
    audience = models.CharField(max_length=10, choices=Audience)
    version = models.PositiveSmallIntegerField()
    bodies = models.JSONField(default=dict, help_text="{language: Markdown}")
    published_at = models.DateTimeField()

    class Meta:
        ordering = ["kind", "audience", "-version"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "audience", "version"], name="one_document_a_version"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.audience} v{self.version}"

    @property
    def body(self) -> str:
        """In the active language, else in the edition's main one."""
        wanted = (get_language() or "fr")[:2]
        return self.bodies.get(wanted) or next(iter(self.bodies.values()), "")


class Acceptance(models.Model):
    """Who accepted which version of which text, when, in which language it was shown."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="acceptances"
    )
    document = models.ForeignKey(Document, on_delete=models.PROTECT, related_name="acceptances")
    at = models.DateTimeField()
    language = models.CharField(max_length=5)
    via = models.CharField(max_length=20, default="form")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "document"], name="accepted_once_a_version")
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} accepted document {self.document_id}"


class Participation(models.Model):
    """An organisation in an edition: what it pledges, whether it is shown, or why not this year."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="participations"
    )
    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="participations")
    host_pledge = models.PositiveSmallIntegerField(default=0)
    send_pledge = models.PositiveSmallIntegerField(default=0)
    visible = models.BooleanField(default=True)
    first_time = models.BooleanField(default=False)
    declined_reason = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "edition"], name="one_participation_an_edition"
            )
        ]

    def __str__(self) -> str:
        return f"organisation {self.organisation_id} in edition {self.edition_id}"


class PriorityLink(models.Model):
    """The private link of a host: its staff see the catalogue first (IM-11). Counted, revocable."""

    participation = models.ForeignKey(
        Participation, on_delete=models.CASCADE, related_name="priority_links"
    )
    nonce = models.CharField(max_length=43)
    digest = models.CharField(max_length=64, unique=True)
    uses = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"priority link {self.pk} of participation {self.participation_id}"


class RoleGrant(models.Model):
    """A person holds a role in a programme, in one territory or (null) everywhere."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="roles"
    )
    role = models.CharField(max_length=20, choices=RoleName)
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="roles")
    territory = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    granted_at = models.DateTimeField()
    ends_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "role", "programme", "territory"], name="one_grant_a_role"
            ),
            models.UniqueConstraint(
                fields=["person", "role", "programme"],
                condition=models.Q(territory=None),
                name="one_grant_a_role_everywhere",
            ),
        ]

    def __str__(self) -> str:
        return f"person {self.person_id}: {self.role} of programme {self.programme_id}"

    @property
    def last_day(self) -> datetime | None:
        """An instant of the last day the role is held."""
        return self.ends_at and self.ends_at - timedelta(microseconds=1)

    @staticmethod
    def held(at: Any) -> models.Q:
        """Begun and not ended. `at` is an instant, or the database's own `Now()`."""
        return models.Q(granted_at__lte=at) & (models.Q(ends_at=None) | models.Q(ends_at__gt=at))
