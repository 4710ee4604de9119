"""Views of lists that coordinators keep under a name, and when somebody last looked at the desk."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from croisee.core.listing import memory
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
