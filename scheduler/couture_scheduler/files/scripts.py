"""Which program runs a script that is not Python."""

from __future__ import annotations

import shutil

_PROGRAMS = {".r": ("Rscript", "R"), ".sh": ("bash", "bash")}


def script_program(suffix: str) -> str:
    """The program for scripts whose names end in ``suffix``. ``LookupError`` with a sentence when there is none."""
    program, language = _PROGRAMS[suffix.lower()]
    found = shutil.which(program)
    if found is None:
        raise LookupError(f"There is no {program} on this machine, which runs {language} scripts.")
    return found
