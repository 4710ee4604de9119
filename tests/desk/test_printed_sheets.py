"""The agenda sheet and the flyer as they leave the printer (IM-21, IM-22): read back from the PDF."""

import re
import shutil
import subprocess
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.utils.translation import override

from croisee.desk.print import sheets
from croisee.editions.models import Edition
from tests.factories import make_edition, make_programme

pytestmark = pytest.mark.django_db
AT = datetime(2027, 2, 16, 16, 40, tzinfo=UTC)
LANGUAGES = ["fr", "nl", "de", "en"]
PAGES = {"agenda": 1, "flyer": 2}
MAKERS: dict[str, Callable[..., bytes]] = {"agenda": sheets.agenda_sheet, "flyer": sheets.flyer}
LONG_ORIGIN = (
    "https://immersions-0-23.reseaux-de-sante-mentale-enfants-adolescents.wallonie.example"
)


@pytest.fixture
def long_names(settings) -> Edition:
    settings.ORIGIN = LONG_ORIGIN
    programme = make_programme(
        name="Immersions interprofessionnelles et intersectorielles de 0 à 23 ans",
        organiser="Fédération des réseaux wallons de santé mentale pour enfants, adolescents et jeunes",
        contact_email="coordination.immersions@reseaux-sante-mentale-enfants-adolescents.example",
    )
    return make_edition(programme=programme, name="Treizième édition, printemps 2027 prolongé")


def _written(pdf: bytes, name: str, folder: Path) -> Path:
    path = folder / f"{name}.pdf"
    path.write_bytes(pdf)
    return path


def _run(*command: str) -> str:
    if shutil.which(command[0]) is None:
        pytest.skip(f"no {command[0]} on this machine")
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", list(MAKERS))
def test_long_names_stay_on_the_page(
    long_names: Edition, tmp_path: Path, name: str, language: str
) -> None:
    with override(language):
        path = _written(MAKERS[name](long_names, at=AT), name, tmp_path)
    layout = _run("pdftotext", "-bbox", str(path), "-")
    pages = re.findall(r'<page width="([\d.]+)" height="([\d.]+)">(.*?)</page>', layout, re.S)
    assert len(pages) == PAGES[name]
    for width, height, words in pages:
        corners = re.findall(r'xMax="([\d.]+)" yMax="([\d.]+)"', words)
        assert corners
        assert max(float(x) for x, _y in corners) <= float(width) - 30
        assert max(float(y) for _x, y in corners) <= float(height) - 30


@pytest.mark.parametrize("name", list(MAKERS))
def test_the_code_leads_to_the_site(long_names: Edition, tmp_path: Path, name: str) -> None:
    path = _written(MAKERS[name](long_names, at=AT), name, tmp_path)
    _run("pdftoppm", "-r", "150", "-f", "1", "-l", "1", "-png", str(path), str(tmp_path / "page"))
    picture = next(tmp_path.glob("page*.png"))
    read = _run("zbarimg", "--quiet", "--nodbus", "--raw", str(picture))
    assert read.strip() == f"{LONG_ORIGIN}/"


def test_a_date_is_never_cut_in_two(tmp_path: Path) -> None:
    """« 12 h » or a year alone on the next line reads as something else."""
    path = _written(sheets.flyer(make_edition(), at=AT), "flyer", tmp_path)
    lines = _run("pdftotext", "-layout", str(path), "-").splitlines()
    assert [line for line in lines if re.fullmatch(r"\s*(20\d\d|\d+ h)[ ,]*(12 h)?\s*", line)] == []


def test_the_flyer_tells_how_many_choices_there_are() -> None:
    with override("fr"):
        assert sheets.discover(3).startswith("Choisissez jusqu’à 3 offres")
        assert sheets.discover(1).startswith("Choisissez une offre")
