"""Files of the DAG folder come, go, and get other names. Runs and versions of their DAGs stay, whatever happens."""

from __future__ import annotations

import os
import shutil
import tempfile
import time
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from couture_scheduler.actions import dag_file_content
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.actions.dag_file_content import SavedFile, changing
from couture_scheduler.errors import ConflictError, InvalidInputError, NotFoundError
from couture_scheduler.events import Change
from couture_scheduler.files import dag_texts
from couture_scheduler.files.regular import open_resolved
from couture_scheduler.store import dag_listing, dag_runs

MOST_COPIES = 1000
OLDEST = (1980, 1, 1, 0, 0, 0)  # that an archive can say of a file


@dataclass(frozen=True, slots=True)
class Download:
    """A file to send under ``name``; a temporary one is removed once it is open."""

    place: Path
    name: str
    is_temporary: bool


@needs("dagFiles:edit")
def upload(ctx: ActionContext, path: str, content: bytes, if_exists: str = "refuse") -> SavedFile:
    """Put a file into the DAG folder as it is, also a broken one: the engine says what is wrong with it.

    When there is one, ``if_exists`` says what to do: ``refuse`` (``ConflictError``), ``replace``, or ``keep_both``
    under two names.
    """
    if len(content) > dag_texts.MOST_BYTES:
        raise InvalidInputError.at("content", f"A DAG file may have {dag_texts.MOST_BYTES // 1024**2} MB at the most.")
    with changing(ctx):
        place = dag_texts.find(ctx.settings.dags_folder, path)
        known = dag_texts.current_hash(place)
        if known is not None and if_exists == "keep_both":
            path, known = _free_name(ctx.settings.dags_folder, path), None
            place = dag_texts.find(ctx.settings.dags_folder, path)
        if known is not None and if_exists != "replace":
            raise ConflictError(f"There is a file {path} already.")
        is_same = known == dag_texts.hash_of(content)
        return dag_file_content.put(
            ctx, place, path, content, is_new=known is None, is_same=is_same, event=dag_file_content.UPLOADED
        )


@needs("dagFiles:edit")
def rename(ctx: ActionContext, path: str, new_path: str) -> None:
    """Give a file another name or folder. Its DAGs keep their runs and settings: the engine finds their ids again."""
    folder = ctx.settings.dags_folder
    old, new = dag_texts.find(folder, path), dag_texts.find(folder, new_path, field="new_path")
    with changing(ctx):
        digest = dag_texts.current_hash(old)
        if digest is None:
            raise NotFoundError(f"There is no file {path!r} in the DAG folder.")
        if new.exists():
            raise InvalidInputError.at("new_path", f"There is a file {new_path} already.")
        with ctx.store.transaction() as tx:
            ctx.audit(tx, "rename_dag_file", details={"file": new_path, "before": path, "hash": digest})
            try:
                new.parent.mkdir(parents=True, exist_ok=True)
                os.rename(folder / path, new)  # of a link the link
            except OSError as error:
                told = f"The file cannot be renamed: {error.strerror}."
                raise InvalidInputError.at("new_path", told) from error
    ctx.tell(
        *(Change("dag_file", what, detail={"file": file}) for what, file in (("deleted", path), ("created", new_path)))
    )


@needs("dagFiles:edit")
def delete(ctx: ActionContext, path: str) -> None:
    """Delete a file. Its DAGs are scheduled no more and leave the list; their runs and versions stay. A file of that
    name with those DAGs brings them back. ``ConflictError`` while runs of them are active."""
    place = dag_texts.find(ctx.settings.dags_folder, path)
    with changing(ctx):
        digest = dag_texts.current_hash(place)
        if digest is None:
            raise NotFoundError(f"There is no file {path!r} in the DAG folder.")
        with ctx.store.transaction() as tx:
            dags = [each.dag_id for each in dag_listing.of_files(tx, path).get(path, ())]
            active = dag_runs.active_per_dag(tx)
            busy = [dag_id for dag_id in dags if active.get(dag_id)]
            if busy:
                raise ConflictError(f"Runs of {', '.join(busy)} are active. Stop them first, or wait for their end.")
            ctx.audit(tx, "delete_dag_file", details={"file": path, "hash": digest, "dags": dags})
            try:
                (ctx.settings.dags_folder / path).unlink()  # of a link the link
            except OSError as error:
                raise InvalidInputError.at("path", f"{path} cannot be deleted: {error.strerror}.") from error
    ctx.tell(Change("dag_file", "deleted", user=ctx.actor.name, detail={"file": path}))


@needs("dagFiles:read")
def download(ctx: ActionContext, paths: Sequence[str]) -> Download:
    """One file as it is, or several in an archive."""
    folder = ctx.settings.dags_folder
    places = {path: dag_texts.find(folder, path) for path in dict.fromkeys(paths)}
    for path, place in places.items():
        if not place.is_file():
            raise NotFoundError(f"There is no file {path!r} in the DAG folder.")
    if len(places) == 1:
        (place,) = places.values()
        return Download(place, place.name, is_temporary=False)
    handle, name = tempfile.mkstemp(suffix=".zip")
    try:
        with os.fdopen(handle, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
            for path, place in places.items():
                _add(archive, place, path)
    except BaseException:
        Path(name).unlink(missing_ok=True)
        raise
    return Download(Path(name).resolve(), "dags.zip", is_temporary=True)


def _add(archive: zipfile.ZipFile, place: Path, path: str) -> None:
    with open_resolved(place) as file:
        found = os.fstat(file.fileno())
        about = zipfile.ZipInfo(path, max(time.localtime(found.st_mtime)[:6], OLDEST))
        about.compress_type, about.external_attr = archive.compression, found.st_mode << 16
        with archive.open(about, "w") as entry:
            shutil.copyfileobj(file, entry)


def _free_name(folder: Path, path: str) -> str:
    """The path with a number that no file has."""
    name = PurePosixPath(path)
    for number in range(2, MOST_COPIES):
        found = name.with_name(f"{name.stem}_{number}{name.suffix}").as_posix()
        if not dag_texts.find(folder, found).exists():
            return found
    raise ConflictError(f"There are too many files called {path}.")
