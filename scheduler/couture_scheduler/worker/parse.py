"""Reads a DAG file in a child process: a file that hangs or crashes harms nobody.

In the child: ``python -m couture_scheduler.worker.parse ORIGIN DAGS_FOLDER`` prints one JSON document.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any

from couture_jupyter.sensitive import is_sensitive
from couture_jupyter.serialization import DagSpec, from_json
from couture_scheduler.files.environment import look_here_last, safe_path, without_secrets
from couture_scheduler.kernels.masks import Masks

if TYPE_CHECKING:
    from couture_jupyter.dags import DAG


@dataclass(frozen=True, slots=True)
class ParseProblem:
    """Why a file could not be read: a sentence, the line of the file if known, the traceback for the curious."""

    message: str
    line: int | None = None
    traceback: str = ""


@dataclass(frozen=True, slots=True)
class ParseResult:
    """The DAGs of a file, or the problem. ``source`` is exactly the text that was read; ``task_lines`` says for each
    DAG which line makes which task, as far as it is in this file."""

    specs: tuple[DagSpec, ...]
    error: ParseProblem | None
    seconds: float
    source: str
    task_lines: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def parse_in_child(
    path: Path, *, origin: Path, dags_folder: Path, timeout: float, environment: Mapping[str, str] | None = None
) -> ParseResult:
    """Read the file at ``path`` as if it were ``origin``, in a fresh process that gets ``timeout`` seconds."""
    began = time.monotonic()
    arguments = [str(path), str(origin), str(dags_folder)]
    try:
        done = subprocess.run(
            [sys.executable, "-m", "couture_scheduler.worker.parse", *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            env={**without_secrets(), **safe_path(), **(environment or {})},
            timeout=timeout,
            check=False,
        )
    except subprocess.TimeoutExpired:
        return failed(too_long(timeout), began)
    return understand(done.stdout, done.returncode, began)


def understand(reply: bytes, exit_code: int, began: float) -> ParseResult:
    """The child's reply; a child that gave none, or half of one, has crashed."""
    try:
        document = json.loads(reply)
    except ValueError:
        how = f"signal {-exit_code}" if exit_code < 0 else f"exit status {exit_code}"
        return failed(f"Reading the file ended its process with {how}.", began)
    problem = document["error"]
    return ParseResult(
        specs=tuple(from_json(spec) for spec in document["specs"]),
        error=ParseProblem(**problem) if problem else None,
        seconds=document["seconds"],
        source=document["source"],
        task_lines=document.get("task_lines", {}),
    )


def failed(message: str, began: float) -> ParseResult:
    """A result for a child that could not answer."""
    return ParseResult((), ParseProblem(message), time.monotonic() - began, "")


def too_long(timeout: float) -> str:
    """The sentence for a file that hangs."""
    return (
        f"Reading the file took longer than {timeout:g} seconds. Code at the top level of a DAG file should only "
        "describe the DAG; long work belongs into tasks."
    )


def parse(path: Path, origin: Path, dags_folder: Path) -> dict[str, Any]:
    """In the child: import the file and describe what it makes."""
    from couture_jupyter.exceptions import DagError
    from couture_jupyter.serialization import to_json
    from couture_jupyter.serialization.load import DagFileError, load_dag_file
    from couture_jupyter.serialization.serialize import serialize_dag

    masks, began = hear_secrets(), time.monotonic()
    document: dict[str, Any] = {"specs": [], "error": None, "source": ""}
    try:
        raw = path.read_bytes()
        document["source"] = raw.decode("utf-8", "replace")
        with tempfile.NamedTemporaryFile(suffix=".py") as copy:  # what we report is what was read
            copy.write(raw)
            copy.flush()
            loaded = load_dag_file(Path(copy.name), origin=origin, dags_folder=dags_folder)
        document["specs"] = [to_json(serialize_dag(dag)) for dag in loaded.dags.values()]
        document["task_lines"] = {dag_id: _lines(dag, origin) for dag_id, dag in loaded.dags.items()}
    except DagFileError as error:
        document["error"] = {"message": str(error), "line": error.line, "traceback": error.traceback_text}
    except (DagError, OSError) as error:
        document["error"] = {"message": str(error), "line": None, "traceback": ""}
    document["seconds"] = time.monotonic() - began  # of the file itself, not of the process
    return _hide(document, masks)


def _lines(dag: DAG, origin: Path) -> dict[str, int]:
    if dag.fileloc != str(origin):
        return {}
    return {task_id: line for task_id, line in dag.task_lines.items() if line is not None and task_id in dag.task_dict}


def hear_secrets() -> Masks:
    """What the file is given of secrets while it is read must not be seen in what it makes."""
    from couture_jupyter import secret_sources
    from couture_jupyter.connections import Connection
    from couture_jupyter.secret_references import secret_texts

    masks = Masks()

    def hear(kind: str, name: str, found: dict[str, Any]) -> None:
        if kind == "connection":
            connection = Connection(**found)
            for text in (*secret_texts(connection), *([connection.get_uri()] if connection.password else [])):
                masks.add(text)
        elif is_sensitive(name):
            masks.add(found["value"])

    secret_sources.listen(hear)
    if not os.environ.get(secret_sources.CHANNEL):
        secret_sources.read_alone()
    return masks


def _hide(document: dict[str, Any], masks: Masks) -> dict[str, Any]:
    """Without secrets where people look: arguments, descriptions, errors. Ids and edges stay what they are."""
    if not masks:
        return document
    for spec in document["specs"]:
        for task in spec["tasks"]:
            task["arguments"] = masks.hide_in(task["arguments"])
        spec.update({name: masks.hide_in(spec[name]) for name in ("description", "doc_md") if spec.get(name)})
    if document["error"]:
        document["error"].update({name: masks.hide_in(document["error"][name]) for name in ("message", "traceback")})
    return document


def reply_to(fd: int, path: Path, origin: Path, dags_folder: Path) -> None:
    """In the child: parse, and write the document to ``fd``."""
    with open(fd, "wb") as reply:
        reply.write(json.dumps(parse(path, origin, dags_folder)).encode())


def main(arguments: list[str]) -> None:
    """The real standard output is for the reply; what the DAG file prints goes nowhere."""
    look_here_last()
    reply = os.dup(1)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, 1)
    reply_to(reply, *(Path(argument) for argument in arguments))
    os._exit(0)


if __name__ == "__main__":
    main(sys.argv[1:])
