"""What the Hub starts ends with it, also when the Hub is killed: else the proxy would go on listening for the world,
and the next Hub would find its ports taken.

Our own processes ask the system for that. As a script with the Hub's number and a command this file asks for it, and
becomes the command.
"""

from __future__ import annotations

import ctypes
import os
import signal
import sys
from collections.abc import Mapping

HUB = "COUTURE_HUB_PID"
_PR_SET_PDEATHSIG = 1  # prctl(2); it outlasts becoming another program


def command(*program: str) -> list[str]:
    """What starts the program from this process, which is the Hub: without site-packages, as the Hub waits for
    its proxy."""
    return [sys.executable, "-I", "-S", __file__, str(os.getpid()), *program]


def end_with_the_hub(environment: Mapping[str, str] = os.environ) -> None:
    """Have the system send this process SIGTERM when the Hub that started it is gone, however it went. Does nothing
    where no Hub of ours did, and where the system is not Linux."""
    if environment.get(HUB):
        end_with(int(environment[HUB]))


def end_with(parent: int) -> None:
    """The same for a parent with this number; it may be gone already."""
    if sys.platform != "linux":
        return
    if ctypes.CDLL(None, use_errno=True).prctl(_PR_SET_PDEATHSIG, signal.SIGTERM, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), "prctl: this process would not end with the Hub")
    if os.getppid() != parent:
        sys.exit(f"The Hub (process {parent}) is gone.")


def main() -> None:
    """Become the program."""
    end_with(int(sys.argv[1]))
    os.execvp(sys.argv[2], sys.argv[2:])  # noqa: S606


if __name__ == "__main__":
    main()
