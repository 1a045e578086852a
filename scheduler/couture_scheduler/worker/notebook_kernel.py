"""What a try does with kernels of other tries: go on with the one that was kept, and leave its own when it fails."""

from __future__ import annotations

import logging
from pathlib import Path

from couture_jupyter.exceptions import TaskFailed
from couture_jupyter.notebook_options import NotebookRequest
from couture_scheduler.engine.launch import Launch
from couture_scheduler.files.kernel_notes import HELD, ResumeNote, read_resume_note
from couture_scheduler.kernels.holding import Hold
from couture_scheduler.kernels.resume import Resume

QUEUEING = 900.0  # seconds that a retry may wait for a free slot after its delay

log = logging.getLogger("couture.notebook")


def hold_of(request: NotebookRequest, launch: Launch) -> Hold:
    """How the kernel is kept should the notebook fail: for people, and for the retry that is to go on with it."""
    seconds = request.hold_on_failure
    if request.resume_on_retry and launch.retry_in is not None:
        seconds = max(seconds, launch.retry_in + QUEUEING)
    return Hold(
        seconds,
        (launch.task_instance_id, launch.try_number),
        launch.held_kernels,
        launch.held_memory_megabytes,
        Path(launch.folder),
    )


def resume_of(request: NotebookRequest, launch: Launch) -> Resume | None:
    """The try to go on from: a person asked for it, or the schedule has retries resume."""
    folder = Path(launch.folder)
    wish = read_resume_note(folder)
    if wish is not None:
        return _as_wished(wish, launch, folder)
    if not request.resume_on_retry or launch.try_number < 2:
        return None
    before = launch.try_number - 1
    earlier = folder.with_name(f"try-{before}")
    return Resume(earlier, before, launch.try_number, (launch.task_instance_id, before), strict=False)


def _as_wished(wish: ResumeNote, launch: Launch, folder: Path) -> Resume:
    log.info("%s has this run go on from try %d (%s, notebook %s).", wish.user, wish.from_try, *_words(wish))
    if wish.kernel == HELD and not launch.kernel_pool:
        raise TaskFailed("There is no kernel pool here, so no kernel was kept. Resume in a fresh kernel.")
    return Resume(
        folder=folder.with_name(f"try-{wish.from_try}"),
        try_number=wish.from_try,
        this_try=launch.try_number,
        owner=(launch.task_instance_id, wish.from_try) if wish.kernel == HELD else None,
        accept_changes=wish.accept_changes,
    )


def _words(wish: ResumeNote) -> tuple[str, str]:
    return wish.kernel.replace("_", " "), wish.notebook.replace("_", " ")
