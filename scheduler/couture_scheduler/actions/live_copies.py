"""The two notebooks that can be opened on a kept kernel: the original, and an editable copy of the executed one."""

from __future__ import annotations

import json
import re
import stat
from pathlib import Path
from typing import Any

from couture_scheduler.actions.context import ActionContext
from couture_scheduler.errors import ConflictError, SchedulerError
from couture_scheduler.files import layout
from couture_scheduler.files.notebooks import read_notebook
from couture_scheduler.files.resume_points import ERROR_MARK
from couture_scheduler.kernels import run_client
from couture_scheduler.kernels.account_pools import user_named
from couture_scheduler.store.held_kernels import HeldKernelRecord

ENDING = ".ipynb"
LONGEST_NAME = 180  # characters of what comes before its try; a file name has at most 255


def original_of(ctx: ActionContext, folder: Path) -> Path | None:
    """The notebook in the workspace that the try with this folder ran, as its executed copy names it."""
    try:
        document = read_notebook(folder / layout.NOTEBOOK_NAME)
    except SchedulerError:
        return None
    named = (document.get("metadata", {}).get("papermill") or {}).get("input_path")
    workspace = ctx.settings.workspace.resolve()
    path = Path(str(named)).resolve() if named else workspace
    is_ours = path.is_relative_to(workspace) and not path.is_relative_to(ctx.settings.home.resolve())
    return path if is_ours and path.is_file() else None


def copy_of(ctx: ActionContext, folder: Path, run_id: str, task_id: str, try_number: int) -> Path:
    """Where the copy of a try's executed notebook is, or would be: beside the original."""
    original = original_of(ctx, folder)
    beside = original.parent if original else ctx.settings.workspace.resolve()
    stem = original.stem if original else task_id
    name = re.sub(r"[^\w.+-]+", "-", f"{stem}-{run_id}")[:LONGEST_NAME]
    return beside / f"{name}-try{try_number}-live{ENDING}"


def make_copy(folder: Path, target: Path, of: HeldKernelRecord, pool: Path) -> None:
    """Copy the executed notebook without papermill's notes of the error, which would be in a person's way; its metadata
    say whose it is. A copy that is there already is kept: it may hold that person's work. In the pool of a person, who
    can read and write it there, it is the person's file."""
    content = json.dumps(_document(folder, of), indent=1, ensure_ascii=False)
    try:
        if of.account is None:
            with open(target, "x", encoding="utf-8") as file:
                file.write(content)
        elif not is_of(target, of.account):
            run_client.write(pool, target, content.encode(), anew=True)
    except FileExistsError:
        pass
    except OSError as error:
        if of.account is None:
            target.unlink(missing_ok=True)
        elif is_of(target, of.account):
            return  # it was opened twice at once
        raise ConflictError(f"The copy {target.name} cannot be written: {error.strerror or error}.") from error


def is_of(copy: Path, account: str) -> bool:
    """Whether it is an ordinary file of this user of the system: what others have put in its place is their code."""
    try:
        found = copy.lstat()
    except FileNotFoundError:
        return False
    return stat.S_ISREG(found.st_mode) and found.st_uid == user_named(account)


def _document(folder: Path, of: HeldKernelRecord) -> dict[str, Any]:
    document = read_notebook(folder / layout.NOTEBOOK_NAME)
    document["cells"] = [cell for cell in document["cells"] if ERROR_MARK not in (cell["metadata"].get("tags") or ())]
    document["metadata"]["couture"] = {
        "dag_id": of.dag_id,
        "dag_run_id": of.run_id,
        "task_id": of.task_id,
        "map_index": of.map_index,
        "try_number": of.try_number,
    }
    return document
