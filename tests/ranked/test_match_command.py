"""`croisee match`: two spreadsheets in, results out, no server and no database."""

import io
import json
import os
import subprocess
import sys
from collections import Counter
from contextlib import redirect_stdout
from hashlib import sha256
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from croisee.matching import Disproved, Policy
from croisee.schemes.ranked import commandline
from croisee.schemes.ranked.commandline import match_command
from croisee.schemes.ranked.sheets import reasons
from tests.core.spreadsheet_bombs import bombs
from tests.ranked.dirt.workbooks import host, hosts_file, plain, trainee, trainees_file
from tests.ranked.lexicographic import optimum

ROOT = Path(__file__).resolve().parent.parent.parent
SAMPLES = ROOT / "tests" / "samples"
HOSTS, TRAINEES = str(SAMPLES / "hotes.xlsx"), str(SAMPLES / "stagiaires.xlsx")
TRUTH = json.loads((SAMPLES / "truth.json").read_text())


class Run:
    """One run of the command, what it said and what it wrote."""

    def __init__(self, status: int, out: str, err: str, folder: Path) -> None:
        self.status, self.out, self.err, self.folder = status, plain(out), plain(err), folder

    @property
    def json(self) -> dict[str, Any]:
        return json.loads((self.folder / "r.json").read_text())

    @property
    def book(self) -> openpyxl.Workbook:
        return openpyxl.load_workbook(self.folder / "r.xlsx")

    def rows(self, sheet: str) -> list[dict[str, Any]]:
        headings, *rows = self.book[sheet].iter_rows(values_only=True)
        return [dict(zip(map(str, headings), row, strict=True)) for row in rows]


def written(folder: Path, hosts: list[Any], trainees: list[Any]) -> dict[str, str]:
    """The two files on disk."""
    for name, source in (("h", hosts_file(*hosts)), ("t", trainees_file(*trainees))):
        (folder / f"{name}.xlsx").write_bytes(source.content)
    return {"hosts": str(folder / "h.xlsx"), "trainees": str(folder / "t.xlsx")}


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Any:
    def running(*argv: str, hosts: str = HOSTS, trainees: str = TRAINEES) -> Run:
        outputs = ["--out", str(tmp_path / "r.xlsx"), "--json", str(tmp_path / "r.json")]
        status = match_command([hosts, trainees, *outputs, *argv])
        out, err = capsys.readouterr()
        return Run(status, out, err, tmp_path)

    return running


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Run:
    folder = tmp_path_factory.mktemp("match")
    argv = [HOSTS, TRAINEES, "--out", str(folder / "r.xlsx"), "--json", str(folder / "r.json")]
    said = io.StringIO()
    with redirect_stdout(said):
        status = match_command([*argv, "--seed", "7"])
    return Run(status, said.getvalue(), "", folder)


def truths() -> tuple[list[Any], dict[str, int]]:
    """The problem as truth.json has it; a choice that fell is at the end of every list there."""
    people = [
        (0 if row["priority"] else 1, list(enumerate(row["choices"], start=1)))
        for row in TRUTH["trainee_rows"]
    ]
    return people, {row["ref"]: row["places"] for row in TRUTH["host_rows"]}


def test_the_samples_reach_the_optimum_of_an_independent_solver(samples: Run) -> None:
    vector = optimum(*truths())
    assert samples.json["vector"] == vector
    assert counted(samples.json["assignment"]) == vector


def counted(assignment: dict[str, str | None]) -> list[int]:
    """The levels counted on the assignment itself."""
    ranks: Counter[tuple[int, int]] = Counter()
    for row in TRUTH["trainee_rows"]:
        place = assignment[row["email"]]
        if place is not None:
            ranks[0 if row["priority"] else 1, row["choices"].index(place) + 1] += 1
    placed = [sum(n for (k, _), n in ranks.items() if k == wanted) for wanted in (0, 1)]
    return [*placed, *(ranks[k, rank] for k in (0, 1) for rank in (1, 2))]


def test_everybody_registered_is_in_the_assignment_and_no_offer_overflows(samples: Run) -> None:
    assignment = samples.json["assignment"]
    assert sorted(assignment) == sorted(row["email"] for row in TRUTH["trainee_rows"])
    taken = Counter(place for place in assignment.values() if place)
    places = {row["ref"]: row["places"] for row in TRUTH["host_rows"]}
    assert all(count <= places[number] for number, count in taken.items())
    assert assignment["margaux.godin13@pro.example"] is None


def test_the_json_has_exactly_the_promised_shape(samples: Run) -> None:
    document = samples.json
    assert list(document) == ["policy", "seed", "vector", "assignment", "problems"]
    assert (document["policy"], document["seed"]) == ("max_by_class", 7)
    shape = ["level", "file", "row", "column", "who", "message"]
    assert all(list(problem) == shape for problem in document["problems"])
    assert {problem["level"] for problem in document["problems"]} == {
        "refused",
        "left_out",
        "remark",
    }


def test_the_results_are_ready_for_mail_merge(samples: Run) -> None:
    """IM-09: the details of both sides on one row."""
    rows = samples.rows("Résultats")
    assert samples.book.sheetnames == ["Résultats", "Motifs", "Par offre", "Problèmes", "Tirage"]
    assert len(rows) == TRUTH["trainees"]
    hosts = {row["ref"]: row for row in TRUTH["host_rows"]}
    for row, person in zip(rows, TRUTH["trainee_rows"], strict=True):
        place = samples.json["assignment"][person["email"]]
        assert (row["Prénom"], row["Code postal"]) == (person["first"], person["postcode"])
        assert row["Décision"] == ("retenu" if place else "non retenu")
        if place:
            assert row["N° de l’offre"] == place
            assert row["Rang du choix"] == person["choices"].index(place) + 1
            assert row["E-mail du contact"] == hosts[place]["email"]
            assert row["Téléphone du contact"] == hosts[place]["phone"]


def test_every_choice_not_obtained_has_its_reason(samples: Run) -> None:
    rows = {row["E-mail"].lower(): row for row in samples.rows("Motifs")}
    for person in TRUTH["trainee_rows"]:
        row = rows[person["email"]]
        assert row["Résultat"]
        said = [row[f"Pourquoi, choix {rank}"] for rank in (1, 2, 3)]
        assert sum(text is not None for text in said) == len(person["choices"])


def test_the_offers_sheet_counts_demand_and_places(samples: Run) -> None:
    """IM-12."""
    rows = {row["N°"]: row for row in samples.rows("Par offre")}
    demand = Counter((number, rank) for row in TRUTH["trainee_rows"]
                     for rank, number in enumerate(row["choices"], start=1))  # fmt: skip
    taken = Counter(samples.json["assignment"].values())
    for host_row in TRUTH["host_rows"]:
        row = rows[host_row["ref"]]
        assert [row[f"Demandes en choix {rank}"] for rank in (1, 2, 3)] == [
            demand[host_row["ref"], rank] for rank in (1, 2, 3)
        ]
        assert (row["Places"], row["Places attribuées"]) == (
            host_row["places"],
            taken[host_row["ref"]],
        )
        assert row["Places restantes"] == host_row["places"] - taken[host_row["ref"]]
        assert row["Avec une place de plus"].startswith("Une place de plus")


def test_the_problems_sheet_says_what_the_json_says(samples: Run) -> None:
    rows = samples.rows("Problèmes")
    assert [row["Ce qu’il faut savoir"] for row in rows] == [
        p["message"] for p in samples.json["problems"]
    ]
    assert {row["Niveau"] for row in rows} == {"refusé", "laissé de côté", "remarque"}


def test_the_lottery_does_not_depend_on_the_order_of_rows(run: Any, tmp_path: Path) -> None:
    """Eight people for one place: the seed says who, whatever the order; another seed may differ."""
    people = [trainee(email=f"p{n}@pro.example", first=f"P{n}", phone=str(n)) for n in range(8)]
    straight = run("--seed", "7", **written(tmp_path, [host(places=1)], people)).json
    reverse = run("--seed", "7", **written(tmp_path, [host(places=1)], people[::-1])).json
    assert straight["assignment"] == reverse["assignment"]
    winners = set()
    for seed in range(12):
        files = written(tmp_path, [host(places=1)], people)
        assignment = run("--seed", str(seed), **files).json["assignment"]
        winners |= {person for person, place in assignment.items() if place}
        assert [place for place in assignment.values() if place] == ["H001"]
    assert len(winners) > 1


def test_the_lottery_is_the_documented_one(run: Any, tmp_path: Path) -> None:
    """docs/matching.md: hex SHA-256 of `seed|edition|round|id`, edition empty, round 1."""
    addresses = [f"P{n}@pro.example" for n in range(8)]
    people = [trainee(email=one, first=one, phone=one) for one in addresses]
    done = run("--seed", "7", **written(tmp_path, [host(places=1)], people))
    first = min(addresses, key=lambda one: sha256(f"7||1|{one.lower()}".encode()).hexdigest())
    assert done.json["assignment"][first.lower()] == "H001"


def test_a_seed_is_drawn_and_printed(run: Any, tmp_path: Path) -> None:
    files = written(tmp_path, [host()], [trainee()])
    done = run(**files)
    assert done.status == 0
    assert f"Graine du tirage : {done.json['seed']}" in done.out
    again = run("--seed", str(done.json["seed"]), **files)
    assert again.json == done.json


def test_the_summary_is_in_french(samples: Run) -> None:
    done = samples
    assert "Personnes inscrites : 290 ; offres : 120 ; places : 408." in done.out
    assert (
        "Personnes placées : 270 sur 290 (choix 1 : 150, choix 2 : 75, choix 3 : 45)." in done.out
    )
    assert "refusé : 2, laissé de côté : 5" in done.out
    assert done.status == 0


@pytest.mark.parametrize("policy", list(Policy))
def test_every_policy_is_offered(run: Any, tmp_path: Path, policy: Policy) -> None:
    files = written(tmp_path, [host()], [trainee()])
    done = run("--policy", policy.value, "--seed", "1", **files)
    assert (done.status, done.json["policy"]) == (0, policy.value)


def test_a_choice_left_out_never_promotes_the_others(run: Any, tmp_path: Path) -> None:
    """Anne's first choice fell; Paul has the same second choice and a better claim to a first."""
    files = written(
        tmp_path,
        [host(places=1), host(number="H002", name="B", places=1)],
        [
            trainee(one="H999", two="H001"),
            trainee(
                email="p@pro.example", first="Paul", phone="1", employer="x", one="H001", two="H002"
            ),
        ],
    )
    done = run("--seed", "1", **files)
    assert done.json["assignment"] == {"anne@pro.example": "H001", "p@pro.example": "H002"}
    assert done.json["vector"] == [0, 2, 0, 0, 0, 2]
    done = run("--seed", "1", "--policy", "rank_maximal", **files)
    assert done.json["assignment"] == {"anne@pro.example": None, "p@pro.example": "H001"}
    row = done.rows("Motifs")[0]
    assert (row["Pourquoi, choix 1"], row["Rang du choix"]) == (None, None)
    assert "H001" in row["Pourquoi, choix 2"]


def test_an_edition_without_anybody_matches_nobody(run: Any, tmp_path: Path) -> None:
    files = written(tmp_path, [host(places="à voir")], [trainee(one="H001")])
    done = run("--seed", "1", **files)
    assert done.status == 0
    assert done.json["assignment"] == {"anne@pro.example": None}


def test_reasons_that_would_take_too_long_are_said_to_be_missing(
    run: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(reasons, "MOST_EXPLAINED", 0)
    done = run(**written(tmp_path, [host()], [trainee()]))
    assert done.rows("Motifs")[0]["Résultat"].startswith("Non calculé")
    assert done.rows("Par offre")[0]["Avec une place de plus"].startswith("Non calculé")


def test_user_text_stays_text(run: Any, tmp_path: Path) -> None:
    files = written(
        tmp_path, [host(name="'=1+1", face="-2")], [trainee(first="@Anne", last="+Martin")]
    )
    cells = [cell for sheet in run(**files).book for row in sheet.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells if cell.value is not None} <= {"s", "n"}
    assert {"@Anne", "+Martin", "-2"} <= {cell.value for cell in cells}


def refused(done: Run) -> str:
    """The one sentence of a refusal; nothing was written."""
    assert done.status == 2
    assert done.out == ""
    assert done.err.count("\n") == 1
    assert not (done.folder / "r.xlsx").exists()
    return done.err


@pytest.mark.parametrize(
    ("argv", "sentence"),
    [
        (["--policy", "au_hasard"], "La règle « au_hasard » n’existe pas : choisissez parmi max_by_class"),
        (["--seed", "demain"], "La graine « demain » n’est pas un nombre entier."),
        (["--seed", "1.5"], "n’est pas un nombre entier"),
        (["--seed", "9" * 50], "n’est pas un nombre entier"),
        (["--rapide"], "croisee match HOTES.xlsx STAGIAIRES.xlsx --out"),
        (["troisieme.xlsx"], "Il faut deux fichiers et un résultat"),
        (["--out", HOSTS], "« hotes.xlsx » écraserait un fichier donné"),
        (["--json", TRAINEES], "« stagiaires.xlsx » écraserait un fichier donné"),
        (["--out", "/nulle/part/r.xlsx"], "« r.xlsx » ne peut pas être écrit"),
        (["--out", "/"], "ne peut pas être écrit"),
    ],
)  # fmt: skip
def test_a_bad_request_is_one_sentence(run: Any, argv: list[str], sentence: str) -> None:
    assert sentence in refused(run(*argv))


def test_without_any_argument_the_way_to_call_is_told(capsys: pytest.CaptureFixture[str]) -> None:
    assert match_command([]) == 2
    assert "croisee match HOTES.xlsx" in capsys.readouterr().err


def test_both_outputs_in_one_file_are_refused(run: Any, tmp_path: Path) -> None:
    assert "--out et --json" in refused(run("--json", str(tmp_path / "r.xlsx")))


@pytest.mark.parametrize(
    ("code", "make"), [b[1:] for b in bombs()][:14], ids=[b[0] for b in bombs()][:14]
)
def test_a_file_that_cannot_be_used_is_one_sentence(
    run: Any, tmp_path: Path, code: str, make: Any
) -> None:
    bad = tmp_path / "bad.xlsx"
    bad.write_bytes(make())
    good = written(tmp_path, [host()], [trainee()])
    assert "« bad.xlsx »" in refused(run(**good | {"hosts": str(bad)}))
    assert "« bad.xlsx »" in refused(run(**good | {"trainees": str(bad)}))


def test_missing_files_and_folders_are_one_sentence(run: Any, tmp_path: Path) -> None:
    assert "« absent.xlsx » n’existe pas" in refused(run(hosts=str(tmp_path / "absent.xlsx")))
    assert "est un dossier" in refused(run(trainees=str(tmp_path)))


def test_a_result_that_fails_its_check_is_loud(run: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    def disproving(*_arguments: object) -> None:
        raise Disproved("one place too many")

    monkeypatch.setattr(commandline, "match", disproving)
    assert "ERREUR GRAVE" in refused(run())


def test_it_needs_no_settings_no_database_and_little_of_the_terminal(tmp_path: Path) -> None:
    """A process of its own: no environment, a terminal that knows no accents."""
    script = (
        "import sys; from croisee.schemes.ranked.commandline import match_command\n"
        "sys.exit(match_command(sys.argv[1:]))"
    )
    files = written(tmp_path, [host()], [trainee()])
    done = subprocess.run(
        [sys.executable, "-c", script, *files.values(), "--out", str(tmp_path / "r.xlsx")],
        cwd=ROOT, capture_output=True, check=False,
        env={"PYTHONIOENCODING": "ascii", "PATH": os.environ["PATH"]},
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (0, b"")
    assert b"Personnes plac?es" in done.stdout
    assert sorted(path.name for path in tmp_path.iterdir()) == ["h.xlsx", "r.xlsx", "t.xlsx"]
