"""Have what the tests need from the system: ``prerequisites.py chromium nginx fonts wrk``.

On Debian as root a missing one is installed; elsewhere it is named in one line, and that is a failure:
a test that cannot run must not look like one that passed.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

PACKAGES = {"chromium": "chromium", "nginx": "nginx", "fonts": "fonts-noto-cjk", "wrk": "wrk"}


def there(need: str) -> bool:
    """Whether the machine has it."""
    if need == "fonts":
        listing = shutil.which("fc-list")
        return listing is not None and bool(
            subprocess.run([listing, ":lang=zh-cn"], capture_output=True, check=False).stdout
        )
    names = {"chromium": ("chromium", "chromium-browser", "google-chrome")}.get(need, (need,))
    return any(shutil.which(name, path=f"{os.environ['PATH']}:/usr/sbin") for name in names)


def install(needs: list[str]) -> None:
    """Install the Debian packages of what is missing, silently unless it fails."""
    quiet = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    packages = [PACKAGES[need] for need in needs]
    if "fonts" in needs:
        packages.append("fontconfig")
    print(f"installing {', '.join(packages)}", flush=True)
    for command in (
        ["apt-get", "update", "-qq"],
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
    ):
        done = subprocess.run(command, env=quiet, capture_output=True, text=True, check=False)
        if done.returncode:
            print(done.stdout + done.stderr)


def main(needs: list[str]) -> int:
    """See that every need is met; 1 when one is not."""
    missing = [need for need in needs if not there(need)]
    if missing and os.geteuid() == 0 and Path("/etc/debian_version").exists():
        install(missing)
        missing = [need for need in missing if not there(need)]
    for need in missing:
        print(f"missing: {need}; on Debian, `apt-get install {PACKAGES[need]}` brings it")
    if not missing:
        print(f"there: {', '.join(needs)}")
    return 1 if missing else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
