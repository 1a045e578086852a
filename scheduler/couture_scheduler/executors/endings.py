"""Sentences for the end of a worker that left no result."""

from __future__ import annotations

import signal

from couture_scheduler.files.results import NO_SPACE

UNKNOWN = "The task's process ended without a result: it was killed, or the machine ran out of memory or restarted."

_SIGNALS = {
    signal.SIGTERM: "was told to end (SIGTERM)",
    signal.SIGSEGV: "crashed in native code (SIGSEGV)",
    signal.SIGABRT: "aborted in native code (SIGABRT)",
}
if hasattr(signal, "SIGKILL"):
    _SIGNALS[signal.SIGKILL] = "was killed by signal 9, most likely because the machine ran out of memory"


def exit_sentence(code: int) -> str:
    """What an exit code (negative: a signal) means for a person."""
    number = -code if code < 0 else code - 128
    if number in _SIGNALS:
        return f"The task's process {_SIGNALS[signal.Signals(number)]}."
    if code < 0:
        return f"The task's process was killed by signal {number}."
    if code == NO_SPACE:
        return "The task ended, but its result could not be written: the disk is full."
    return f"The task's process ended with exit status {code} and without a result."
