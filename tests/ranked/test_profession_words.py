"""A profession of the list is said in the reader's language, whatever word a spreadsheet used (IM-48)."""

from __future__ import annotations

import pytest
from django.utils import translation

from croisee.directory.models import Profession
from croisee.people.models import Person
from croisee.schemes.ranked.labels import profession
from croisee.schemes.ranked.models import Application

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("code", "text", "said"),
    [
        ("management", "", "Leitung"),
        ("management", "Direction", "Leitung"),
        ("social-worker", "assistante sociale", "Sozialarbeiter·in"),
        ("social-worker", "Assistante sociale en CPAS", "Assistante sociale en CPAS"),
        ("other", "Criminologue", "Criminologue"),
        (None, "Criminologue", "Criminologue"),
    ],
)
def test_known_words_are_translated_and_others_stay(code: str | None, text: str, said: str) -> None:
    listed = Profession.objects.get(code=code) if code else None
    application = Application(profession=listed, profession_text=text, person=Person(language="fr"))
    with translation.override("de"):
        assert profession(application) == said
    with translation.override("fr"):
        assert profession(application) == (text or "Direction")
