"""The ranked scheme: applications with 1 to 3 choices, rounds, runs, decisions by hand."""

from __future__ import annotations

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from croisee.directory.models import Organisation, Profession, Sector, Territory
from croisee.editions.models import Edition, PriorityLink
from croisee.offers.models import Offer
from croisee.placements.models import Placement


class Application(models.Model):
    """A trainee's registration in an edition. What was said at that time stays with it."""

    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        SUBMITTED = "submitted", _("complète")
        WITHDRAWN = "withdrawn", _("retirée")

    class Status(models.TextChoices):
        EMPLOYEE = "employee", _("salarié·e")
        SELF_EMPLOYED = "self_employed", _("indépendant·e")
        VOLUNTEER = "volunteer", _("bénévole avec responsabilités")
        OTHER = "other", _("autre")

    class Goal(models.TextChoices):
        OTHER_SECTORS = (
            "other_sectors",
            _("Mieux comprendre le travail des autres secteurs"),
        )
        KNOWLEDGE = "knowledge", _("Développer des connaissances")
        CONTINUITY = "continuity", _("Favoriser la continuité des soins")

    class PriorityClass(models.IntegerChoices):
        HOST_STAFF = 0, _("prioritaire")
        OTHERS = 1, _("non prioritaire")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications"
    )
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    profession = models.ForeignKey(
        Profession, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    profession_text = models.CharField(max_length=120, blank=True)
    employer = models.CharField(max_length=200, blank=True)
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.PROTECT, related_name="applications"
    )
    sector = models.ForeignKey(
        Sector, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sector_text = models.CharField(max_length=120, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    country = models.CharField(max_length=2, default="BE")
    province = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    status = models.CharField(max_length=15, choices=Status, blank=True)
    priority_class = models.PositiveSmallIntegerField(
        choices=PriorityClass, default=PriorityClass.OTHERS
    )
    priority_link = models.ForeignKey(
        PriorityLink, null=True, blank=True, on_delete=models.SET_NULL, related_name="applications"
    )
    expectations = models.TextField(blank=True)
    goals = models.JSONField(default=list, blank=True)
    availability = models.CharField(max_length=300, blank=True)
    hierarchy_agreement = models.BooleanField(default=False)
    confidentiality_accepted = models.BooleanField(default=False)
    placement = models.OneToOneField(
        Placement, null=True, blank=True, on_delete=models.SET_NULL, related_name="application"
    )
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    PERSONAL_FIELDS: ClassVar[set[str]] = {"expectations", "availability"}

    class Meta:
        ordering = ["person__last_name", "person__first_name", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="one_application_an_edition")
        ]
        indexes = [models.Index(fields=["edition", "state"])]

    def __str__(self) -> str:
        return f"application {self.pk} of person {self.person_id}"


class Choice(models.Model):
    """The r-th choice of an application; ranks may have gaps, a second stays a second (IM-08)."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="choices")
    rank = models.PositiveSmallIntegerField()
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="choices")

    class Meta:
        ordering = ["rank"]
        constraints = [
            models.UniqueConstraint(fields=["application", "rank"], name="one_choice_a_rank"),
            models.UniqueConstraint(fields=["application", "offer"], name="an_offer_chosen_once"),
            models.CheckConstraint(condition=Q(rank__gte=1), name="ranks_start_at_one"),
        ]

    def __str__(self) -> str:
        return f"choice {self.rank} of application {self.application_id}"


class Round(models.Model):
    """One matching on what is left (IM-06, IM-18). Its seed draws the lottery."""

    class State(models.TextChoices):
        OPEN = "open", _("en préparation")
        PUBLISHED = "published", _("publié")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="rounds")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.OPEN)
    seed = models.CharField(max_length=64)
    contact_deadline = models.DateField(null=True, blank=True)
    next_round_on = models.DateField(
        null=True, blank=True, help_text="told to those who get no place"
    )
    created_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["edition", "number"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_round_a_number"),
            models.UniqueConstraint(
                fields=["edition"], condition=Q(state="open"), name="one_open_round_an_edition"
            ),
        ]

    def __str__(self) -> str:
        return f"round {self.number} of edition {self.edition_id}"


class RoundEntry(models.Model):
    """The pseudonym of an application in a round: what the lottery hashes, what exports show."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="entries")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="entries")
    pseudonym = models.CharField(max_length=32)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["round", "application"], name="one_entry_an_application"
            ),
            models.UniqueConstraint(fields=["round", "pseudonym"], name="one_entry_a_pseudonym"),
        ]

    def __str__(self) -> str:
        return f"{self.pseudonym} in round {self.round_id}"


class Decision(models.Model):
    """A coordinator pins or forbids a pair; lifted, it stays as history."""

    class Kind(models.TextChoices):
        PIN = "pin", _("fixée")
        FORBID = "forbid", _("exclue")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="decisions")
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="decisions")
    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=6, choices=Kind)
    reason = models.CharField(max_length=300, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["at", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "application", "offer"],
                condition=Q(lifted_at=None),
                name="one_decision_a_pair",
            ),
            models.UniqueConstraint(
                fields=["round", "application"],
                condition=Q(lifted_at=None, kind="pin"),
                name="one_pin_an_application",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} application {self.application_id} at offer {self.offer_id}"


class Run(models.Model):
    """One computation of a round, kept whole: anybody can repeat it from `problem` and `seed`."""

    class State(models.TextChoices):
        DRAFT = "draft", _("brouillon")
        PUBLISHED = "published", _("publié")

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="runs")
    number = models.PositiveSmallIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    policy = models.CharField(max_length=40)
    seed = models.CharField(max_length=64)
    problem = models.JSONField(help_text="the file `croisee solve` reads, with pseudonyms")
    vector = models.JSONField()
    assignment = models.JSONField(help_text="{pseudonym: offer number or null}")
    fingerprint = models.CharField(max_length=64)
    insights = models.JSONField(
        default=dict, blank=True, help_text="what one more place at each offer would do"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(fields=["round", "number"], name="one_run_a_number"),
            models.UniqueConstraint(
                fields=["round"], condition=Q(state="published"), name="one_published_run_a_round"
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.number} of round {self.round_id}"


class SheetImport(models.Model):
    """Spreadsheets handed in on the web: previewed, then taken whole or in part, repeatable.

    The files are kept only between preview and decision. `changes` are rows of
    `enrolment.difference`: before the decision what would change, afterwards what did, so that it
    can be undone; `choices` say what is taken and what is left, by the names of things.
    """

    class State(models.TextChoices):
        PREVIEWED = "previewed", _("à confirmer")
        APPLIED = "applied", _("importé")
        DISCARDED = "discarded", _("abandonné")
        UNDONE = "undone", _("annulé")

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="sheet_imports")
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEWED)
    hosts_name = models.CharField(max_length=200, blank=True)
    hosts_file = models.BinaryField(null=True, blank=True)
    trainees_name = models.CharField(max_length=200, blank=True)
    trainees_file = models.BinaryField(null=True, blank=True)
    publish_offers = models.BooleanField(default=True)
    summary = models.JSONField(default=dict, blank=True)
    changes = models.JSONField(default=list, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    applied_at = models.DateTimeField(null=True, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"import {self.pk} in edition {self.edition_id} ({self.state})"


class HeadingMeaning(models.Model):
    """What a heading of a spreadsheet means in an edition, as a coordinator said it on screen.

    `heading` is folded (`sheets.headings`); `field` is '' for a column that is not to be read.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="heading_meanings")
    kind = models.CharField(max_length=10)
    heading = models.CharField(max_length=200)
    field = models.CharField(max_length=40, blank=True)

    class Meta:
        ordering = ["kind", "heading"]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "kind", "heading"], name="one_meaning_a_heading"
            )
        ]

    def __str__(self) -> str:
        return f"{self.heading} → {self.field or 'nothing'} in edition {self.edition_id}"
