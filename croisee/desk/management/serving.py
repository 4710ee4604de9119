"""What the commands that serve the site check before they start."""

import errno
import os
import socket
import sys
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor

CANNOT_START = 2


def refuse(sentence: str) -> NoReturn:
    """Say in one sentence why it does not start."""
    sys.stderr.write(sentence + "\n")
    sys.exit(CANNOT_START)


def chosen_port() -> int:
    value = os.environ.get("PORT", "").strip() or "8000"
    if not value.isdigit() or not 0 < int(value) < 65536:
        refuse(f"PORT doit être un nombre entre 1 et 65535, pas {value!r}.")
    return int(value)


def require_free_port(host: str, port: int) -> None:
    """Fail early and clearly; servers report a busy port in a traceback or not at all."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as problem:
            if problem.errno == errno.EADDRINUSE:
                refuse(f"Le port {port} est déjà occupé : choisissez-en un autre, PORT=8123.")
            refuse(f"Impossible d'écouter sur {host}, port {port} : {problem.strerror}.")


def require_installed() -> None:
    """The tables are those of this version and the static files are collected."""
    advice = "lancez d'abord « croisee manage install »"
    try:
        executor = MigrationExecutor(connection)
    except DatabaseError as problem:
        refuse(f"La base de données ne répond pas ({str(problem).strip()}) : {advice}.")
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        refuse(f"La base de données n'est pas à jour : {advice}.")
    if not (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        refuse(f"Les fichiers statiques manquent : {advice}.")
    connection.close()
