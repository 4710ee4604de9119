"""Who goes where and when, whichever scheme decided it."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from croisee.editions.models import Edition
from croisee.offers.models import Slot


class Placement(models.Model):
    """One immersion: 1..n participants, 0..n dated sessions. `source` names what decided it."""

    class State(models.TextChoices):
        ASSIGNED = "assigned", _("attribué")
        CONTACTED = "contacted", _("contact pris")
        DATED = "dated", _("date fixée")
        DONE = "done", _("a eu lieu")
        PARTLY = "partly", _("a eu lieu en partie")
        NO_SHOW = "no_show", _("absence")
        CANCELLED = "cancelled", _("annulé")

    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="placements")
    slot = models.ForeignKey(
        Slot, null=True, blank=True, on_delete=models.PROTECT, related_name="placements"
    )
    state = models.CharField(max_length=10, choices=State, default=State.ASSIGNED)
    source = models.CharField(max_length=60, blank=True)
    choice_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    created_at = models.DateTimeField()
    cancelled_at = models.DateTimeField(null=True, blank=True)
    cancel_reason = models.CharField(max_length=300, blank=True)

    class Meta:
        ordering = ["-created_at", "id"]
        indexes = [models.Index(fields=["edition", "state"]), models.Index(fields=["source"])]

    def __str__(self) -> str:
        return f"placement {self.pk} ({self.state})"


class Participant(models.Model):
    """A person in a placement. `slot` and `active` repeat the placement's so that the database can
    refuse a second active place of one person in one slot (rule 1)."""

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="participants")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="participations"
    )
    slot = models.ForeignKey(
        Slot, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    active = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["slot", "person"],
                condition=Q(active=True),
                name="one_active_place_a_person",
            )
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} in placement {self.placement_id}"


class Session(models.Model):
    """A dated meeting of a placement and whether it took place."""

    class Attendance(models.TextChoices):
        PLANNED = "planned", _("prévue")
        PRESENT = "present", _("présent·e")
        EXCUSED = "excused", _("absent·e excusé·e")
        ABSENT = "absent", _("absence non signalée")

    placement = models.ForeignKey(Placement, on_delete=models.CASCADE, related_name="sessions")
    starts_at = models.DateTimeField()
    ends_at = models.DateTimeField()
    attendance = models.CharField(max_length=10, choices=Attendance, default=Attendance.PLANNED)

    class Meta:
        ordering = ["starts_at"]

    def __str__(self) -> str:
        return f"session of placement {self.placement_id}"
