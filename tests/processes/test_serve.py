"""docs/operations.md, done: install, first administrator, serve, stop."""

import signal

import pytest

from tests.processes.conftest import Croisee, family_of, fetch, finish, living, stop

PRODUCTION = {
    "CROISEE_ORIGIN": "https://croisee.example",
    "CROISEE_SECRET_KEY": "0123456789" * 6 + "abcdefg",
}
BEHIND_PROXY = {"Host": "croisee.example", "X_Forwarded_Proto": "https"}


def test_an_installation_from_nothing_to_its_end(croisee: Croisee, port: int) -> None:
    assert "install" in finish(croisee("serve", **PRODUCTION), code=2)

    finish(croisee("manage", "install", **PRODUCTION))
    assert "à jour" in finish(croisee("manage", "install", **PRODUCTION))  # again

    words = ("create_administrator", "ada@cli.example", "--first-name", "Ada")
    assert "https://croisee.example/" in finish(croisee("manage", *words, **PRODUCTION))

    server = croisee("serve", **PRODUCTION)
    status, page = fetch(f"http://127.0.0.1:{port}/connexion/", **BEHIND_PROXY)
    assert (status, "Croisée" in page) == (200, True)
    assert fetch(f"http://127.0.0.1:{port}/static/core/tokens.css", **BEHIND_PROXY)[0] == 200
    assert fetch(f"http://127.0.0.1:{port}/connexion/", Host="evil.example")[0] == 400

    assert "occupé" in finish(croisee("serve", **PRODUCTION), code=2)
    family = family_of(server)
    assert len(family) == 4  # the command, granian, two workers
    stop(server, signal.SIGTERM)
    assert living(family) == set()


def test_ctrl_c_ends_the_server_and_its_workers(croisee: Croisee, port: int) -> None:
    finish(croisee("manage", "install"))
    server = croisee("serve")
    fetch(f"http://127.0.0.1:{port}/connexion/")
    family = family_of(server)
    stop(server, signal.SIGINT)
    assert living(family) == set()


def test_a_stop_while_workers_start_ends_them_all(croisee: Croisee) -> None:
    """A worker that is told to stop between its start and its first look at it never hears of it."""
    finish(croisee("manage", "install"))
    server = croisee("serve")
    assert server.stdout is not None
    for line in server.stdout:
        if "Started worker" in line:
            break
    family = family_of(server)
    stop(server, signal.SIGTERM)
    assert living(family) == set()


@pytest.mark.parametrize(
    ("variables", "said"),
    [
        ({"PORT": "huit mille"}, "PORT"),
        ({"CROISEE_ORIGIN": "https://croisee.example"}, "CROISEE_SECRET_KEY"),
        ({"CROISEE_ORIGIN": "https://croisee.example", "CROISEE_DEMO": "1"}, "CROISEE_DEMO"),
    ],
)
def test_a_wrong_setting_is_named(croisee: Croisee, variables: dict[str, str], said: str) -> None:
    process = croisee("serve", **variables)
    output, _ = process.communicate(timeout=60)
    assert (process.returncode != 0, said in output) == (True, True)
