"""Kinds of words in addresses."""

from django.urls.converters import StringConverter


class PlainConverter(StringConverter):
    """Any text but a slash or a NUL, which PostgreSQL refuses with an error (rule 11)."""

    regex = r"[^/\0]+"
