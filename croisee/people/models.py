"""Person: one login identity for whatever somebody is here: contact, trainee, coordinator (IM-15)."""

from __future__ import annotations

import unicodedata
from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models


def email_key(email: str) -> str:
    """What makes two addresses the same: NFKC and casefold (reliability rule 8)."""
    return unicodedata.normalize("NFKC", email).strip().casefold()


class Language(models.TextChoices):
    FR = "fr", "français"
    NL = "nl", "Nederlands"
    DE = "de", "Deutsch"
    EN = "en", "English"


class PersonManager(BaseUserManager["Person"]):
    def by_email(self, email: str) -> Person | None:
        return self.filter(email_key=email_key(email)).first()

    def get_by_natural_key(self, username: str | None) -> Person:
        return self.get(email_key=email_key(username or ""))


class Person(AbstractBaseUser):
    """Nobody has a password: people come in by a mailed link or code, staff with a second factor."""

    email = models.EmailField(max_length=254)
    email_key = models.CharField(max_length=254, unique=True, editable=False)
    first_name = models.CharField(max_length=100)
    last_name = models.CharField(max_length=100)
    phone = models.CharField(max_length=40, blank=True)
    language = models.CharField(max_length=5, choices=Language, default=Language.FR)
    is_active = models.BooleanField(default=True)
    is_administrator = models.BooleanField(default=False)
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

    def save(self, *args, **kwargs) -> None:  # type: ignore[no-untyped-def]
        self.email_key = email_key(self.email)
        if not self.password:
            self.set_unusable_password()
        super().save(*args, **kwargs)

    @property
    def full_name(self) -> str:
        return f"{self.first_name} {self.last_name}".strip()

    @property
    def reference(self) -> str:
        """How `mail` names this person without knowing what a person is."""
        return f"person:{self.pk}"


class SignInRequest(models.Model):
    """A link and a code sent together, each usable once, for ten minutes."""

    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="sign_in_requests")
    link_digest = models.CharField(max_length=64, unique=True)
    code_digest = models.CharField(max_length=64)
    browser = models.CharField(max_length=64, blank=True)
    next_path = models.CharField(max_length=300, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["person", "-created_at"])]

    def __str__(self) -> str:
        return f"sign-in of person {self.person_id}"
