"""Find Chromium and PostgreSQL, and install what is missing where that is possible.

Only root on a machine with apt-get installs anything; for everybody else the parts concerned are
skipped, and told.
"""

import os
import shutil
import subprocess
from collections.abc import Callable

from postgresql import programs

CHROMIUM_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
APT_SECONDS = 300


def find_chromium() -> str | None:
    return next((found for name in CHROMIUM_NAMES if (found := shutil.which(name))), None)


def install_missing(say: Callable[[str], None]) -> dict[str, str]:
    """Install what the suite lacks; `{package: why it could not be}`."""
    lacking = [] if find_chromium() else ["chromium"]
    lacking += [] if programs() else ["postgresql"]
    if not lacking:
        return {}
    if not shutil.which("apt-get"):
        return dict.fromkeys(lacking, "not installed, and this machine has no apt-get")
    if os.geteuid() != 0:
        advice = "apt-get install " + " ".join(lacking)
        return dict.fromkeys(lacking, f"not installed; as root: {advice}")
    say(f"installing {' and '.join(lacking)} with apt-get…")
    _apt("update")
    return {package: why for package in lacking if (why := _apt("install", package))}


def _apt(*words: str) -> str:
    """Run apt-get; an empty string or why it failed.

    RUNLEVEL=1 asks Debian not to start the service of a package: the suite runs its own server.
    """
    command = ["apt-get", "-qq", words[0], *words[1:]]
    if words[0] == "install":
        command[3:3] = ["-y", "--no-install-recommends"]
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive", "RUNLEVEL": "1"}
    try:
        done = subprocess.run(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=APT_SECONDS,
            check=False,
        )
    except (OSError, subprocess.TimeoutExpired) as problem:
        return f"apt-get: {problem}"
    last = (done.stderr.strip().splitlines() or ["no message"])[-1]
    return "" if done.returncode == 0 else f"apt-get could not install it: {last}"
