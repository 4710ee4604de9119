"""How what the desk remembers of a person follows a merge."""

from __future__ import annotations

from django.utils.translation import ngettext

from croisee.core.merging import Follow, follow, stays


def _views(count: int) -> str:
    return ngettext("%(n)d vue enregistrée", "%(n)d vues enregistrées", count) % {"n": count}


def declare() -> None:
    follow(Follow("desk.SavedView", "person", _views, programme="programme"))
    stays("desk.Visit", "person")
    stays("desk.NotTheSame", "by")
    stays("desk.Mailing", "by", "asked_by")
