"""Runs the DAGs of a folder with ``dag.test()``: ``run_examples.py FOLDER OPTIONS``; prints their ends as JSON.

``OPTIONS`` is JSON: ``"leave_out"``, DAGs or files that are not run, and ``"conf"``, by DAG. Each file is a process of
its own, forked when everything is imported; a few run at once.
"""

from __future__ import annotations

import contextlib
import json
import multiprocessing
import os
import sys
import tempfile
from collections.abc import Iterator
from multiprocessing.connection import wait
from pathlib import Path
from typing import Any

AT_ONCE = 4


def outcomes(file: Path, folder: Path, options: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any] | None]]:
    """Each DAG of the file, with the states of its run; ``None`` for one that is left out."""
    from couture_jupyter.serialization.load import load_dag_file

    for dag in load_dag_file(file, dags_folder=folder).dags.values():
        if {dag.dag_id, file.stem} & set(options["leave_out"]):
            yield dag.dag_id, None
            continue
        run = dag.test(run_conf=options["conf"].get(dag.dag_id))
        errors = {each.name: repr(each.error) for each in run.task_instances if each.error is not None}
        yield dag.dag_id, {"run": str(run.state), "tasks": run.states, "errors": errors}


def work(file: Path, folder: Path, options: dict[str, Any], answer: Path) -> None:
    """One file, in a child: in an empty folder, and silent."""
    os.chdir(tempfile.mkdtemp(dir=answer.parent))
    Path("a_file.txt").write_text("some examples look at what is here\n")
    with open(os.devnull, "w") as silence, contextlib.redirect_stdout(silence):
        found = dict(outcomes(file, folder, options))
    answer.write_text(json.dumps(found))


def main(folder: Path, options: dict[str, Any]) -> None:
    """Run them, and say what became of them."""
    from couture_scheduler.files.dag_folder import may_hold_dags

    import couture_jupyter.airflow_compat
    import couture_jupyter.serialization.load  # noqa: F401 - so that children need not

    fork, running, found = multiprocessing.get_context("fork"), {}, {}
    with tempfile.TemporaryDirectory(prefix="couture-examples-") as place:
        for file in filter(may_hold_dags, sorted(folder.rglob("*.py"))):
            answer = Path(place) / f"{len(found)}.json"
            found[str(file.relative_to(folder))] = answer
            child = fork.Process(target=work, args=(file, folder, options, answer))
            child.start()
            running[child.sentinel] = child
            while len(running) >= AT_ONCE:
                for sentinel in wait(list(running)):
                    running.pop(sentinel).join()
        for child in running.values():
            child.join()
        print(json.dumps({name: json.loads(at.read_text()) for name, at in found.items() if at.exists()}))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve(), json.loads(sys.argv[2]))
