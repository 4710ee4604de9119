"""Values of fields in words: in conflicts, in « Annuler » lines and in the journal of an object."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext as _

from croisee.core.written_lists import apart


def in_words(field: forms.Field | None, value: Any) -> str:
    """A plain value as the field's choices call it."""
    if value in (None, "", []):
        return _("rien")
    if isinstance(value, bool):
        return _("oui") if value else _("non")
    labels = _labels(field)
    values = value if isinstance(value, list) else [value]
    return ", ".join(labels.get(str(one), str(one)) for one in values)


def _labels(field: forms.Field | None) -> dict[str, str]:
    found: dict[str, str] = {}
    for code, label in getattr(field, "choices", ()) or ():
        inner = label if isinstance(label, (list, tuple)) else [(code, label)]
        found |= {str(one): str(text) for one, text in inner}
    return found


def conflict_sentence(field: forms.Field, stored: Any, who: str) -> str:
    told = {"value": shortened(in_words(field, stored)), "who": who}
    if who:
        sentence = _("%(who)s a écrit entre-temps « %(value)s ».") % told
    else:
        sentence = _("Quelqu’un a écrit entre-temps « %(value)s ».") % told
    return f"{sentence} {_('Votre réponse est gardée ici : enregistrez encore pour la mettre.')}"


def shortened(text: str, length: int = 80) -> str:
    text = " ".join(text.split())
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _told(field: forms.Field | None, value: Any) -> str:
    """A value within a sentence: between quotation marks when it has several words."""
    words = shortened(in_words(field, value), 60)
    return _("« %(value)s »") % {"value": words} if " " in words else words


def changed_sentence(name: str, form: forms.Form, changes: dict[str, list[Any]]) -> str:
    """« Code postal de Thibault Lecocq : 5500 au lieu de 5000. »"""
    parts = [
        _("%(field)s : %(new)s au lieu de %(old)s")
        % {
            "field": form.fields[field].label if field in form.fields else field,
            "new": _told(form.fields.get(field), new),
            "old": _told(form.fields.get(field), old),
        }
        for field, (old, new) in list(changes.items())[:3]
    ]
    more = len(changes) - len(parts)
    if more > 0:
        parts.append(_("et %(count)d autres champs") % {"count": more})
    return f"{name}. {apart(parts)}."
