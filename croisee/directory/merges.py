"""How the rows of the directory follow a merge of persons, of services or of organisations."""

from __future__ import annotations

from django.db.models import Q
from django.utils.translation import ngettext

from croisee.core.merging import Follow, follow, stays


def _works(count: int) -> str:
    return ngettext(
        "%(n)d fonction dans un service", "%(n)d fonctions dans des services", count
    ) % {"n": count}


def _staff(count: int) -> str:
    return ngettext(
        "%(n)d personne qui y travaille", "%(n)d personnes qui y travaillent", count
    ) % {"n": count}


def _services(count: int) -> str:
    return ngettext("%(n)d service", "%(n)d services", count) % {"n": count}


def declare() -> None:
    follow(Follow("directory.Membership", "person", _works, within=("service_id", "role")))
    follow(Follow("directory.Membership", "service", _staff, within=("person_id", "role")))
    # A merged service keeps its old organisation: together they are how spreadsheets name it.
    present = Q(merged_into=None)
    follow(Follow("directory.Service", "organisation", _services, only=present))
    stays("directory.Service", "merged_into")
    stays("directory.Organisation", "merged_into")
    stays("directory.Service_sectors", "service")
