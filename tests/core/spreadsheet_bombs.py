"""Forty hostile or broken files (reliability.md, rule 13), each with the code it is refused with.

None as a code: the file is odd but honest enough to be read.
"""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Callable, Iterator

from tests.core.spreadsheet_files import (
    CONTENT_TYPES,
    HEAD,
    MAIN,
    PACKAGE_RELS,
    RELS,
    ROOT_RELS,
    SHEET_PART,
    WORKBOOK,
    packed,
    parts,
    sheet,
    strings,
    xlsx,
)

DOCTYPE = "<!DOCTYPE x [<!ENTITY e 'e'>]>"
LAUGHS = (
    "<!DOCTYPE x [<!ENTITY a 'ha'>"
    + "".join(
        f"<!ENTITY {name} '{f'&{before};' * 10}'>"
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    + "]>"
)
XXE = "<!DOCTYPE x [<!ENTITY e SYSTEM 'file:///etc/hostname'>]>"
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)

Bomb = tuple[str, str | None, Callable[[], bytes]]


def with_doctype(xml: str, doctype: str = DOCTYPE) -> str:
    return xml.replace(HEAD, HEAD + doctype)


def flagged_encrypted() -> bytes:
    content = bytearray(xlsx())
    at = content.find(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def lying_about_size() -> bytes:
    """The directory announces 10 bytes where there are many."""
    content = bytearray(xlsx(sheet=sheet("<row><c><v>1</v></c></row>" * 5_000)))
    at = content.rfind(SHEET_PART.encode()) - 46
    struct.pack_into("<I", content, at + 24, 10)
    return bytes(content)


def overlapping_entries() -> bytes:
    """Hundreds of names for the same compressed bytes."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("[Content_Types].xml", CONTENT_TYPES)
        archive.writestr("xl/kernel.xml", bytes(4_000_000))
        kernel = archive.getinfo("xl/kernel.xml")
        for number in range(500):
            copy = zipfile.ZipInfo(f"xl/copy{number}.xml")
            copy.compress_type = kernel.compress_type
            copy.header_offset, copy.CRC = kernel.header_offset, kernel.CRC
            copy.compress_size, copy.file_size = kernel.compress_size, kernel.file_size
            archive.filelist.append(copy)
    return stream.getvalue()


def many_entries() -> bytes:
    return packed(
        {**parts(), **{f"xl/{number}": "" for number in range(30_000)}}, zipfile.ZIP_STORED
    )


def twice_the_same_name() -> bytes:
    stream = io.BytesIO(xlsx())
    with zipfile.ZipFile(stream, "a") as archive:
        entry = zipfile.ZipInfo(SHEET_PART.upper())
        archive.writestr(entry, "<not xml")
    return stream.getvalue()


def open_document() -> bytes:
    return packed(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<a/>"}
    )


def word_document() -> bytes:
    rels = ROOT_RELS.replace("xl/workbook.xml", "word/document.xml")
    files = {
        "[Content_Types].xml": CONTENT_TYPES,
        "_rels/.rels": rels,
        "word/document.xml": "<document/>",
    }
    return packed({**files})


def endless_attributes() -> bytes:
    many = "".join(f" a{number:x}=''" for number in range(3_000_000))
    return xlsx(sheet=f"{HEAD}<worksheet xmlns='{MAIN}'><sheetData{many}/></worksheet>")


def many_workbook_sheets(count: int) -> bytes:
    """Every sheet is the same part."""
    entries = "".join(f"<sheet name='F{n}' sheetId='{n}' r:id='rId1'/>" for n in range(1, count))
    workbook = (
        f"{HEAD}<workbook xmlns='{MAIN}' xmlns:r='{RELS}'><sheets>{entries}</sheets></workbook>"
    )
    return xlsx(workbook=workbook, sheet=sheet("<row><c><v>1</v></c></row>" * 1_000))


def elsewhere(target: str, mode: str = "Internal") -> bytes:
    rels = (
        f"{HEAD}<Relationships xmlns='{PACKAGE_RELS}'><Relationship Id='rId1' "
        f"Type='{RELS}/worksheet' Target='{target}' TargetMode='{mode}'/></Relationships>"
    )
    return xlsx(workbook_rels=rels)


def cited_a_lot() -> bytes:
    """One long text, and every cell cites it."""
    row = "<row>" + "<c t='s'><v>0</v></c>" * 100 + "</row>"
    return xlsx(sheet=sheet(row * 1_000), strings=strings("x" * 32_000))


def headings_everywhere() -> bytes:
    """Texts that might all be headings, on twenty sheets."""
    rows = "".join(
        "<row>"
        + "".join(f"<c t='s'><v>{row * 80 + column}</v></c>" for column in range(80))
        + "</row>"
        for row in range(30)
    )
    texts = [f"{'nombre de la de des ' * 9}{number}" for number in range(2_400)]
    entries = "".join(f"<sheet name='F{n}' sheetId='{n}' r:id='rId1'/>" for n in range(1, 21))
    workbook = (
        f"{HEAD}<workbook xmlns='{MAIN}' xmlns:r='{RELS}'><sheets>{entries}</sheets></workbook>"
    )
    return xlsx(sheet=sheet(rows), strings=strings(*texts), workbook=workbook)


def bombs() -> Iterator[Bomb]:
    """Name, expected code, maker."""
    one = "<row><c><v>1</v></c></row>"
    yield "text", "not_a_spreadsheet", lambda: b"N;Places\nH001;4\n"
    yield "pdf", "not_a_spreadsheet", lambda: b"%PDF-1.7\n" + bytes(500)
    yield "zeros", "not_a_spreadsheet", lambda: bytes(5_000)
    yield "old excel", "old_excel", lambda: OLE
    yield "password", "encrypted", lambda: OLE + "EncryptedPackage".encode("utf-16-le")
    yield "zip password", "encrypted", flagged_encrypted
    yield "open document", "open_document", open_document
    yield "word", "not_a_spreadsheet", word_document
    yield "plain zip", "not_a_spreadsheet", lambda: packed({"a.txt": "a"})
    yield "no workbook", "not_a_spreadsheet", lambda: packed({"[Content_Types].xml": CONTENT_TYPES})
    yield "binary excel", "binary_excel", lambda: packed({**parts(), "xl/workbook.bin": b"x"})
    yield "no sheet", "no_sheet", lambda: xlsx(workbook=WORKBOOK.replace("rId1", "rId9"))
    yield "truncated", "damaged", lambda: xlsx()[:-40]
    yield "cut in the middle", "damaged", lambda: xlsx()[:200]
    yield "only a signature", "damaged", lambda: b"PK\x03\x04" + bytes(50)
    yield "too big", "too_big", lambda: b"PK\x03\x04" + bytes(11 * 1024 * 1024)
    yield "inflates to 100 MB", "inflated", lambda: xlsx(sheet=bytes(100 * 1024 * 1024))
    yield "overlapping", "inflated", overlapping_entries
    yield "30,000 entries", "inflated", many_entries
    yield "lies about its size", "damaged", lying_about_size
    yield "bzip2", "damaged", lambda: packed(parts(), zipfile.ZIP_BZIP2)
    yield "lzma", "damaged", lambda: packed(parts(), zipfile.ZIP_LZMA)
    yield "same name twice", "damaged", twice_the_same_name
    for part, xml in (("sheet", sheet(one)), ("strings", strings("a")), ("workbook", WORKBOOK)):
        yield f"doctype in {part}", "doctype", lambda p=part, x=xml: xlsx(**{p: with_doctype(x)})
    yield "doctype in the links", "doctype", lambda: xlsx(rels=with_doctype(ROOT_RELS))
    yield "billion laughs", "doctype", lambda: xlsx(sheet=with_doctype(sheet("&i;"), LAUGHS))
    yield "outside entity", "doctype", lambda: xlsx(sheet=with_doctype(sheet("&e;"), XXE))
    yield (
        "utf-16 doctype",
        "doctype",
        lambda: xlsx(sheet=with_doctype(sheet(one)).replace("UTF-8", "UTF-16").encode("utf-16")),
    )
    yield "unknown encoding", "damaged", lambda: xlsx(sheet=sheet(one).replace("UTF-8", "UTF-7"))
    yield "no such encoding", "damaged", lambda: xlsx(sheet=sheet(one).replace("UTF-8", "klingon"))
    yield "not xml", "damaged", lambda: xlsx(sheet="<worksheet><sheetData>")
    yield (
        "far cell",
        "too_many_columns",
        lambda: xlsx(sheet=sheet("<row r='1048576'><c r='XFD1048576'><v>1</v></c></row>")),
    )
    yield "beyond the last row", "damaged", lambda: xlsx(sheet=sheet("<row r='1048577'><c/></row>"))
    yield "row minus one", "damaged", lambda: xlsx(sheet=sheet("<row r='-1'><c><v>1</v></c></row>"))
    yield (
        "no such column",
        "damaged",
        lambda: xlsx(sheet=sheet("<row><c r='ZZZZ1'><v>1</v></c></row>")),
    )
    yield "no such text", "damaged", lambda: xlsx(sheet=sheet("<row><c t='s'><v>7</v></c></row>"))
    yield (
        "text minus one",
        "damaged",
        lambda: xlsx(sheet=sheet("<row><c t='s'><v>-1</v></c></row>"), strings=strings("a")),
    )
    yield "too many rows", "too_many_rows", lambda: xlsx(sheet=sheet(one * 60_000))
    yield (
        "flood of cells",
        "too_many_cells",
        lambda: xlsx(sheet=sheet("<row>" + "<c/>" * 3_000_000)),
    )
    yield "nested without end", "too_many_cells", lambda: xlsx(sheet="<a>" * 3_000_000)
    yield "text cited a lot", "too_much_text", cited_a_lot
    yield "endless attributes", "too_much_text", endless_attributes
    yield (
        "endless comment",
        "too_much_text",
        lambda: xlsx(sheet=HEAD + "<!--" + " " * (60 * 1024 * 1024) + "--><worksheet/>"),
    )
    yield (
        "endless text",
        None,
        lambda: xlsx(
            sheet=sheet(f"<row><c t='inlineStr'><is><t>{'x' * 900_000}</t></is></c></row>")
        ),
    )
    yield "one part, 10,000 sheets", None, lambda: many_workbook_sheets(10_000)
    yield "sheet outside", "no_sheet", lambda: elsewhere("../../../../etc/hostname")
    yield "sheet on the web", "no_sheet", lambda: elsewhere("http://x.example/s.xml", "External")
    yield "workbook as its sheet", None, lambda: elsewhere("workbook.xml")
    yield "headings everywhere", None, headings_everywhere
    yield (
        "300,000 merged cells",
        None,
        lambda: xlsx(
            sheet=sheet(
                one, after="<mergeCells>" + "<mergeCell ref='A1:B2'/>" * 300_000 + "</mergeCells>"
            )
        ),
    )
