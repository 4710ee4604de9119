"""Hostile files: one clear sentence each, within 5 s and 300 MB (reliability.md, rule 13)."""

import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from croisee.core.spreadsheets import UnusableFileError, from_bytes, from_path, read_workbook
from tests.core.spreadsheet_bombs import bombs

ROOT = Path(__file__).resolve().parent.parent.parent
BOMBS = list(bombs())
SECONDS, MEGABYTES = 5, 300


def code_of(content: bytes) -> str | None:
    try:
        read_workbook(from_bytes("piège.xlsx", content))
    except UnusableFileError as refusal:
        assert str(refusal).count("piège.xlsx") == 1
        assert str(refusal).endswith(".")
        return refusal.code
    return None


@pytest.mark.parametrize(("code", "make"), [b[1:] for b in BOMBS], ids=[b[0] for b in BOMBS])
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_a_hostile_file_is_refused_in_one_sentence(
    code: str | None, make: Callable[[], bytes]
) -> None:
    content = make()
    begun = time.process_time()
    assert code_of(content) == code
    assert time.process_time() - begun < SECONDS


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="reads the peak from /proc")
def test_hostile_files_take_little_memory(tmp_path: Path) -> None:
    """A process of its own reads them all; its peak is what the greediest took.

    The peak is the kernel's for this program alone: `getrusage` also counts the parent before exec.
    """
    paths = []
    for number, (_name, _code, make) in enumerate(BOMBS):
        paths.append(tmp_path / f"{number}.xlsx")
        paths[-1].write_bytes(make())
    script = (
        "import pathlib, sys\n"
        "from croisee.core.spreadsheets import *\n"
        "for path in sys.argv[1:]:\n"
        "    try: read_workbook(from_path(path))\n"
        "    except UnusableFileError as refusal: assert refusal.code\n"
        "status = pathlib.Path('/proc/self/status').read_text()\n"
        "print(status.split('VmHWM:')[1].split()[0])\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", script, *map(str, paths)],
        cwd=ROOT, capture_output=True, text=True, check=False,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, (2**31, 2**31)),
    )  # fmt: skip
    assert done.stderr == ""
    assert int(done.stdout) / 1024 < MEGABYTES


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    pipe, empty = tmp_path / "tuyau.xlsx", tmp_path / "vide.xlsx"
    os.mkfifo(pipe)
    empty.touch()
    big = tmp_path / "gros.xlsx"
    with big.open("wb") as file:
        file.truncate(2**33)
    expected = {
        tmp_path / "absent.xlsx": "« absent.xlsx » n’existe pas",
        tmp_path: "est un dossier",
        pipe: "n’est pas un fichier ordinaire",
        empty: "est vide",
        big: "au plus 10 Mo",
        Path("a\x00b.xlsx"): "ne peut pas être ouvert",
        tmp_path / ("x" * 300): "ne peut pas être ouvert",
    }
    for path, sentence in expected.items():
        with pytest.raises(UnusableFileError) as refused:
            from_path(path)
        assert sentence in str(refused.value).replace("\u00a0", " ")


def test_a_file_name_is_text_from_outside_too() -> None:
    with pytest.raises(UnusableFileError) as refused:
        from_bytes("C:\\moi\\a\n\x1b[31m\udcffb.xlsx", b"")
    assert "« a��[31m�b.xlsx »" in str(refused.value).replace("\u00a0", " ")


@pytest.mark.parametrize(
    ("content", "code"),
    [
        ("A;B\0\n1;2".encode("utf-16"), "not_a_spreadsheet"),
        ("A;B\n1;2".encode("utf-32"), "not_a_spreadsheet"),  # its mark looks like that of UTF-16
        (b"\n" * 1_048_577, "too_many_rows"),
    ],
    ids=["no text in two bytes", "four bytes a letter", "blank lines without end"],
)
def test_a_hostile_csv_is_refused(content: bytes, code: str) -> None:
    """A zero has no place in a text: PostgreSQL refuses it."""
    with pytest.raises(UnusableFileError) as refused:
        read_workbook(from_bytes("liste.csv", content))
    assert refused.value.code == code
