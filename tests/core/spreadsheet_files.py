"""Spreadsheet files made by hand, byte by byte, for what no honest program writes."""

from __future__ import annotations

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE_RELS = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = '<?xml version="1.0" encoding="UTF-8"?>'

CONTENT_TYPES = (
    f"{HEAD}<Types xmlns='http://schemas.openxmlformats.org/package/2006/content-types'/>"
)
ROOT_RELS = (
    f"{HEAD}<Relationships xmlns='{PACKAGE_RELS}'>"
    f"<Relationship Id='rId1' Type='{RELS}/officeDocument' Target='xl/workbook.xml'/></Relationships>"
)
WORKBOOK = (
    f"{HEAD}<workbook xmlns='{MAIN}' xmlns:r='{RELS}'>"
    "<sheets><sheet name='Feuille' sheetId='1' r:id='rId1'/></sheets></workbook>"
)
WORKBOOK_RELS = (
    f"{HEAD}<Relationships xmlns='{PACKAGE_RELS}'>"
    f"<Relationship Id='rId1' Type='{RELS}/worksheet' Target='worksheets/sheet1.xml'/>"
    f"<Relationship Id='rId2' Type='{RELS}/sharedStrings' Target='sharedStrings.xml'/>"
    f"<Relationship Id='rId3' Type='{RELS}/styles' Target='/xl/styles.xml'/></Relationships>"
)

SHEET_PART = "xl/worksheets/sheet1.xml"
STRINGS_PART = "xl/sharedStrings.xml"
STYLES_PART = "xl/styles.xml"
WORKBOOK_PART = "xl/workbook.xml"
WORKBOOK_RELS_PART = "xl/_rels/workbook.xml.rels"


def sheet(rows: str, before: str = "", after: str = "") -> str:
    """A worksheet's XML around `rows`."""
    return (
        f"{HEAD}<worksheet xmlns='{MAIN}'>{before}<sheetData>{rows}</sheetData>{after}</worksheet>"
    )


def strings(*texts: str) -> str:
    """The part of shared texts."""
    items = "".join(f"<si><t>{text}</t></si>" for text in texts)
    return f"{HEAD}<sst xmlns='{MAIN}'>{items}</sst>"


def parts(**changed: str | bytes) -> dict[str, str | bytes]:
    """The parts of a small honest file; a part is replaced under its short name."""
    found: dict[str, str | bytes] = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": ROOT_RELS,
        WORKBOOK_PART: WORKBOOK,
        WORKBOOK_RELS_PART: WORKBOOK_RELS,
        SHEET_PART: sheet("<row r='1'><c r='A1' t='inlineStr'><is><t>a</t></is></c></row>"),
    }
    names = {
        "sheet": SHEET_PART,
        "strings": STRINGS_PART,
        "styles": STYLES_PART,
        "workbook": WORKBOOK_PART,
        "workbook_rels": WORKBOOK_RELS_PART,
        "rels": "_rels/.rels",
    }
    return found | {names[name]: content for name, content in changed.items()}


def packed(files: dict[str, str | bytes], compression: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The zip of `files`."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", compression) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


def xlsx(**changed: str | bytes) -> bytes:
    """A small file, with the given parts replaced."""
    return packed(parts(**changed))
