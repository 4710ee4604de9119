"""`croisee solve` and `croisee verify`: JSON out, status 0 or 2, never a traceback."""

import json
from pathlib import Path
from typing import Any

import pytest

from croisee.matching.commandline import solve_command, verify_command

PROBLEM = {
    "classes": 2,
    "max_choices": 2,
    "offers": [{"id": "A", "capacity": 1}, {"id": "B", "capacity": 1}],
    "applicants": [
        {"id": "ann", "class": 0, "lottery": 2, "choices": ["A", "B"]},
        {"id": "bob", "class": 1, "lottery": 1, "choices": ["A"]},
        {"id": "eve\ud800", "class": 1, "lottery": 9, "choices": ["A"]},
    ],
}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "problem.json"
    path.write_text(json.dumps(PROBLEM))
    return path


def output(capsys: pytest.CaptureFixture[str]) -> Any:
    printed = capsys.readouterr()
    assert printed.err == ""
    return json.loads(printed.out)


def test_solve_prints_exactly_three_keys(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert solve_command([str(file)]) == 0
    assert output(capsys) == {
        "policy": "max_by_class",
        "vector": [1, 1, 0, 1],
        "assignment": {"ann": "B", "bob": "A", "eve\ud800": None},
    }


def test_solve_follows_the_policy_the_file_names(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """As the problem file of a round does: repeating it needs no option."""
    document = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps(document | {"policy": "generous"}), encoding="utf-8")
    assert solve_command([str(file)]) == 0
    assert output(capsys)["policy"] == "generous"
    assert solve_command([str(file), "--policy", "max_by_class"]) == 0
    assert output(capsys)["policy"] == "max_by_class"
    file.write_text(json.dumps(document | {"policy": 7}), encoding="utf-8")
    assert solve_command([str(file)]) == 2


@pytest.mark.parametrize("arguments", [["--policy", "generous"], ["--policy=generous"]])
def test_solve_under_another_policy(
    arguments: list[str], file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert solve_command([*arguments, str(file)]) == 0
    assert output(capsys)["vector"] == [1, 1, -1]


def test_certificate_and_fingerprint_on_request(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert solve_command([str(file), "--certificate"]) == 0
    printed = output(capsys)
    assert len(printed["certificate"]["prices"]) == 4
    assert len(printed["fingerprint"]) == 64


@pytest.mark.parametrize("policy", ["", "best", "MAX_BY_CLASS"])
def test_unknown_policy(policy: str, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert solve_command([str(file), "--policy", policy]) == 2
    assert output(capsys)["error"] == "bad_input"


@pytest.mark.parametrize("raw", [b"", b"\xff", b"{", b"null", b"[" * 100_000])
def test_unreadable_text(raw: bytes, file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    file.write_bytes(raw)
    assert solve_command([str(file)]) == 2
    assert output(capsys)["error"] == "bad_input"


@pytest.mark.parametrize("arguments", [[], ["no-such-file"], ["."], ["a", "b"], ["--policy"]])
def test_wrong_arguments(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert solve_command(arguments) == 2
    assert output(capsys)["error"] == "bad_input"


def test_verify_accepts_what_solve_printed(
    file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    for policy in ("max_by_class", "deferred_acceptance"):
        solve_command([str(file), "--policy", policy, "--certificate"])
        claim = tmp_path / "result.json"
        claim.write_text(json.dumps(output(capsys)))
        assert verify_command([str(file), str(claim)]) == 0
        assert output(capsys)["verified"] is True


@pytest.mark.parametrize(
    "change",
    [
        {"vector": [1, 1, 1, 1]},
        {"assignment": {"ann": "A", "bob": None, "eve\ud800": None}, "vector": [1, 0, 1, 0]},
        {"assignment": {"ann": "B", "bob": None, "eve\ud800": "A"}},
        {"assignment": {"ann": "B", "bob": "B", "eve\ud800": None}},
        {"assignment": {"ann": "B", "bob": "A"}},
        {"assignment": {"ann": "B", "bob": "Z", "eve\ud800": None}},
    ],
)
def test_verify_refuses_another_result(
    change: dict[str, Any], file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    solve_command([str(file)])
    claim = tmp_path / "result.json"
    claim.write_text(json.dumps({**output(capsys), **change}))
    assert verify_command([str(file), str(claim)]) == 2
    assert output(capsys)["verified"] is False


@pytest.mark.parametrize(
    "claim",
    [{}, [], {"policy": "max_by_class"}, {"policy": "x", "vector": [], "assignment": {}}],
)
def test_verify_refuses_files_that_are_no_results(
    claim: Any, file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "result.json"
    path.write_text(json.dumps(claim))
    assert verify_command([str(file), str(path)]) == 2
    assert output(capsys)["error"] == "bad_input"
