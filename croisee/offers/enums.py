"""Words of an offer that code, database and forms share (fields.csv)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class OfferState(models.TextChoices):
    DRAFT = "draft", _("brouillon")
    SUBMITTED = "submitted", _("à relire")
    CORRECTION = "correction", _("à corriger")
    PUBLISHED = "published", _("publiée")
    PAUSED = "paused", _("en pause")
    WITHDRAWN = "withdrawn", _("retirée")


#: Handed in and not withdrawn: what counts as proposing something.
PROPOSED = (
    OfferState.SUBMITTED,
    OfferState.CORRECTION,
    OfferState.PUBLISHED,
    OfferState.PAUSED,
)


class Format(models.TextChoices):
    DISCOVERY = "discovery", _("Découverte (1/2 jour)")
    IMMERSION = "immersion", _("Immersion (1 jour et +)")
    EXCHANGE = "exchange", _("Échange réciproque")
    GROUP_VISIT = "group_visit", _("Visite collective")
    OBSERVATION = "observation", _("Observation")
    PRACTICE = "practice", _("Mise en situation")


class Duration(models.TextChoices):
    HALF_DAY = "half_day", _("1/2 jour")
    DAY = "day", _("1 jour")
    LONGER = "longer", _("plus d’1 jour")


class Weekday(models.TextChoices):
    MONDAY = "mon", _("lundi")
    TUESDAY = "tue", _("mardi")
    WEDNESDAY = "wed", _("mercredi")
    THURSDAY = "thu", _("jeudi")
    FRIDAY = "fri", _("vendredi")
    SATURDAY = "sat", _("samedi")
    SUNDAY = "sun", _("dimanche")


class Age(models.TextChoices):
    FROM_0 = "0-6", _("0-6 ans")
    FROM_6 = "6-12", _("6-12 ans")
    FROM_12 = "12-18", _("12-18 ans")
    FROM_16 = "16-23", _("16-23 ans")
    ADULTS = "adults", _("adultes")


class SpokenLanguage(models.TextChoices):
    FR = "fr", _("français")
    NL = "nl", _("néerlandais")
    DE = "de", _("allemand")
    EN = "en", _("anglais")
    SIGN = "sign", _("langue des signes")


class BeneficiaryContact(models.TextChoices):
    """Beneficiaries are told, or give their assent (SP-13); nothing about them is stored."""

    NONE = "none", _("non")
    TOLD = "told", _("oui, informés")
    ASSENT = "assent", _("oui, avec assentiment")
