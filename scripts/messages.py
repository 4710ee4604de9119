"""Collect the texts to translate into croisee/locale/<language>/LC_MESSAGES/django.po.

The source of texts is French. nl, de and en hold translations; fr holds only the plural forms, copied
from the source, because gettext would otherwise count zero as a plural ("0 demandes").
Babel extracts; templates are first turned into Python by Django's own templatize().
`--check` changes nothing and fails when the catalogues are behind the source or lack a translation.
"""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parent.parent
PACKAGE = ROOT / "croisee"
LOCALE = PACKAGE / "locale"
TRANSLATED = ("nl", "de", "en")
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
SKIPPED = ("migrations", "matching/wording", "management")
EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def sources() -> Iterator[Path]:
    for pattern in ("*.py", "*.html", "*.txt"):
        for path in sorted(PACKAGE.rglob(pattern)):
            if not any(part in path.as_posix() for part in SKIPPED):
                yield path


def found() -> Catalog:
    """Every text of the source, without line numbers, so that moving code changes nothing."""
    catalogue = Catalog(fuzzy=False)
    for path in sources():
        name = path.relative_to(ROOT).as_posix()
        for _line, text, _comments, context in _texts(path):
            catalogue.add(text, locations=[(name, None)], context=context, flags=_flags(text))
    return catalogue


def _texts(path: Path) -> Iterator[tuple]:
    source = path.read_text(encoding="utf-8")
    if path.suffix != ".py":
        if "{%" not in source:
            return
        # What is left of the lines between tags may begin with blanks: no Python, and no text either.
        source = re.sub(r"(?m)^[ \t]+", "", templatize(source, origin=path.name))
    yield from extract("python", io.BytesIO(source.encode()), KEYWORDS, (), {"encoding": "utf-8"})


def _flags(text: str | tuple[str, ...]) -> list[str]:
    first = text if isinstance(text, str) else text[0]
    return ["python-format"] if re.search(r"%\(\w+\)[sd]", first) else []


def updated(language: str, template: Catalog) -> Catalog:
    """The catalogue of a language with what the source says now; translations are kept."""
    path = po_file(language)
    known = Catalog(locale=language)
    if path.exists():
        with path.open("rb") as file:
            known = read_po(file, locale=language)
    catalogue = Catalog(
        locale=language,
        project="Croisée",
        header_comment="# Texts of Croisée. The source is French; `make messages` keeps this file.",
        last_translator="",
        language_team="",
        fuzzy=False,
        creation_date=EPOCH,
        revision_date=EPOCH,
    )
    for message in sorted((m for m in template if m.id), key=_order):
        if language == "fr" and not message.pluralizable:
            continue
        catalogue.add(
            message.id,
            _translation(language, known, message),
            locations=sorted(set(message.locations)),
            flags=message.flags - {"fuzzy"},
            context=message.context,
        )
    return catalogue


def _order(message: Message) -> tuple[str, str]:
    return (message.id if isinstance(message.id, str) else message.id[0], message.context or "")


def _translation(language: str, known: Catalog, message: Message) -> str | tuple[str, ...]:
    if language == "fr":
        return tuple(message.id)
    earlier = known.get(_order(message)[0], message.context) or _but_for_spaces(known, message)
    if earlier and earlier.pluralizable == message.pluralizable:
        return earlier.string
    return ("", "") if message.pluralizable else ""


def _but_for_spaces(known: Catalog, message: Message) -> Message | None:
    """A text whose spaces alone changed (« : » tied by a no-break space) keeps its translation."""
    wanted = (_squeezed(_order(message)[0]), message.context)
    matches = (old for old in known if old.id and _has_text(old))
    return next(
        (old for old in matches if (_squeezed(_order(old)[0]), old.context) == wanted), None
    )


def _squeezed(text: str) -> str:
    return re.sub(r"\s+", "", text)


def _has_text(message: Message) -> bool:
    return all(_strings(message))


def po_file(language: str) -> Path:
    return LOCALE / language / "LC_MESSAGES" / "django.po"


def text_of(catalogue: Catalog) -> bytes:
    buffer = io.BytesIO()
    write_po(
        buffer, catalogue, width=100, omit_header=False, sort_output=True, include_lineno=False
    )
    return buffer.getvalue()


def missing(catalogue: Catalog) -> list[str]:
    """Source texts without translation, or whose placeholders are not those of the source."""
    return [
        _order(message)[0]
        for message in catalogue
        if message.id and not (all(_strings(message)) and _placeholders_kept(message))
    ]


def _strings(message: Message) -> tuple[str, ...]:
    return message.string if isinstance(message.string, (tuple, list)) else (message.string,)


def _placeholders_kept(message: Message) -> bool:
    """Singular forms may leave the count out; nothing may be invented."""
    sources = (message.id,) if isinstance(message.id, str) else message.id
    allowed = {name for text in sources for name in re.findall(r"%\(\w+\)[sd]", text)}
    used = {name for text in _strings(message) for name in re.findall(r"%\(\w+\)[sd]", text)}
    return used == allowed


def main() -> int:
    checking = "--check" in sys.argv[1:]
    template, faults = found(), []
    for language in (*TRANSLATED, "fr"):
        catalogue = updated(language, template)
        path, content = po_file(language), text_of(catalogue)
        behind = not path.exists() or path.read_bytes() != content
        lacking = missing(catalogue)
        sys.stdout.write(f"{language}: {len(catalogue)} texts, {len(lacking)} to translate\n")
        if checking:
            faults += [language] if behind or lacking else []
            sys.stdout.writelines(f"  {text}\n" for text in lacking[:20])
        else:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(content)
    if not checking:
        _compile()
    return 1 if faults else 0


def _compile() -> None:
    from croisee.core.management.commands.compile_translations import compile_catalogue

    for language in (*TRANSLATED, "fr"):
        compile_catalogue(po_file(language))


if __name__ == "__main__":
    sys.exit(main())
