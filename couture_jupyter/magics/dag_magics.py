"""The magics themselves: ``%dag``, ``%%dag``, ``%%task``, ``%%notebook_schedule``."""

from __future__ import annotations

import ast
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from IPython.core.error import UsageError
from IPython.core.magic import Magics, cell_magic, line_cell_magic, magics_class, no_var_expand

import couture_jupyter
from couture_jupyter.exceptions import CoutureError, DagError
from couture_jupyter.magics.arguments import Parser
from couture_jupyter.magics.cell_names import names_of
from couture_jupyter.magics.commands import COMMANDS, draw_notebook_dag, save_dag
from couture_jupyter.magics.commands import graph as draw
from couture_jupyter.magics.dag_source import wrapped
from couture_jupyter.magics.notebook_dag import TaskCell
from couture_jupyter.magics.pictures import say
from couture_jupyter.magics.schedule_cell import schedule_notebook
from couture_jupyter.magics.shared_code import SharedCode
from couture_jupyter.magics.workbench import CellDag, Workbench, load_source

WORDS = "\n".join(f"    {function.__doc__}" for function in COMMANDS.values())
_MAKERS = ("DAG", "dag")


@magics_class
class DagMagics(Magics):
    """The magics of one notebook."""

    def __init__(self, shell: Any) -> None:
        super().__init__(shell)
        self.bench = Workbench(shell)

    @no_var_expand
    @line_cell_magic
    def dag(self, line: str, cell: str | None = None) -> None:
        # The docstring is what ``%dag?`` shows; see below.
        with _told_in_a_line():
            if cell is not None:
                self._define(line, cell)
                return
            word, _, rest = line.strip().partition(" ")
            if word not in COMMANDS:
                what = f"%dag has no {word!r}." if word else "Say what to do."
                raise UsageError(f"{what} There are: {', '.join(COMMANDS)}. %dag? tells more.")
            COMMANDS[word](self.bench, rest)

    @no_var_expand
    @cell_magic
    def task(self, line: str, cell: str) -> None:
        """Run a cell, and make it a task of the notebook's DAG.

            %%task NAME [--after TASK …] [--dag DAG_ID] [--no-run] [--retries N] [--retry-delay SECONDS]
                        [--execution-timeout SECONDS] [--trigger-rule RULE] [--pool POOL]

        The names that the cell reads come from the nearest %%task cell above that makes them; so the cells become a
        DAG. Imports, functions and classes of the notebook are taken along; plain values that no task makes become
        parameters of the DAG. --after names tasks that must be done before though no value comes from them; with
        --no-run the cell is not run now. `%dag graph` shows the DAG, `%dag test` tries it, `%dag save` saves it.
        """
        with _told_in_a_line():
            given = TASK_LINE.read(line)
            options = {name: getattr(given, name) for name in _OPTIONS if getattr(given, name) is not None}
            source = self.bench.shell.transform_cell(cell)
            made = TaskCell(_task_id(given.name), cell, _names(source), tuple(given.after or ()), options)
            notebook = self.bench.notebook_dag(given.dag)
            if not given.no_run and not self.bench.shell.run_cell(cell, store_history=False).success:
                raise UsageError(f"The cell failed, so {given.name} is no task (or still the one before).")
            notebook.put(made, self.bench.namespace)
            draw_notebook_dag(self.bench, notebook.dag_id)

    @no_var_expand
    @line_cell_magic
    def notebook_schedule(self, line: str, cell: str | None = None) -> None:
        """Schedule a notebook; the cell, if there is one, holds its parameters, one ``name = value`` a line.

            %%notebook_schedule [NOTEBOOK] [--cron CRON | --at MOMENT | --manual] [--timezone ZONE] [--name NAME]
                                [--retries N] [--output PATH] [--paused]
            country = "FI"

        Without NOTEBOOK this one is meant, as it is saved.
        """
        with _told_in_a_line():
            say(schedule_notebook(self.bench, line, cell or ""))

    def _define(self, line: str, cell: str) -> None:
        """A cell defines a DAG."""
        given = DAG_LINE.read(line)
        source = cell if makes_dag(cell) else self._wrap(given.dag_id, cell, given.schedule)
        if source is cell and given.schedule is not None:
            raise UsageError("The cell makes its DAG itself: say schedule= there.")
        found = load_source(source, f"{given.dag_id or 'cell'}.py")
        if given.dag_id and given.dag_id not in found:
            raise UsageError(f"The cell makes no DAG {given.dag_id!r}, but: {', '.join(found) or 'none'}.")
        if not found:
            raise UsageError("The cell makes no DAG. Write `with DAG(…):` into it, or give an id: %%dag my_dag")
        for dag_id, dag in found.items():
            self.bench.cell_dags[dag_id] = CellDag(source, dag)
            self.bench.notebook_dags.pop(dag_id, None)
            draw(self.bench, dag_id)
        self.bench.current = given.dag_id or next(iter(found))
        if given.save:
            save_dag(self.bench, self.bench.current, None, overwrite=given.overwrite)

    def _wrap(self, dag_id: str | None, cell: str, schedule: str | None) -> str:
        """A cell that holds tasks only becomes the DAG that the magic names."""
        if dag_id is None:
            raise UsageError("The cell makes no DAG. Write `with DAG(…):` into it, or give an id: %%dag my_dag")
        shared = SharedCode(self.bench.namespace)
        ours, imports = ["DAG"], []
        for name in sorted(_names(cell).reads):
            if shared.is_known(name) or name == "DAG":
                continue
            line = shared.import_of(name, cell)
            if line is not None:
                imports.append(line)
            elif name in couture_jupyter.__all__:
                ours.append(name)
            else:
                raise DagError(f"The cell uses {name}, which no import gives. Define it in the cell.")
        return wrapped(dag_id, cell, schedule, [f"from couture_jupyter import {', '.join(ours)}", *imports])


DagMagics.dag.__doc__ = f"""Work with DAGs: of this notebook, and of the workspace with your permissions there.

{WORDS}

    %%dag [DAG_ID] [--schedule CRON] [--save] [--overwrite]
        A cell that defines a DAG: it is read and drawn; with --save it goes into the workspace's DAG folder. A cell
        with tasks alone, without `with DAG(…):`, becomes the DAG DAG_ID with that schedule.

Where DAG_ID is left out, the DAG that was worked with last is meant. See also %%task? and %%notebook_schedule?
"""

DAG_LINE = Parser("%%dag")
DAG_LINE.add_argument("dag_id", nargs="?")
DAG_LINE.add_argument("--schedule")
DAG_LINE.add_argument("--save", action="store_true")
DAG_LINE.add_argument("--overwrite", action="store_true")

_OPTIONS: dict[str, Callable[[str], Any]] = {
    "retries": int,
    "retry_delay": float,
    "execution_timeout": float,
    "trigger_rule": str,
    "pool": str,
}
TASK_LINE = Parser("%%task")
TASK_LINE.add_argument("name")
TASK_LINE.add_argument("--after", nargs="+", metavar="TASK")
TASK_LINE.add_argument("--dag", metavar="DAG_ID")
TASK_LINE.add_argument("--no-run", action="store_true")
for _name, _type in _OPTIONS.items():
    TASK_LINE.add_argument(f"--{_name.replace('_', '-')}", type=_type)


def makes_dag(cell: str) -> bool:
    """Whether the cell makes a DAG itself: it calls ``DAG(…)``, or decorates a function with ``@dag``."""
    for node in ast.walk(_parsed(cell)):
        called = node.func if isinstance(node, ast.Call) else node
        if isinstance(called, ast.Name | ast.Attribute):
            name = called.id if isinstance(called, ast.Name) else called.attr
            if name in _MAKERS and isinstance(called.ctx, ast.Load):
                return True
    return False


def _parsed(cell: str) -> ast.Module:
    try:
        return ast.parse(cell)
    except SyntaxError as error:
        raise DagError(f"Line {error.lineno} of the cell: {error.msg}: {(error.text or '').strip()}") from None


def _names(cell: str) -> Any:
    _parsed(cell)
    return names_of(cell)


def _task_id(name: str) -> str:
    from couture_jupyter.arguments import check_key

    return check_key("task id", name)


@contextmanager
def _told_in_a_line() -> Iterator[None]:
    """What a person did wrong, or a server refused, is a sentence and no traceback."""
    try:
        yield
    except CoutureError as error:
        raise UsageError(str(error)) from None
