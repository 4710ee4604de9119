"""Make the TTF fonts of the PDFs out of the vendored woff2 files.

Typst embeds TTF and ignores woff2. Run by hand after a change of fonts, never by the build:

    pip install "fonttools[woff]"
    python scripts/make_fonts.py

For each family and weight the latin and latin-ext files are merged into one TTF, given its plain
family name, and taught the no-break hyphen and the narrow no-break space, which neither has.
"""

from pathlib import Path
from tempfile import TemporaryDirectory

from fontTools.merge import Merger
from fontTools.ttLib import TTFont

CORE = Path(__file__).parent.parent / "croisee" / "core"
SOURCE = CORE / "static" / "core" / "vendor" / "fonts"
TARGET = CORE / "fonts"
FAMILIES = {
    "atkinson-hyperlegible-next": "Atkinson Hyperlegible Next",
    "figtree": "Figtree",
}
WEIGHTS = {400: "Regular", 700: "Bold"}
SUBSETS = ("latin", "latin-ext")
ALIASES = {0x2010: 0x2D, 0x2011: 0x2D, 0x202F: 0xA0}  # drawn as the second


def main() -> None:
    """Write one TTF per family and weight."""
    TARGET.mkdir(exist_ok=True)
    for stem, family in FAMILIES.items():
        for weight, style in WEIGHTS.items():
            font = merged(stem, weight)
            rename(font, family, style)
            add_aliases(font)
            font.save(TARGET / f"{family.replace(' ', '')}-{style}.ttf")


def merged(stem: str, weight: int) -> TTFont:
    """The subsets of one weight as a single font."""
    with TemporaryDirectory() as folder:
        parts = [str(as_ttf(stem, subset, weight, Path(folder))) for subset in SUBSETS]
        return Merger().merge(parts)


def as_ttf(stem: str, subset: str, weight: int, folder: Path) -> Path:
    """Unpack one woff2 file."""
    font = TTFont(SOURCE / f"{stem}-{subset}-{weight}-normal.woff2")
    font.flavor = None
    path = folder / f"{subset}.ttf"
    font.save(path)
    return path


def rename(font: TTFont, family: str, style: str) -> None:
    """Give family, style, full and PostScript names: the web files say 'Figtree Light'."""
    compact = family.replace(" ", "")
    names = {1: family, 2: style, 4: f"{family} {style}", 6: f"{compact}-{style}"}
    for record in font["name"].names:
        if record.nameID in names:
            record.string = names[record.nameID]


def add_aliases(font: TTFont) -> None:
    """Let typographic hyphens and spaces use the glyph of their plain likeness."""
    for table in font["cmap"].tables:
        if not table.isUnicode():
            continue
        for code, like in ALIASES.items():
            if like in table.cmap:
                table.cmap.setdefault(code, table.cmap[like])


if __name__ == "__main__":
    main()
