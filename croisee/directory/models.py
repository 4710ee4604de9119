"""Who exists and where: organisations, services, who works there; sectors, professions, territory."""

from __future__ import annotations

from django.conf import settings
from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from croisee.core.text import fold
from croisee.directory.enterprise import validate_enterprise_number


class NamedInLanguages(models.Model):
    """A thing of the reference lists, with its name in the four languages."""

    code = models.SlugField(max_length=60, unique=True)
    name_fr = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=120, blank=True)
    name_de = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    aliases = models.TextField(blank=True, help_text="other names, one a line, folded")

    class Meta:
        abstract = True
        ordering = ["order", "name_fr"]

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        """In the active language; French where it is missing."""
        return getattr(self, f"name_{(get_language() or 'fr')[:2]}", "") or self.name_fr

    def is_called(self, text: str) -> bool:
        """Whether a text says no more than one of its names, in any language."""
        return not text or fold(text) in self.aliases.splitlines()


class Sector(NamedInLanguages):
    pass


class Profession(NamedInLanguages):
    pass


class Territory(models.Model):
    """A province, a municipality, a network, a Brussels zone: anything rights and figures refer to.

    Municipalities have their province as parent; networks and zones list their municipalities or
    postcodes explicitly (`members`), because a zone is not a set of whole municipalities.
    """

    class Kind(models.TextChoices):
        COUNTRY = "country", _("pays")
        REGION = "region", _("région")
        PROVINCE = "province", _("province")
        MUNICIPALITY = "municipality", _("commune")
        NETWORK = "network", _("réseau")
        ZONE = "zone", _("zone")

    kind = models.CharField(max_length=15, choices=Kind)
    code = models.CharField(max_length=20, unique=True)
    name_fr = models.CharField(max_length=120)
    name_nl = models.CharField(max_length=120, blank=True)
    name_de = models.CharField(max_length=120, blank=True)
    name_en = models.CharField(max_length=120, blank=True)
    parent = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="children"
    )
    members = models.ManyToManyField(
        "self", symmetrical=False, blank=True, related_name="member_of"
    )

    class Meta:
        ordering = ["name_fr"]
        verbose_name_plural = "territories"

    def __str__(self) -> str:
        return self.name

    @property
    def name(self) -> str:
        return getattr(self, f"name_{(get_language() or 'fr')[:2]}", "") or self.name_fr

    def is_called(self, name: str) -> bool:
        """Whether it bears this name in one of its languages; an empty name says nothing else."""
        known = (self.name_fr, self.name_nl, self.name_de, self.name_en)
        return not name or fold(name) in map(fold, filter(None, known))


class Postcode(models.Model):
    """One postcode: its municipality, the localities it covers and a point for distances."""

    country = models.CharField(max_length=2, default="BE")
    code = models.CharField(max_length=10)
    municipality = models.ForeignKey(Territory, on_delete=models.PROTECT, related_name="postcodes")
    localities = models.CharField(max_length=300, blank=True)
    latitude = models.FloatField(null=True, blank=True)
    longitude = models.FloatField(null=True, blank=True)

    class Meta:
        ordering = ["country", "code"]
        constraints = [
            models.UniqueConstraint(fields=["country", "code"], name="one_row_a_postcode")
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.municipality}"


class Organisation(models.Model):
    """A legal body. Two may bear the same name: it is told apart by its id, never by its name.

    One that was found to be another one, merged, stays under its old name: a spreadsheet that
    says it leads to the one kept. So does a service.
    """

    name = models.CharField(max_length=200)
    enterprise_number = models.CharField(
        max_length=10, blank=True, validators=[validate_enterprise_number]
    )
    country = models.CharField(max_length=2, default="BE")
    search_key = models.CharField(max_length=250, editable=False, blank=True)
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["name", "id"]
        constraints = [
            models.UniqueConstraint(
                fields=["country", "enterprise_number"],
                condition=~models.Q(enterprise_number=""),
                name="one_organisation_an_enterprise_number",
            )
        ]

    def __str__(self) -> str:
        return self.name


class Service(models.Model):
    """The unit that hosts: an address and its sectors, inside an organisation."""

    organisation = models.ForeignKey(
        Organisation, on_delete=models.PROTECT, related_name="services"
    )
    name = models.CharField(max_length=200, blank=True)
    address = models.CharField(max_length=250, blank=True)
    postcode = models.CharField(max_length=10, blank=True)
    locality = models.CharField(max_length=120, blank=True)
    country = models.CharField(max_length=2, default="BE")
    municipality = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="services"
    )
    province = models.ForeignKey(
        Territory, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    sectors = models.ManyToManyField(Sector, blank=True, related_name="services")
    merged_into = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.PROTECT, related_name="merged"
    )
    created_at = models.DateTimeField()

    class Meta:
        ordering = ["organisation__name", "name", "id"]

    def __str__(self) -> str:
        return self.full_name

    @property
    def current(self) -> Service:
        """The service this one is part of: itself, or the one it was merged into."""
        return self.merged_into or self

    @property
    def full_name(self) -> str:
        return f"{self.organisation.name}, {self.name}" if self.name else self.organisation.name

    @property
    def town(self) -> str:
        """Its place in the active language: « Tubize » is « Tubeke » in Dutch, a village of the
        municipality keeps the name its host gave."""
        if self.municipality and self.municipality.is_called(self.locality):
            return self.municipality.name
        return self.locality


class Membership(models.Model):
    """A person works at a service: as contact, reference person or colleague."""

    class Role(models.TextChoices):
        CONTACT = "contact", _("contact")
        REFERENCE = "reference", _("personne de référence")
        STAFF = "staff", _("membre de l’équipe")

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="memberships"
    )
    service = models.ForeignKey(Service, on_delete=models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=10, choices=Role, default=Role.STAFF)
    title = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "service", "role"], name="one_membership_a_role"
            )
        ]

    def __str__(self) -> str:
        return f"person {self.person_id} at service {self.service_id} ({self.role})"
