"""Writes the file of a DAG that was made in a notebook."""

from __future__ import annotations

import ast
import io
import keyword
import re
import tokenize
from collections.abc import Mapping, Sequence
from typing import Any

from couture_jupyter.exceptions import DagError
from couture_jupyter.magics.notebook_dag import WiredTask, Wiring

_STRINGS = {
    number for number, name in tokenize.tok_name.items() if name in ("STRING", "FSTRING_MIDDLE", "TSTRING_MIDDLE")
}

_LINE = 100  # characters after which a call goes over several lines


def dag_file(dag_id: str, wiring: Wiring, schedule: str | None = None) -> str:
    """The file of a notebook's DAG: one function a cell, values handed on as XComs."""
    functions = {task_id: function_name(task_id) for task_id in wiring.tasks}
    given = [repr(dag_id), f"schedule={schedule!r}", "catchup=False"]
    given += [f"params={wiring.params!r}"] if wiring.params else []
    parts = [f'"""The DAG {dag_id}, made of the cells of a notebook with %%task and %dag save."""']
    parts.append("\n".join(["from couture_jupyter import DAG, task", *wiring.shared.imports]))
    parts += wiring.shared.definitions.values()
    body = [_function(functions[task_id], task) for task_id, task in wiring.tasks.items()]
    body.append("\n".join(_calls(wiring, functions)))
    text = "\n\n".join(indented(each, "    ") for each in body)
    return "\n\n".join(parts) + f"\n\nwith {_call('DAG', given)} as dag:\n{text}\n"


def wrapped(dag_id: str, cell: str, schedule: str | None, imports: list[str]) -> str:
    """The file of a cell that holds only the tasks of a DAG; ``imports`` give what the cell does not import itself."""
    own, rest = _leading_imports(cell)
    head = [*dict.fromkeys([*imports, *own])]
    arguments = f"{dag_id!r}, schedule={schedule!r}, catchup=False"
    return "\n".join(head) + f"\n\nwith DAG({arguments}) as dag:\n{indented(rest, '    ')}\n"


def function_name(task_id: str) -> str:
    """A name of Python for the task."""
    name = re.sub(r"\W", "_", task_id)
    return f"task_{name}" if not name.isidentifier() or keyword.iskeyword(name) or name in ("dag", "task") else name


def indented(source: str, prefix: str) -> str:
    """``source`` deeper, but not the insides of texts that go over several lines."""
    lines = source.rstrip("\n").split("\n")
    inside: set[int] = set()
    for token in tokenize.generate_tokens(io.StringIO(source + "\n").readline):
        if token.type in _STRINGS:
            inside.update(range(token.start[0] + 1, token.end[0] + 1))
    found = [line if number in inside or not line.strip() else prefix + line for number, line in enumerate(lines, 1)]
    return "\n".join(found)


def _function(name: str, task: WiredTask) -> str:
    given = dict(task.cell.options)
    if name != task.cell.task_id:
        given["task_id"] = task.cell.task_id
    if task.outputs:
        given["multiple_outputs"] = True
    arguments = ", ".join(f"{key}={_written(value)}" for key, value in given.items())
    head = [f"@task({arguments})" if arguments else "@task", f"def {name}({', '.join([*task.inputs, *task.params])}):"]
    body = [*task.imports, *([""] if task.imports else []), task.cell.source.strip("\n")]
    if task.outputs:
        body.append(f"return {{{', '.join(f'{each!r}: {each}' for each in task.outputs)}}}")
    whole = "\n".join(body)
    if not ast.parse(whole).body:  # comments only
        whole += "\npass"
    text = "\n".join([*head, indented(whole, "    ")])
    _check(text, task)
    return text


def _check(text: str, task: WiredTask) -> None:
    """What is right in a cell may be wrong in a function (``from x import *``)."""
    try:
        compile(text, "<cell>", "exec", dont_inherit=True)
    except SyntaxError as error:
        raise DagError(f"The cell of {task.cell.task_id} cannot be a task: {error.msg}.") from None


def _call(name: str, given: Sequence[str]) -> str:
    """A call on one line, or with an argument a line where that would be long."""
    line = f"{name}({', '.join(given)})"
    return line if len(line) <= _LINE else f"{name}(\n" + "".join(f"    {each},\n" for each in given) + ")"


def _written(value: Any) -> str:
    return repr(value)


def _calls(wiring: Wiring, functions: Mapping[str, str]) -> list[str]:
    """Call the functions, and order those that share no value."""
    lines = []
    for task_id, task in wiring.tasks.items():
        given = [f"{name}={functions[maker]}_done[{name!r}]" for name, maker in task.inputs.items()]
        given += [f"{name}=dag.param({name!r})" for name in task.params]
        lines.append(f"{functions[task_id]}_done = {_call(functions[task_id], given)}")
    for task_id, task in wiring.tasks.items():
        lines += [f"{functions[name]}_done >> {functions[task_id]}_done" for name in task.cell.after]
    return lines


def _leading_imports(cell: str) -> tuple[list[str], str]:
    """The imports that the cell begins with, and the rest of it."""
    lines, end, found = cell.split("\n"), 0, []
    for node in ast.parse(cell).body:
        if not isinstance(node, ast.Import | ast.ImportFrom):
            break
        found.append(ast.unparse(node))
        end = node.end_lineno or end
    return found, "\n".join(lines[end:]).strip("\n")
