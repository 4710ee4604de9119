"""Reading any .xlsx file into plain rows."""

import datetime
import io
from pathlib import Path

import openpyxl
import pytest

from croisee.core.spreadsheets import CellError, Sheet, from_bytes, from_path, read_workbook
from croisee.core.spreadsheets.dates import from_serial, shows_a_date
from croisee.core.spreadsheets.rows import column_index, column_letters
from tests.core.spreadsheet_files import HEAD, MAIN, sheet, strings, xlsx

SAMPLES = Path(__file__).parent.parent / "samples"


def first_sheet(content: bytes) -> Sheet:
    return read_workbook(from_bytes("f.xlsx", content))[0]


def cells(rows: str, **parts: str) -> list[dict[int, object]]:
    return [dict(row.cells) for row in first_sheet(xlsx(sheet=sheet(rows), **parts)).rows]


def saved(workbook: openpyxl.Workbook) -> bytes:
    stream = io.BytesIO()
    workbook.save(stream)
    return stream.getvalue()


@pytest.mark.parametrize("name", ["hotes.xlsx", "stagiaires.xlsx"])
def test_the_samples_read_as_another_library_reads_them(name: str) -> None:
    worksheet = openpyxl.load_workbook(SAMPLES / name).worksheets[0]
    expected = {
        number: {column: value for column, value in enumerate(values) if value is not None}
        for number, values in enumerate(worksheet.iter_rows(values_only=True), start=1)
        if any(value is not None for value in values)
    }
    found = read_workbook(from_path(SAMPLES / name))[0]
    assert found.name == worksheet.title
    assert {row.number: row.cells for row in found.rows} == expected


def test_values_of_every_kind() -> None:
    workbook = openpyxl.Workbook()
    worksheet = workbook.worksheets[0]
    moment = datetime.datetime(2026, 11, 23, 9, 37, 12)
    worksheet.append(["é <&> 👩", 4, 4.5, True, moment, None, "0123"])
    worksheet["H1"] = "#N/A"
    worksheet["I1"] = "=1+1"
    found = first_sheet(saved(workbook))
    assert found.rows[0].cells == {
        0: "é <&> 👩",
        1: 4,
        2: 4.5,
        3: True,
        4: moment,
        6: "0123",
        7: CellError("#N/A"),
        8: CellError("="),
    }
    assert found.formulas == {(1, 8)}


def test_a_formula_keeps_its_last_result() -> None:
    rows = "<row><c><f>A1</f><v>4</v></c><c t='str'><f>B1</f><v>x</v></c><c t='str'><f>C1</f><v/></c></row>"
    assert cells(rows) == [{0: 4, 1: "x"}]


def test_texts_shared_rich_and_escaped() -> None:
    shared = (
        f"{HEAD}<sst xmlns='{MAIN}'><si><r><t>en </t></r><r><t>gras</t></r>"
        "<rPh sb='0' eb='1'><t>ignoré</t></rPh></si><si><t>a_x000D_&#10;b_x0007_</t></si></sst>"
    )
    rows = (
        "<row><c t='s'><v>0</v></c><c t='s'><v>1</v></c>"
        "<c t='inlineStr'><is><r><t>x</t></r><r><t>y</t></r></is></c></row>"
    )
    assert cells(rows, strings=shared) == [{0: "en gras", 1: "a\r\nb\x07", 2: "xy"}]


def test_rows_and_cells_without_a_place_follow_one_another() -> None:
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row r='9'><c r='C9'><v>3</v></c></row>"
    found = first_sheet(xlsx(sheet=sheet(rows)))
    assert [(row.number, row.cells) for row in found.rows] == [(1, {0: 1, 1: 2}), (9, {2: 3})]


def test_prefixed_names_are_read() -> None:
    prefixed = (
        f"{HEAD}<x:worksheet xmlns:x='{MAIN}'><x:sheetData><x:row r='2'><x:c r='B2'><x:v>7</x:v></x:c>"
        "</x:row></x:sheetData></x:worksheet>"
    )
    assert [row.cells for row in first_sheet(xlsx(sheet=prefixed)).rows] == [{1: 7}]


def test_dates_by_format_and_from_1904() -> None:
    styles = (
        f"{HEAD}<styleSheet xmlns='{MAIN}'><numFmts><numFmt numFmtId='170' formatCode='dd/mm/yyyy hh:mm'/>"
        "<numFmt numFmtId='171' formatCode='0.00 &quot;jours&quot;'/></numFmts>"
        "<cellStyleXfs><xf numFmtId='14'/></cellStyleXfs>"
        "<cellXfs><xf numFmtId='0'/><xf numFmtId='14'/><xf numFmtId='170'/><xf numFmtId='171'/></cellXfs>"
        "</styleSheet>"
    )
    rows = "<row>" + "".join(f"<c s='{style}'><v>46349.5</v></c>" for style in range(4)) + "</row>"
    noon = datetime.datetime(2026, 11, 23, 12)
    assert cells(rows, styles=styles) == [{0: 46349.5, 1: noon, 2: noon, 3: 46349.5}]
    book = (
        f"{HEAD}<workbook xmlns='{MAIN}' xmlns:r='r'><workbookPr date1904='1'/>"
        "<sheets><sheet name='F' sheetId='1' r:id='rId1'/></sheets></workbook>"
    )
    assert cells("<row><c s='1'><v>0</v></c></row>", styles=styles, workbook=book) == [
        {0: datetime.datetime(1904, 1, 1)}
    ]
    assert cells("<row><c t='d'><v>2026-11-23T09:37:00</v></c></row>") == [
        {0: datetime.datetime(2026, 11, 23, 9, 37)}
    ]


@pytest.mark.parametrize(
    ("code", "is_date"),
    [("General", False), ("0.00", False), ("[h]:mm", True), ("[Red]0", False), ("m/d/yy", True)],
)
def test_which_formats_show_dates(code: str, is_date: bool) -> None:
    assert shows_a_date(200, code) is is_date


def test_numbers_that_are_no_dates() -> None:
    assert from_serial(-1) is None
    assert from_serial(1e9) is None


def test_hidden_sheets_rows_and_merged_cells_are_known() -> None:
    workbook = openpyxl.Workbook()
    first, second = workbook.worksheets[0], workbook.create_sheet("Cachée")
    second.sheet_state = "hidden"
    first.append(["a"])
    first.append(["b"])
    second.append(["c"])
    first.row_dimensions[2].hidden = True
    first.merge_cells("A1:B1")
    sheets = read_workbook(from_bytes("f.xlsx", saved(workbook)))
    assert [one.hidden for one in sheets] == [False, True]
    assert (sheets[0].hidden_rows, sheets[0].merged) == (1, ["A1:B1"])


def test_declared_dimensions_are_not_trusted() -> None:
    content = xlsx(
        sheet=sheet("<row r='3'><c r='B3'><v>1</v></c></row>", "<dimension ref='A1:XFD1048576'/>")
    )
    assert [(row.number, row.cells) for row in first_sheet(content).rows] == [(3, {1: 1})]


def test_a_far_row_costs_nothing() -> None:
    rows = (
        "<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='A1048576'><v>2</v></c></row>"
    )
    assert cells(rows) == [{0: 1}, {0: 2}]


def test_numbers_that_are_no_numbers() -> None:
    rows = "<row><c><v>1e999</v></c><c><v>nan</v></c><c><v>12 ans</v></c><c><v>1e20</v></c></row>"
    assert cells(rows) == [{0: CellError("#NUM!"), 1: CellError("#NUM!"), 2: "12 ans", 3: 1e20}]


def test_many_ways_to_be_blank() -> None:
    rows = "<row><c/><c><v/></c><c t='s'><v>0</v></c><c t='inlineStr'><is><t/></is></c></row>"
    assert cells(rows, strings=strings("")) == []


@pytest.mark.parametrize(("index", "letters"), [(0, "A"), (25, "Z"), (26, "AA"), (16_383, "XFD")])
def test_column_names(index: int, letters: str) -> None:
    assert column_letters(index) == letters
    assert column_index(letters) == index
