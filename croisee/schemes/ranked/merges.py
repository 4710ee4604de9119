"""How applications follow a merge. Two in one edition are two requests: a person decides."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from croisee.core.merging import Follow, follow, stays
from croisee.schemes.ranked.models import Application

WITHDRAWN = Application.State.WITHDRAWN


def _applications(count: int) -> str:
    return ngettext("%(n)d inscription", "%(n)d inscriptions", count) % {"n": count}


def _two_requests(kept: Application, gone: Application) -> str:
    """A withdrawn one may stay behind, as history, with the record that goes."""
    if gone.state == WITHDRAWN:
        return ""
    told = {"edition": gone.edition.name}
    if kept.state == WITHDRAWN:
        return (
            _(
                "L’inscription qui compte pour « %(edition)s » est sur l’autre fiche : gardez plutôt "
                "celle-là."
            )
            % told
        )
    return (
        _(
            "Les deux fiches ont une inscription pour « %(edition)s ». Retirez d’abord celle qui ne "
            "doit pas compter, puis revenez ici."
        )
        % told
    )


def _stays_behind(_kept: Application, _gone: Application) -> None:
    pass


def declare() -> None:
    follow(
        Follow(
            "ranked.Application",
            "person",
            _applications,
            within=("edition_id",),
            refusal=_two_requests,
            absorb=_stays_behind,
            programme="edition__programme",
        )
    )
    follow(
        Follow("ranked.Application", "organisation", _applications, programme="edition__programme")
    )
    for model, name in (
        ("ranked.Round", "published_by"),
        ("ranked.Decision", "by"),
        ("ranked.Run", "by"),
        ("ranked.SheetImport", "by"),
    ):
        stays(model, name)
