"""Errors of forms as the summary on top of a page tells them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator

from django.forms import BaseForm, BaseFormSet
from django.forms.boundfield import BoundField

from croisee.core.written_lists import sign


def entries_of(forms: Iterable[BaseForm | BaseFormSet]) -> list[tuple[str, str]]:
    """(id of the field or '', sentence), in the order of the page; each once. Where several fields
    get the same sentence, the name of the field stands before it: else nobody could tell them apart."""
    found = list(dict.fromkeys(entry for form in forms for entry in _entries(form)))
    said = Counter(sentence for _, _, sentence in found)
    return [
        (target, f"{label}{sign(':')} {sentence}" if label and said[sentence] > 1 else sentence)
        for target, label, sentence in found
    ]


def _entries(form: BaseForm | BaseFormSet) -> Iterator[tuple[str, str, str]]:
    if isinstance(form, BaseFormSet):
        yield from (("", "", str(error)) for error in form.non_form_errors())
        for inner in form.forms:
            yield from _entries(inner)
        return
    yield from (("", "", str(error)) for error in form.non_field_errors())
    for field in form:
        yield from ((target_of(field), str(field.label), str(error)) for error in field.errors)


def target_of(field: BoundField) -> str:
    """Where the link of the summary leads: the input, or the first one of a group."""
    if field.is_hidden:
        return ""
    if field.id_for_label:
        return field.id_for_label
    return f"{field.auto_id}_0" if field.auto_id else ""
