"""Pin requirements/*.in to requirements/*.txt, for every platform, with hashes: `make lock`.

`make lock` keeps what is pinned and adds what is new; `make lock UPGRADE=--upgrade` takes the
newest of everything. The files name no package index: pip's own configuration decides that.
uv is taken from the PATH, or installed in var/ for the occasion.
"""

import os
import shutil
import subprocess
import sys
import venv
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
OPTIONS = ("--generate-hashes", "--no-header", "--no-annotate", "--universal")
OLDEST_PYTHON = "3.11"


def uv() -> str:
    found = shutil.which("uv")
    if found:
        return found
    folder = ROOT / "var" / "lock"
    program = folder / "bin" / "uv"
    if not program.exists():
        venv.create(folder, with_pip=True)
        install = [folder / "bin" / "python", "-m", "pip", "install", "--quiet", "uv"]
        subprocess.run(install, check=True)
    return str(program)


def main() -> int:
    program, upgrade = uv(), os.environ.get("UPGRADE", "").split()
    for name in ("base", "dev"):
        command = [program, "pip", "compile", *OPTIONS, *upgrade, "--quiet"]
        command += ["--python-version", OLDEST_PYTHON]
        command += [f"requirements/{name}.in", "--output-file", f"requirements/{name}.txt"]
        subprocess.run(command, cwd=ROOT, check=True)
    return 0


if __name__ == "__main__":
    sys.exit(main())
