"""Words of the desk that code and database share."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Recipients(models.TextChoices):
    """To whom a message of the coordination goes; TICKED is a selection made in a list."""

    HOSTS = "hosts", _("Les hôtes de cette édition")
    HOST_DRAFTS = "host_drafts", _("Les hôtes dont l’offre n’est pas terminée")
    HOSTING = "hosting", _("Les hôtes qui ont au moins un·e stagiaire")
    TRAINEES = "trainees", _("Les stagiaires inscrit·es")
    DRAFTS = "drafts", _("Les stagiaires dont l’inscription n’est pas terminée")
    PLACED = "placed", _("Les stagiaires qui ont une place")
    NOT_PLACED = "not_placed", _("Les stagiaires sans place")
    EVERYBODY = "everybody", _("Hôtes et stagiaires de cette édition")
    PREVIOUS_HOSTS = "previous_hosts", _("Les hôtes de l’édition précédente")
    PREVIOUS_TRAINEES = "previous_trainees", _("Les stagiaires de l’édition précédente")
    NEWS = "news", _("Les personnes qui ont demandé le courrier")
    TICKED = "ticked", _("Les personnes cochées dans une liste")


class HostState(models.TextChoices):
    """What a host said of this edition. An institution speaks for its services: « not this year »
    is told of all of them that propose nothing."""

    PROPOSES = "proposes", _("propose")
    BEGUN = "begun", _("offre commencée")
    WITHDRAWN = "withdrawn", _("offre retirée")
    DECLINED = "declined", _("pas cette année")
    SILENT = "silent", _("n’a pas répondu")


#: These people may not be in this edition: what they get is an announcement, with its way out.
ANNOUNCED = (Recipients.PREVIOUS_HOSTS, Recipients.PREVIOUS_TRAINEES, Recipients.NEWS)
