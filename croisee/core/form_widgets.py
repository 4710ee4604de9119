"""Bootstrap's classes on every input, so that no form has to name them."""

from __future__ import annotations

from typing import Any

TICKS = {"checkbox", "radio"}
WITHOUT_CLASS = {"hidden", "submit", "button", "image", "reset"}
# Templates of widgets that hold others: the inner ones are dressed, not they.
GROUPS = {"multiwidget", "splitdatetime", "select_date", "splithiddendatetime", "multiple_hidden"}
CHOICE_GROUPS = {"checkbox_select", "radio", "multiple_input"}
WIDTHS = {"date": "w-date", "number": "w-num"}


def dress(widget: dict[str, Any]) -> None:
    """Add the classes to a widget's context, and to those of the widgets inside it."""
    for inner in widget.get("subwidgets") or ():
        dress(inner)
    kind = _kind(widget)
    if kind in CHOICE_GROUPS:
        _dress_options(widget)
    elif kind not in GROUPS:
        _add(widget["attrs"], _class_of(kind, widget.get("type", "")))


def _dress_options(widget: dict[str, Any]) -> None:
    """Every radio or box of a group; the group itself keeps its own class."""
    for _group, options, _index in widget.get("optgroups") or ():
        for option in options:
            _add(option["attrs"], "form-check-input")


def _kind(widget: dict[str, Any]) -> str:
    """Name of the widget's template: `date` of django/forms/widgets/date.html."""
    return str(widget.get("template_name", "")).rpartition("/")[2].removesuffix(".html")


def _class_of(kind: str, input_type: str) -> str:
    if input_type in WITHOUT_CLASS:
        return ""
    if input_type in TICKS:
        return "form-check-input"
    if kind == "select":
        return "form-select"
    return f"form-control {WIDTHS.get(kind, '')}".strip()


def _add(attrs: dict[str, Any], names: str) -> None:
    """Extend the class attribute; an input in error says so to Bootstrap too."""
    if not names:
        return
    if attrs.get("aria-invalid"):
        names += " is-invalid"
    present = str(attrs.get("class", "")).split()
    attrs["class"] = " ".join([*present, *(n for n in names.split() if n not in present)])
