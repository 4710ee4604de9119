"""What hosts propose: an offer, its contacts, its slots with places."""

from __future__ import annotations

from datetime import date
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from croisee.directory.models import Profession, Service
from croisee.editions.models import Edition
from croisee.offers.enums import BeneficiaryContact, Duration, Format, OfferState
from croisee.offers.suggested_dates import only_dates


class Offer(models.Model):
    """An immersion one service proposes in one edition. Its places live in its slots."""

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="offers")
    number = models.CharField(max_length=20)
    service = models.ForeignKey(Service, on_delete=models.PROTECT, related_name="offers")
    state = models.CharField(max_length=12, choices=OfferState, default=OfferState.DRAFT)
    title = models.CharField(max_length=200)
    format = models.CharField(max_length=12, choices=Format, blank=True)
    description = models.TextField(blank=True)
    what_you_will_face = models.TextField(blank=True)
    professions = models.ManyToManyField(Profession, blank=True, related_name="offers")
    professions_text = models.CharField(max_length=300, blank=True)
    target_ages = models.JSONField(default=list, blank=True)
    duration = models.CharField(max_length=10, choices=Duration, blank=True)
    weekdays = models.JSONField(default=list, blank=True)
    suggested_dates = models.CharField(max_length=300, blank=True)
    languages = models.JSONField(default=list, blank=True)
    beneficiary_contact = models.CharField(max_length=10, choices=BeneficiaryContact, blank=True)
    lunch = models.CharField(max_length=300, blank=True)
    access = models.TextField(blank=True)
    remarks = models.JSONField(default=dict, blank=True, help_text="{field: what to correct}")
    previous = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    created_at = models.DateTimeField()
    submitted_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)

    PERSONAL_FIELDS: ClassVar[set[str]] = set()

    class Meta:
        ordering = ["number", "id"]
        constraints = [
            models.UniqueConstraint(fields=["edition", "number"], name="one_offer_a_number")
        ]
        indexes = [
            models.Index(fields=["edition", "state"]),
            # what a service proposes, here and last year: asked of each line of the list of hosts
            models.Index(fields=["service", "edition", "state"], name="offers_of_a_service"),
        ]

    def __str__(self) -> str:
        return f"{self.number} {self.title}"

    @property
    def suggested_days(self) -> list[date]:
        """The suggested dates where nothing but dates is written there."""
        return only_dates(self.suggested_dates)


class OfferContact(models.Model):
    """The persons to write to about an offer; several are allowed, in order."""

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="contacts")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="offer_contacts"
    )
    title = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["order", "id"]
        constraints = [
            models.UniqueConstraint(fields=["offer", "person"], name="one_contact_a_person")
        ]

    def __str__(self) -> str:
        return f"contact {self.person_id} of offer {self.offer_id}"


class Slot(models.Model):
    """Where capacity lives. `taken` can never pass `capacity`: the database refuses (rule 1).

    A ranked offer has one undated slot, an open-doors visit dated ones.
    """

    offer = models.ForeignKey(Offer, on_delete=models.CASCADE, related_name="slots")
    starts_at = models.DateTimeField(null=True, blank=True)
    ends_at = models.DateTimeField(null=True, blank=True)
    capacity = models.PositiveIntegerField()
    taken = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(taken__lte=F("capacity")), name="taken_within_capacity"
            ),
            models.UniqueConstraint(
                fields=["offer"], condition=Q(starts_at=None), name="one_undated_slot_an_offer"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.taken} of {self.capacity} places of offer {self.offer_id}"
