"""Run all notebooks of a folder: they become the tasks of one DAG file, which stays and can be run again or changed."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from couture_jupyter import DAG, CoutureJupyterOperator
from couture_jupyter.serialization import DagSpec
from couture_jupyter.serialization.serialize import serialize_dag
from couture_scheduler.actions import runs
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.notebooks import without_drive
from couture_scheduler.actions.runs import RunDetails
from couture_scheduler.actions.schedule_form import slug
from couture_scheduler.errors import ConflictError, FieldProblem, InvalidInputError
from couture_scheduler.events import Change
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.files.notebooks import LARGEST
from couture_scheduler.files.regular import open_resolved
from couture_scheduler.files.sources import Kind, kind_of
from couture_scheduler.files.workspace import inside, relative
from couture_scheduler.store import dag_listing, dags
from couture_scheduler.store.session import Transaction

MOST_NOTEBOOKS = 500
MOST_AT_ONCE = 100
MARK = 'Made by "Run all notebooks here", which writes it anew'


@dataclass(frozen=True, slots=True)
class FolderListing:
    """The notebooks of a folder, by name, and the DAG that running them makes. Paths are in the workspace. ``outputs``
    are executed copies that runs have left there: they run only when they are named."""

    folder: str
    notebooks: list[str]
    outputs: list[str]
    dag_id: str


@needs("notebooks:read")
def list_notebooks(ctx: ActionContext, folder: str, *, subfolders: bool = False) -> FolderListing:
    """The notebooks that "Run all notebooks here" would run: those right in the folder, also those written as text.
    With ``subfolders`` those below it too, the folder's own first; hidden folders are left out."""
    place, workspace = _folder(ctx, folder), ctx.settings.workspace
    found = [file for file in _files(place, subfolders) if _is_notebook(file)]
    outputs = [file for file in found if _is_output(file)]
    own = relative(workspace, place)
    return FolderListing(
        own,
        [relative(workspace, file) for file in found if file not in outputs],
        [relative(workspace, file) for file in outputs],
        _dag_id(own),
    )


@needs("notebooks:schedule")
def run_all(
    ctx: ActionContext,
    folder: str,
    notebooks: list[str] | None = None,
    *,
    subfolders: bool = False,
    at_once: int = 2,
) -> RunDetails:
    """Write a DAG file with a task for each of these notebooks (default: all of the folder that are no outputs), and
    run it; at most ``at_once`` of them run at the same time. One that fails does not stop the others.

    ``ConflictError`` when a person wrote the DAG, or the file, that it would replace.
    """
    listing = list_notebooks(ctx, folder, subfolders=subfolders)
    wanted = listing.notebooks if notebooks is None else list(dict.fromkeys(notebooks))
    problems = [
        FieldProblem(("notebooks", index), f"There is no notebook {path!r} in this folder.")
        for index, path in enumerate(wanted)
        if path not in (*listing.notebooks, *listing.outputs)
    ]
    if problems:
        raise InvalidInputError(*problems)
    if not wanted:
        raise InvalidInputError.at("notebooks", "There is nothing to run: choose at least one notebook of the folder.")
    if len(wanted) > MOST_NOTEBOOKS:
        raise InvalidInputError.at("notebooks", f"At most {MOST_NOTEBOOKS} notebooks can be run together.")
    if not 1 <= at_once <= MOST_AT_ONCE:
        raise InvalidInputError.at("at_once", f"Between 1 and {MOST_AT_ONCE} can run at once.")
    source = render(listing, wanted, at_once)
    file = ctx.settings.dags_folder / f"{listing.dag_id}.py"
    with ctx.store.transaction() as tx:
        _refuse_foreign(tx, listing.dag_id, file)
        dags.register(
            tx,
            _spec(listing, wanted, at_once),
            source=source,
            kind=dags.FILE,
            file=file.name,
            commit=None,
            now=ctx.clock(),
        )
        ctx.audit(tx, "run_folder", dag_id=listing.dag_id, details={"folder": listing.folder, "notebooks": len(wanted)})
    file.parent.mkdir(parents=True, exist_ok=True)
    write_atomically(file, source)
    ctx.tell(Change("dag", dag_id=listing.dag_id, user=ctx.actor.name))
    return runs.trigger(ctx, listing.dag_id)


def render(listing: FolderListing, notebooks: list[str], at_once: int) -> str:
    """The DAG file."""
    tasks = [
        f"    CoutureJupyterOperator(task_id={_text(task)}, input_notebook={_text(path)})"
        for task, path in _tasks(listing, notebooks).items()
    ]
    lines = [
        f'"""The notebooks of {_plain(listing.folder)}. {MARK}."""',
        "",
        "from couture_jupyter import DAG, CoutureJupyterOperator",
        "",
        f"with DAG({_text(listing.dag_id)}, schedule=None, max_active_tasks={at_once}, is_paused_upon_creation=False):",
        *tasks,
        "",
    ]
    return "\n".join(lines)


def _spec(listing: FolderListing, notebooks: list[str], at_once: int) -> DagSpec:
    dag = DAG(listing.dag_id, schedule=None, max_active_tasks=at_once, is_paused_upon_creation=False)
    for task, path in _tasks(listing, notebooks).items():
        CoutureJupyterOperator(task_id=task, input_notebook=path, dag=dag)
    return serialize_dag(dag)


def _tasks(listing: FolderListing, notebooks: list[str]) -> dict[str, str]:
    """Task ids from the files' paths in the folder; a number keeps two alike apart."""
    found: dict[str, str] = {}
    for path in notebooks:
        base = slug("_".join(Path(path).relative_to(listing.folder).with_suffix("").parts)) or "notebook"
        number, name = 1, base
        while name in found:
            number, name = number + 1, f"{base}_{number + 1}"
        found[name] = path
    return found


def _folder(ctx: ActionContext, folder: str) -> Path:
    place = inside(ctx.settings.workspace, without_drive(folder) or ".", field="folder")
    if not place.is_dir():
        raise InvalidInputError.at("folder", f"There is no folder {folder!r} in the workspace.")
    if place.is_relative_to(ctx.settings.home):
        raise InvalidInputError.at("folder", "This folder is Couture's own.")
    return place


def _refuse_foreign(tx: Transaction, dag_id: str, file: Path) -> None:
    known = dag_listing.get(tx, dag_id)
    if known is not None and (known.kind, known.file) != (dags.FILE, file.name):
        raise ConflictError(f"There is another DAG {dag_id!r}, which is not made from a folder. Rename that one first.")
    if file.exists() and MARK not in file.read_text(encoding="utf-8", errors="replace"):
        raise ConflictError(f"The file {file.name} among the DAGs is not ours. Rename it, and its DAG, first.")


def _files(place: Path, subfolders: bool) -> Iterator[Path]:
    for parent, folders, names in os.walk(place):
        folders[:] = sorted(each for each in folders if subfolders and not each.startswith((".", "__")))
        folders[:] = [each for each in folders if each != "node_modules"]
        yield from (Path(parent, name) for name in sorted(names))


def _is_output(file: Path) -> bool:
    """Whether it is the executed copy of another notebook: papermill and we write that into it."""
    if file.suffix.lower() != ".ipynb":
        return False
    try:
        with open_resolved(file) as opened:
            content = opened.read(LARGEST)
        noted = json.loads(content)["metadata"]["papermill"] if b'"papermill"' in content else None
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return isinstance(noted, dict) and bool(noted.get("input_path") or noted.get("output_path"))


def _is_notebook(file: Path) -> bool:
    if file.name.startswith(".") or not file.is_file():
        return False
    try:
        return kind_of(file) is not Kind.SCRIPT
    except InvalidInputError:
        return False


def _dag_id(folder: str) -> str:
    return "run_all" if folder == "." else f"run_all_{slug(folder.replace('/', '_'))}"[:250]


def _text(text: str) -> str:
    return json.dumps(text, ensure_ascii=True)


def _plain(text: str) -> str:
    return re.sub(r'[\\"\n]', "_", text)
