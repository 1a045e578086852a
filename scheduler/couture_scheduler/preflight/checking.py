"""The check of a notebook before it runs: all rules, and their findings in the order of the cells."""

from __future__ import annotations

import ast
import sys
import warnings
from collections.abc import Iterator
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any

from couture_scheduler.files.scripts import script_program
from couture_scheduler.kernels.kernelspecs import DEFAULT_KERNEL, ForkRecipe, find_spec, fork_recipe
from couture_scheduler.preflight import cells, modules, names, pasted_secrets, paths, prompts
from couture_scheduler.preflight.cells import STEP, NotebookSource
from couture_scheduler.preflight.findings import Finding, Severity
from couture_scheduler.preflight.interpreter import NotAnswering, syntax_problems
from couture_scheduler.preflight.job import Job
from couture_scheduler.preflight.reading import Reading, read_python
from couture_scheduler.preflight.rules import finding

_ORDER = {Severity.ERROR: 0, Severity.WARNING: 1, Severity.INFO: 2}


def check(notebook: Path, workspace: Path, job: Job | None = None) -> list[Finding]:
    """What is wrong with a notebook, without running it. Raises ``NotFoundError`` or ``InvalidInputError`` when it
    cannot be read."""
    asked = job or Job()
    source = cells.read(notebook)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # what Python's parser thinks of the notebook is not for our log
        found = list(dict.fromkeys(_findings(source, workspace.resolve(), asked)))
    return sorted(
        found, key=lambda each: (-1 if each.cell is None else each.cell, each.line or 0, _ORDER[each.severity])
    )


def _findings(source: NotebookSource, workspace: Path, job: Job) -> Iterator[Finding]:
    if not source.code:
        message = f"The {'script' if source.is_script else 'notebook'} has no code: nothing will run."
        yield Finding("notebook-empty", Severity.WARNING, message, "Save it if you have just written some.")
    if source.is_script:
        yield from _of_script(source, workspace, job)
        return
    name = job.kernel_name or source.kernel_name or DEFAULT_KERNEL
    spec = None
    try:
        spec = find_spec(name, str(job.python) if job.python else None)
    except LookupError as error:
        advice = "Install the kernel, or choose another one."
        yield Finding("kernel-missing", Severity.ERROR, str(error), advice)
    if job.parameters and source.parameters_cell is None:
        message = "Parameters are given, but no cell is tagged `parameters`: they are set before the first cell."
        yield Finding("parameters-cell-missing", Severity.WARNING, message, "Tag the cell with their defaults.")
    language = (spec.language or "python").lower() if spec is not None else source.language or "python"
    yield from _secrets_and(
        source, _of_python(source, workspace, job, name, spec) if language == "python" else iter(())
    )


def _secrets_and(source: NotebookSource, others: Iterator[Finding]) -> Iterator[Finding]:
    """The secrets of known forms and the other findings; none is told twice."""
    seen = list(pasted_secrets.secrets_in_text(source))
    yield from seen
    places = {(each.cell, each.line) for each in seen}
    yield from (each for each in others if each.code != "secret-pasted" or (each.cell, each.line) not in places)


def _of_script(source: NotebookSource, workspace: Path, job: Job) -> Iterator[Finding]:
    """A script of Python runs on our own interpreter, or on that of its environment; others are only searched for
    secrets."""
    if source.language != "python":
        yield from _interpreter_missing(source)
        yield from pasted_secrets.secrets_in_text(source)
        return
    reading, recipe = read_python(source, workspace), ForkRecipe((str(job.python or sys.executable),), (), {})
    found = (
        _of_code(reading, recipe),
        modules.missing(reading, recipe, "the Python that runs scripts", job),
        names.undefined_names(reading),
    )
    yield from _secrets_and(source, chain(*found))


def _interpreter_missing(source: NotebookSource) -> Iterator[Finding]:
    try:
        script_program(source.path.suffix)
    except LookupError as error:
        yield Finding("interpreter-missing", Severity.ERROR, str(error), "Install it where the engine runs.")


def _of_code(reading: Reading, recipe: ForkRecipe | None) -> Iterator[Finding]:
    """What holds for all Python."""
    yield from _syntax(reading, recipe)
    yield from pasted_secrets.secrets_by_name(reading.source, reading.nodes)
    yield from prompts.questions(reading)
    yield from paths.missing_files(reading)
    yield from paths.paths_outside(reading)


def _of_python(source: NotebookSource, workspace: Path, job: Job, kernel_name: str, spec: Any) -> Iterator[Finding]:
    reading = read_python(source, workspace, job.parameters)
    recipe = fork_recipe(spec) if spec is not None else None
    yield from _of_code(reading, recipe)
    yield from _unread(reading, job.parameters)
    if recipe is not None:
        yield from modules.missing(reading, recipe, f"the kernel {kernel_name!r}", job)
    elif spec is not None:
        message = f"Which modules the kernel {kernel_name!r} has cannot be told without starting it."
        yield Finding("not-checked", Severity.INFO, message, "Run the notebook once to see.")
    if spec is None or recipe is not None:  # other kernels, such as Spark's, have names of their own
        yield from names.undefined_names(reading)


def _syntax(reading: Reading, recipe: ForkRecipe | None) -> Iterator[Finding]:
    """Cells that are no Python, in the words of the Python that will run them."""
    problems = reading.code.problems
    words: list[tuple[int, str] | None] = [(each.line, each.message) for each in problems]
    if problems and recipe is not None:
        with suppress(NotAnswering):  # said by the rule about modules; our own Python's words stand
            words = syntax_problems(recipe, [each.text for each in problems])
    for problem, told in zip(problems, words, strict=True):
        if told is not None:
            message = f"This is no valid Python: {told[1].rstrip('.?')}."
            at = problem.cell.index * STEP + told[0]
            yield finding(reading.source, "syntax-error", Severity.ERROR, at, message, "Correct the line.")


def _unread(reading: Reading, parameters: dict[str, Any]) -> Iterator[Finding]:
    """Parameters that no cell reads."""
    read = {each.id for each, _ in reading.nodes if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Load)}
    for name in parameters:
        if name not in read | reading.code.effects.words and not reading.code.effects.unknown_names:
            cell = reading.source.parameters_cell
            message = f"The parameter {name!r} is given, but no cell reads it."
            index = cell.index if cell else None
            yield Finding("parameter-unread", Severity.INFO, message, "Check its spelling, or leave it out.", index)
