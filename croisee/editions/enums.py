"""Words of an edition that code and database share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class PhaseKind(models.TextChoices):
    HOSTS = "hosts", _("Les hôtes proposent")
    PRIORITY = "priority", _("Accès prioritaire")
    TRAINEES = "trainees", _("Inscriptions des stagiaires")
    MATCHING = "matching", _("Matching")
    IMMERSIONS = "immersions", _("Immersions")
    FEEDBACK = "feedback", _("Retours")


class Switch(models.TextChoices):
    """A phase follows its dates unless somebody holds it open or closed (IM-02)."""

    DATES = "dates", _("selon les dates")
    OPEN = "open", _("ouverte à la main")
    CLOSED = "closed", _("fermée à la main")


class RoleName(models.TextChoices):
    ADMINISTRATOR = "administrator", _("administration")
    COORDINATOR = "coordinator", _("référent·e")
    STEERING_READER = "steering_reader", _("comité d’accompagnement")


class DocumentKind(models.TextChoices):
    CONDITIONS = "conditions", _("conditions de participation")
    GOLDEN_RULES = "golden_rules", _("règles d’or")


class Audience(models.TextChoices):
    HOST = "host", _("hôtes")
    TRAINEE = "trainee", _("stagiaires")


class TextSlot(models.TextChoices):
    """The places of the public site whose text the coordination writes."""

    INTRODUCTION = "introduction", _("accueil")
    ELIGIBILITY = "eligibility", _("qui peut participer")
    FAQ = "faq", _("questions fréquentes")
    PRACTICES = "practices", _("pratiques inspirantes")
