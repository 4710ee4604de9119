"""The search that forgives: accents, case, "·", word order, the beginning of a word, a letter wrong."""

from __future__ import annotations

from dataclasses import dataclass, field

from croisee.offers.catalogue.index import Index, Mask
from croisee.offers.catalogue.words import words_asked

LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789"
SHORTEST = 4  # below, a letter changed gives another word
MOST_WORDS = 8


@dataclass(frozen=True)
class Found:
    """Which rows answer; `read_as` tells the words that were understood as others."""

    mask: Mask
    read_as: dict[str, list[str]] = field(default_factory=dict)
    unknown: list[str] = field(default_factory=list)


def find(index: Index, text: str) -> Found:
    """The rows holding every word of `text`, each exact, begun, or one letter away."""
    found = Found(index.everything())
    for word in words_asked(text)[:MOST_WORDS]:
        matching, corrected = _matching(index, word)
        found.mask[:] &= index.rows_with(matching)
        if not matching:
            found.unknown.append(word)
        elif corrected:
            found.read_as[word] = matching
    return found


def _matching(index: Index, word: str) -> tuple[list[str], bool]:
    """(the known words meant, whether a letter had to be forgiven)."""
    begun = index.postings.beginning_with(word)
    if begun or len(word) < SHORTEST:
        return begun, False
    near = sorted(other for other in _one_letter_away(word) if other in index.postings)
    if not near and len(word) > SHORTEST:
        starts = _one_letter_away(word)
        near = sorted({known for start in starts for known in index.postings.beginning_with(start)})
    return near, True


def _one_letter_away(word: str) -> set[str]:
    """Every spelling with one letter dropped, swapped with the next, replaced or added.

    A few hundred look-ups, however large the vocabulary.
    """
    splits = [(word[:at], word[at:]) for at in range(len(word) + 1)]
    dropped = {a + b[1:] for a, b in splits if b}
    swapped = {a + b[1] + b[0] + b[2:] for a, b in splits if len(b) > 1}
    replaced = {a + letter + b[1:] for a, b in splits if b for letter in LETTERS}
    added = {a + letter + b for a, b in splits for letter in LETTERS}
    return (dropped | swapped | replaced | added) - {word}
