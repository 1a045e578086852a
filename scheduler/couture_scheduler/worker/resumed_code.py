"""Which code a try runs: the schedule's; or, where a person resumes a run, as it ran before, or the copy that the
person has edited on the kept kernel."""

from __future__ import annotations

import json
import shutil
from dataclasses import replace
from pathlib import Path

from couture_jupyter.exceptions import TaskFailed
from couture_jupyter.notebook_options import NotebookRequest
from couture_scheduler.engine.launch import Launch
from couture_scheduler.files import snapshots
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.kernel_notes import AS_RUN, COPY, ResumeNote, read_resume_note
from couture_scheduler.files.layout import CODE_FACTS_NAME, CODE_STEM
from couture_scheduler.worker import owners_files
from couture_scheduler.worker.notebook_code import Code, take_code


def choose_code(request: NotebookRequest, launch: Launch) -> Code:
    """Read the code that this try runs. Raises ``TaskError`` with what to do when it is not there."""
    folder = Path(launch.folder)
    wish = read_resume_note(folder)
    if wish is not None and wish.notebook == AS_RUN:
        return _as_it_ran(request.source, launch, wish)
    code = take_code(request, launch)
    if wish is not None and wish.notebook == COPY:
        return _edited_copy(code, launch, wish)
    return code


def _as_it_ran(source: Path, launch: Launch, wish: ResumeNote) -> Code:
    """The code of the earlier try, which is kept beside its log. ``source`` is where people know the notebook."""
    folder = Path(launch.folder)
    earlier = folder.with_name(f"try-{wish.from_try}")
    try:
        facts = json.loads(shutil.copyfile(earlier / CODE_FACTS_NAME, folder / CODE_FACTS_NAME).read_bytes())
        kept = next(path for path in earlier.glob(f"{CODE_STEM}.*") if path.name != CODE_FACTS_NAME)
        copy = shutil.copyfile(kept, folder / kept.name)
    except (OSError, ValueError, StopIteration) as error:
        raise TaskFailed(f"Try {wish.from_try} left no code to run again. Resume in the current notebook.") from error
    cwd = source.parent
    if facts["kind"] != "file":
        copied = owners_files.work_place(launch, earlier, wish.from_try) / facts.get("inner", facts["path"])
        cwd = copied.parent if owners_files.is_folder(launch, copied.parent) else cwd
    return Code(copy, cwd, source, facts)


def _edited_copy(code: Code, launch: Launch, wish: ResumeNote) -> Code:
    folder, copy = Path(launch.folder), Path(launch.workspace).resolve() / wish.copy
    try:
        content = owners_files.read(launch, copy)
    except OSError as error:
        raise TaskFailed(f"The copy {wish.copy} cannot be read: {error.strerror or error}.") from error
    kept = folder / f"{CODE_STEM}{copy.suffix}"
    facts = {"kind": "file", "path": wish.copy, "hash": snapshots.content_hash(content)}
    write_atomically(kept, content)
    write_atomically(folder / CODE_FACTS_NAME, json.dumps(facts))
    return replace(code, source=kept, facts=facts)
