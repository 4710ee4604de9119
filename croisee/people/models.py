"""Person: one login identity for whatever somebody is here: contact, trainee, coordinator (IM-15)."""

from __future__ import annotations

from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from croisee.core.text import email_key

__all__ = ["Language", "Person", "RateWindow", "SignInRequest", "email_key"]


class Language(models.TextChoices):
    FR = "fr", "français"
    NL = "nl", "Nederlands"
    DE = "de", "Deutsch"
    EN = "en", "English"


class PersonManager(BaseUserManager["Person"]):
    def by_email(self, email: str) -> Person | None:
        """Whoever this address leads to: that of a merged record leads to the person kept."""
        found = self.select_related("merged_into").filter(email_key=email_key(email)).first()
        return found.current if found else None

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email_key=email_key(username or ""))


class Person(AbstractBaseUser):
    """Nobody has a password: people come in by a mailed link or code, staff with a second factor.

    A second record of the same person, once merged, stays with its address: what it did keeps its
    name, and its address leads to the person kept.
    """

    email = models.EmailField(max_length=254)
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, choices=Language, default=Language.FR)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
    newsletter_since = models.DateTimeField(null=True, blank=True, help_text="asked for news")
    announcements_refused_at = models.DateTimeField(
        null=True, blank=True, help_text="wants neither news nor calls"
    )
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    created_at = models.DateTimeField()

    objects = PersonManager()

    USERNAME_FIELD = "email_key"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []
    PERSONAL_FIELDS: ClassVar[set[str]] = {"email", "first_name", "last_name", "phone"}

    class Meta:
        ordering = ["last_name", "first_name", "id"]

    def __str__(self) -> str:
        return self.full_name

    def save(self, *args: Any, **kwargs: Any) -> None:
        self.email_key = email_key(self.email)
        if not self.password:
            self.set_unusable_password()
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def current(self) -> Person:
        """The person this record is part of: itself, or the one it was merged into."""
        return self.merged_into or self

    @property
    def reference(self) -> str:
        """How `mail` names this person without knowing what a person is."""
        return f"person:{self.pk}"


class SignInRequest(models.Model):
    """A way in, usable once: a link and a code sent together, or a code said on the phone.

    A request for an unknown address is stored too, without a person, so that both look the same
    from outside (reliability rule 9). Links are found by their SHA-256; codes are too short to be
    hashed bare and are keyed (core.tokens).
    """

    class Channel(models.TextChoices):
        MAIL = "mail"
        PHONE = "phone"
        CONSOLE = "console"

    person = models.ForeignKey(
        Person, null=True, on_delete=models.CASCADE, related_name="sign_in_requests"
    )
    channel = models.CharField(max_length=8, choices=Channel, default=Channel.MAIL)
    link_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    next_path = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    used_by = models.CharField(max_length=64, blank=True, help_text="digest of the browser's nonce")

    class Meta:
        indexes = [
            models.Index(fields=["person", "-created_at"]),
            models.Index(fields=["created_at"]),
        ]

    def __str__(self) -> str:
        return f"sign-in of person {self.person_id}"


class RateWindow(models.Model):
    """How often something was tried by one address or machine in a stretch of time."""

    key = models.CharField(max_length=64, primary_key=True)
    count = models.PositiveIntegerField(default=1)
    ends_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.count} until {self.ends_at:%H:%M}"
