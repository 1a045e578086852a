"""What a failed try says of its failure, so that it is known again in other runs."""

from __future__ import annotations

from pathlib import Path

from couture_jupyter.exceptions import NotebookFailed, TaskError
from couture_scheduler.comparing.fingerprints import of_exception, of_sentence
from couture_scheduler.files.cells import FAILED, read_journal


def fingerprint_of(error: BaseException, name: str, folder: Path) -> str:
    """The fingerprint of what ended the try: for a notebook that of the failed cell, as its journal has it."""
    if isinstance(error, NotebookFailed):
        failed = [each for each in read_journal(folder).runs if each.state == FAILED]
        if failed and failed[-1].fingerprint:
            return failed[-1].fingerprint
        return of_sentence(name, str(error), failed[-1].key if failed else "")
    if isinstance(error, TaskError):
        return of_sentence(name, str(error))
    return of_exception(error)
