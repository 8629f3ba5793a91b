"""Start a program within limits: ``python -I -S confined.py <limits as JSON> <program> <argument>…``.

Runs as a file of its own, without the package, so that limits are set in a fresh single-threaded process and
not between fork and exec of a threaded one. The program dies with its parent, has no network where the
kernel grants that to ordinary users, and leaves no core.
"""

from __future__ import annotations

import ctypes
import json
import os
import resource
import signal
import sys

CLONE_NEWUSER = 0x10000000
CLONE_NEWNET = 0x40000000
PR_SET_PDEATHSIG = 1
PR_SET_NO_NEW_PRIVS = 38


def confine(limits: dict[str, int]) -> None:
    """Set the limits on this process: processor seconds, bytes of memory, bytes of any one file."""
    resource.setrlimit(resource.RLIMIT_CPU, (limits["processor_seconds"], limits["processor_seconds"] + 5))
    resource.setrlimit(resource.RLIMIT_AS, (limits["memory"], limits["memory"]))
    resource.setrlimit(resource.RLIMIT_FSIZE, (limits["file_size"], limits["file_size"]))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    resource.setrlimit(resource.RLIMIT_NOFILE, (256, 256))
    # A write past the size limit should fail as an error that is reported, not as a silent death.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    if sys.platform == "linux":
        system = ctypes.CDLL(None, use_errno=True)
        system.prctl(PR_SET_PDEATHSIG, signal.SIGKILL, 0, 0, 0)
        system.prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0)
        # Refused in some containers; the protocol whitelist holds without it.
        system.unshare(CLONE_NEWUSER | CLONE_NEWNET)


if __name__ == "__main__":
    confine(json.loads(sys.argv[1]))
    os.execv(sys.argv[2], sys.argv[2:])  # noqa: S606 -- running the given program is what this file is for
