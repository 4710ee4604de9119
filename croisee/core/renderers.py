"""Forms as the house draws them (FORM_RENDERER)."""

from __future__ import annotations

from typing import Any

from django.forms.renderers import TemplatesSetting
from django.http import HttpRequest

from croisee.core.form_widgets import dress


class HouseRenderer(TemplatesSetting):
    """Label, hint, error, field, in this order; Bootstrap's classes on the inputs.

    The templates of core/templates/django/forms win over Django's, core being listed before
    `django.forms` in INSTALLED_APPS.
    """

    form_template_name = "core/forms/form.html"

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> str:
        """Dress widgets on their way to the template."""
        if isinstance(context.get("widget"), dict):
            dress(context["widget"])
        return super().render(template_name, context, request)
