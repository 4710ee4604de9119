"""The style sheets keep their promises: one place for colours, dark twice the same."""

import re
from pathlib import Path

import pytest

CORE = Path(__file__).parent.parent.parent / "croisee" / "core"
STATIC = CORE / "static" / "core"
TOKENS = (STATIC / "tokens.css").read_text(encoding="utf-8")
SHEETS = [STATIC / "components.css", STATIC / "participants.css"]
COMPONENTS = "".join(path.read_text(encoding="utf-8") for path in SHEETS)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
COLOUR = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgba?|hsla?|oklch|lab)\(")
NAMED = re.compile(r":\s*(?:white|black|red|green|blue|grey|gray|orange|yellow)\b")


def block(opening: str) -> dict[str, str]:
    """The declarations of the block that starts with `opening`."""
    start = TOKENS.index(opening) + len(opening)
    body = COMMENT.sub("", TOKENS[start : TOKENS.index("}", start)])
    return dict(re.findall(r"([\w-]+)\s*:\s*(.+?);(?=\s|$)", body))


def contrast(one: str, other: str) -> float:
    """WCAG contrast of two #RRGGBB colours."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def luminance(colour: str) -> float:
    """WCAG relative luminance."""
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    r, g, b = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * r + 0.7152 * g + 0.0722 * b


LIGHT = block(':root, [data-bs-theme="light"] {')
DARK = block('\n[data-bs-theme="dark"] {')
DARK_BY_SYSTEM = block(':root:not([data-bs-theme="light"]) {')


def test_dark_chosen_and_dark_by_the_system_are_the_same():
    assert DARK == DARK_BY_SYSTEM
    assert set(DARK) == set(LIGHT)


def test_every_token_used_is_defined():
    defined = set(re.findall(r"(--[\w-]+)\s*:", TOKENS + COMPONENTS))
    used = set(re.findall(r"var\((--[\w-]+)", TOKENS + COMPONENTS))
    assert used - defined == set()


def test_no_colour_is_decided_outside_the_tokens():
    rules = COMMENT.sub("", COMPONENTS)
    assert COLOUR.findall(rules) == []
    assert NAMED.findall(rules) == []


@pytest.mark.parametrize("theme", [LIGHT, DARK])
@pytest.mark.parametrize("text", ["ink", "ink-2", "accent", "thread-ink", "ok", "warn", "bad"])
def test_text_is_readable_on_every_ground_it_stands_on(theme, text):
    grounds = ["ground", "surface", f"{text}-soft" if f"--c-{text}-soft" in theme else "sunken"]
    for ground in grounds:
        assert contrast(theme[f"--c-{text}"], theme[f"--c-{ground}"]) >= 4.5, (text, ground)


def test_every_file_the_sheets_name_exists():
    for address in re.findall(r'url\("(?!data:)([^"]+)"\)', TOKENS + COMPONENTS):
        assert (STATIC / address).is_file(), address


def test_nothing_comes_from_elsewhere():
    for path in [*STATIC.rglob("*.css"), *STATIC.rglob("*.js")]:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"""(?:url\(|import\s*\(?|src=)["']?https?:""", text), path
        assert "sourceMappingURL" not in text, path


def test_templates_hold_no_style_and_no_script_of_their_own():
    pages = [p for p in (CORE.parent).rglob("templates/**/*.html") if p.parent.name != "mail"]
    assert pages
    for path in pages:
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<style|\sstyle=|<script(?![^>]*\ssrc=)|\son[a-z]+=\"", text), path


def test_a_page_with_its_fonts_stays_light():
    """150 KB compressed for everything a first visit loads; the page itself is given 20."""
    import gzip

    sheets = [STATIC / "vendor/bootstrap.min.css", STATIC / "tokens.css", *SHEETS]
    scripts = [STATIC / "page.js", STATIC / "desk.js", STATIC / "vendor/htmx.min.js"]
    packed = sum(len(gzip.compress(path.read_bytes())) for path in sheets + scripts)
    fonts = sum(path.stat().st_size for path in STATIC.glob("vendor/fonts/*-latin-?00-*.woff2"))
    assert packed + fonts < 130_000
