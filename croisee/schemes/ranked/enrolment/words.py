"""Words of a spreadsheet as the codes we store. What is not known is kept as text and told."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import TextChoices
from django.utils import translation

from croisee.core.text import fold
from croisee.offers.enums import Duration, SpokenLanguage, Weekday

LANGUAGES = ("fr", "nl", "de", "en")
# How people write what the lists call otherwise.
SYNONYMS = {
    "une demi journee": "1 2 jour",
    "demi journee": "1 2 jour",
    "une journee": "1 jour",
    "1 journee": "1 jour",
    "plusieurs jours": "plus d 1 jour",
    "plus d un jour": "plus d 1 jour",
}


def _labels(choices: type[TextChoices]) -> dict[str, str]:
    found = {}
    for language in LANGUAGES:
        with translation.override(language):
            found.update({fold(str(label)): code for code, label in choices.choices})
    return found


class Words:
    """The lists of an offer by their folded labels, in all languages."""

    def __init__(self) -> None:
        self._durations = _labels(Duration)
        self._weekdays = _labels(Weekday)
        self._languages = _labels(SpokenLanguage)

    def duration(self, text: str) -> str | None:
        folded = fold(text)
        return self._durations.get(SYNONYMS.get(folded, folded))

    def weekdays(self, texts: Iterable[str]) -> tuple[list[str], list[str]]:
        """(codes in the order of the week, words not understood)."""
        return _sorted_codes(self._weekdays, texts, Weekday)

    def languages(self, texts: Iterable[str]) -> tuple[list[str], list[str]]:
        return _sorted_codes(self._languages, texts, SpokenLanguage)


def _sorted_codes(
    labels: dict[str, str], texts: Iterable[str], choices: type[TextChoices]
) -> tuple[list[str], list[str]]:
    texts = list(texts)
    codes = {labels[fold(text)] for text in texts if fold(text) in labels}
    unknown = [text for text in texts if fold(text) and fold(text) not in labels]
    return [code for code in choices.values if code in codes], unknown
