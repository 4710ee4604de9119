"""A coordinator who changes a text reads what every placeholder becomes."""

from __future__ import annotations

import pytest

from croisee.mail.kinds import KINDS
from croisee.mail.meanings import MEANINGS, meanings


@pytest.mark.parametrize("kind", KINDS)
def test_every_placeholder_of_a_kind_is_explained(kind: str) -> None:
    explained = meanings(KINDS[kind].placeholders)
    assert {name for name, _meaning in explained} == set(KINDS[kind].placeholders)


def test_nothing_is_explained_that_no_message_knows() -> None:
    assert set(MEANINGS) == {name for kind in KINDS.values() for name in kind.placeholders}
