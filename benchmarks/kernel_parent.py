"""A warm parent for the notebook floor: imports ipykernel once, forks a kernel for each connection file.

Reads file names from standard input, one a line, and ends with it: ``python -m benchmarks.kernel_parent``.
"""

from __future__ import annotations

import importlib
import os
import signal
import sys

# What a kernel imports while it starts.
MODULES = (
    "IPython.core.completerlib",
    "IPython.core.historyapp",
    "IPython.core.magics",
    "IPython.extensions.storemagic",
    "debugpy",
    "ipykernel.debugger",
    "ipykernel.ipkernel",
    "ipykernel.kernelapp",
    "ipykernel.zmqshell",
    "psutil",
    "sqlite3",
)


def main() -> None:
    """Fork a kernel per line."""
    for name in MODULES:
        importlib.import_module(name)
    from ipykernel.kernelapp import IPKernelApp

    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    print("ready", flush=True)
    for line in sys.stdin:
        if os.fork() == 0:
            os.setsid()
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            os.close(0)
            app = IPKernelApp.instance()
            app.initialize(["-f", line.strip(), "--no-stdout", "--no-stderr"])
            app.start()
            os._exit(0)


if __name__ == "__main__":
    main()
