"""The `croisee` command.

`match`, `solve` and `verify` need no database; what is imported is what the word asked for.
"""

import os
import socket
import sys
from collections.abc import Callable
from pathlib import Path

USAGE = """croisee, des journées d'immersion entre services

  croisee demo                 prépare une édition de démonstration et la sert
  croisee serve                sert le site (PORT, CROISEE_ORIGIN…)
  croisee worker               envoie les messages en attente, écrit les rappels dus
  croisee match HOTES.xlsx STAGIAIRES.xlsx --out RESULTATS.xlsx [--policy P] [--seed N] [--json F]
  croisee solve PROBLEME.json [--policy P]
  croisee verify PROBLEME.json RESULTAT.json
  croisee manage …             commandes de Django (migrate, create_administrator…)
"""


def _match(argv: list[str]) -> int:
    from croisee.schemes.ranked.commandline import match_command

    return match_command(argv)


def _solve(argv: list[str]) -> int:
    from croisee.matching.commandline import solve_command

    return solve_command(argv)


def _verify(argv: list[str]) -> int:
    from croisee.matching.commandline import verify_command

    return verify_command(argv)


def _manage(argv: list[str]) -> int:
    from django.core.management import execute_from_command_line

    execute_from_command_line(["croisee manage", *argv])
    return 0


def _demo(argv: list[str]) -> int:
    """The demo has its own folder and its own settings, whatever the environment says."""
    demo = Path("var", "demo")
    demo.mkdir(parents=True, exist_ok=True)
    for name in ("DATABASE_URL", "SMTP_URL", "CROISEE_SECRET_KEY", "CROISEE_FROM"):
        os.environ.pop(name, None)
    os.environ["CROISEE_DEMO"] = "1"
    os.environ["CROISEE_DATA"] = str(demo)
    port = os.environ.get("PORT", "").strip() or "8000"
    os.environ["CROISEE_ORIGIN"] = f"http://localhost:{port}"
    os.environ.setdefault("CROISEE_DEMO_SMTP_PORT", str(_free_port()))
    return _manage(["demo", *argv])


def _free_port() -> int:
    """For the demo's own mailbox: two demos on one machine must not read each other's mails."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _named(command: str) -> Callable[[list[str]], int]:
    return lambda argv: _manage([command, *argv])


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    "match": _match,
    "solve": _solve,
    "verify": _verify,
    "manage": _manage,
    "serve": _named("serve"),
    "worker": _named("worker"),
    "demo": _demo,
}


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "croisee.config.settings")
    name, argv = (sys.argv[1] if len(sys.argv) > 1 else ""), sys.argv[2:]
    if name not in COMMANDS:
        out = sys.stdout if name in {"", "-h", "--help"} else sys.stderr
        out.write(USAGE)
        sys.exit(0 if out is sys.stdout else 2)
    sys.exit(COMMANDS[name](argv))


if __name__ == "__main__":
    main()
