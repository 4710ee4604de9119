"""What the desk itself keeps: views of lists, when somebody last looked, messages to several people."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from croisee.core.listing import memory
from croisee.desk.enums import Recipients
from croisee.directory.models import Territory
from croisee.editions.models import Edition, Programme


class SavedView(models.Model):
    """The query of a list's address under a name, for oneself or for the whole team."""

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_views"
    )
    listing = models.CharField(max_length=40)
    name = models.CharField(max_length=60)
    query = models.CharField(max_length=1000)
    shared = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        indexes = [models.Index(fields=["programme", "listing"])]

    def __str__(self) -> str:
        return f"{self.listing}: {self.name}"


class Visit(models.Model):
    """When a person last opened the to-do page of an edition: « depuis votre dernier passage ».

    `previous_at` is what the page counts from; it moves on at the first visit of another half day.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    last_at = models.DateTimeField()
    previous_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["edition", "person"], name="one_visit_a_person")
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} saw edition {self.edition_id}"


class NotTheSame(models.Model):
    """Two that look alike and are not the same: said once, never suspected again.

    `first` and `second` are ids of one kind of thing, the lower one first.
    """

    class Kind(models.TextChoices):
        PERSON = "personnes"
        SERVICE = "services"
        ORGANISATION = "institutions"

    kind = models.CharField(max_length=12, choices=Kind)
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "first", "second"], name="said_once_a_pair")
        ]

    def __str__(self) -> str:
        return f"{self.kind}: {self.first} is not {self.second}"


class Suspicion(models.Model):
    """Two that look alike, as the worker last found them (duplicates/stored.py): a few to count on
    every page, where judging everybody takes too long.

    One row a province the pair touches, one without where it touches none; `main` is on one row of
    each pair. `first` and `second` are ids, the lower one first; no name is stored.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=12, choices=NotTheSame.Kind)
    first = models.BigIntegerField()
    second = models.BigIntegerField()
    province = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    main = models.BooleanField(default=True)

    class Meta:
        ordering = ["id"]
        indexes = [models.Index(fields=["programme", "province"])]

    def __str__(self) -> str:
        return f"{self.kind}: {self.first} and {self.second}"


class Mailing(models.Model):
    """A message to several people: a draft until it is sent, then sent only to those who came since.

    `kind` is one of the composed kinds of `mail`; `subjects` and `bodies` are `{language: text}`.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="mailings")
    kind = models.CharField(max_length=20, default="letter")
    recipients = models.CharField(max_length=20, choices=Recipients)
    province = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    ticked = models.JSONField(default=list, blank=True, help_text="ids of persons")
    subjects = models.JSONField(default=dict, blank=True)
    bodies = models.JSONField(default=dict, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    sent_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    asked_at = models.DateTimeField(null=True, blank=True, help_text="the worker is writing it")
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    asked_for = models.PositiveIntegerField(default=0, help_text="how many letters were asked for")
    lease_until = models.DateTimeField(null=True, blank=True, help_text="a worker holds it")
    failed_at = models.DateTimeField(
        null=True, blank=True, help_text="a letter could not be written; it is tried again"
    )

    class Meta:
        ordering = ["-created_at", "-id"]

    def __str__(self) -> str:
        return f"mailing {self.pk} of edition {self.edition_id}"

    @property
    def batch(self) -> str:
        """How the outbox names what was written together."""
        return f"mailing:{self.pk}"

    @property
    def subject(self) -> str:
        """In the edition's main language, else in the first that has one."""
        order = [*self.edition.languages[:1], "fr", *self.subjects]
        found = next((self.subjects[code] for code in order if self.subjects.get(code)), "")
        return found.replace("{edition}", str(self.edition))


@memory.register
def saved_views(person: Any, edition: Any, listing: str) -> list[memory.View]:
    """One's own views of a list and those colleagues share."""
    mine_or_shared = Q(person=person) | Q(shared=True)
    found = SavedView.objects.filter(
        mine_or_shared, programme=edition.programme_id, listing=listing
    )
    return [
        memory.View(view.name, view.query, view.pk, view.person_id == person.pk) for view in found
    ]
