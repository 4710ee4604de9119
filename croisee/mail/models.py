"""The outbox: every message is a stored row before it is sent (reliability rule 4)."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Message(models.Model):
    """One message to one address, frozen when written. Its state is its delivery."""

    class State(models.TextChoices):
        HELD = "held", _("à valider")
        QUEUED = "queued", _("en attente")
        CLAIMED = "claimed", _("en cours d’envoi")
        SENT = "sent", _("envoyé")
        FAILED = "failed", _("refusé")
        IN_DOUBT = "in_doubt", _("incertain")
        CANCELLED = "cancelled", _("annulé")

    key = models.CharField(max_length=200, unique=True)
    kind = models.CharField(max_length=60)
    scope = models.CharField(max_length=60, blank=True)
    recipient = models.CharField(max_length=60, blank=True)
    address = models.EmailField(max_length=254)
    name = models.CharField(max_length=200, blank=True)
    language = models.CharField(max_length=5)
    reply_to = models.EmailField(max_length=254, blank=True)
    subject = models.CharField(max_length=300)
    text = models.TextField()
    html = models.TextField(blank=True)
    attachments = models.JSONField(default=list, blank=True)
    message_id = models.CharField(max_length=200, unique=True)
    state = models.CharField(max_length=10, choices=State, default=State.QUEUED)
    urgent = models.BooleanField(default=False, help_text="goes before the others: sign-in")
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField()
    not_after = models.DateTimeField(null=True, blank=True, help_text="useless later")
    claim = models.CharField(max_length=64, blank=True)
    claimed_at = models.DateTimeField(null=True, blank=True)
    begun_at = models.DateTimeField(null=True, blank=True, help_text="SMTP began: may have left")
    sent_at = models.DateTimeField(null=True, blank=True)
    error = models.CharField(max_length=500, blank=True)
    batch = models.CharField(max_length=60, blank=True, help_text="what was written together")
    unsubscribe_url = models.CharField(max_length=300, blank=True, help_text="announcements only")
    covers = models.JSONField(default=list, blank=True, help_text="keys told together in this one")
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["-created_at", "-id"]
        indexes = [
            models.Index(fields=["state", "-urgent", "not_before"]),
            models.Index(fields=["recipient", "-created_at"]),
            models.Index(fields=["scope", "-created_at"]),
            models.Index(fields=["batch", "state"]),
        ]

    def __str__(self) -> str:
        return f"{self.kind} → {self.address} ({self.state})"


class Sending(models.Model):
    """One row: whether the worker may send, and what keeps it from sending.

    A restored database starts paused (rule 6). No row is the same as an unpaused one.
    """

    id = models.PositiveSmallIntegerField(primary_key=True, default=1)
    paused = models.BooleanField(default=False)
    reason = models.CharField(max_length=200, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    trouble = models.CharField(max_length=500, blank=True, help_text="words of the SMTP server")
    trouble_since = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="one_sending_row")]

    def __str__(self) -> str:
        return "paused" if self.paused else "sending"


class Turn(models.Model):
    """When the worker next does a thing it does now and then (mail/periodic.py)."""

    name = models.CharField(max_length=60, primary_key=True)
    due_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.name} at {self.due_at:%Y-%m-%d %H:%M}"
