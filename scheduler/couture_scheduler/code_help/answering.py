"""The answers, found by jedi: it reads code, of the text and of the libraries, and runs none of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import jedi

from couture_jupyter import taskflow
from couture_jupyter.operators.base_arguments import BASE_ARGUMENTS
from couture_scheduler.code_help.model import Completion, Completions, Explanation, Place, Signature, Surroundings

MOST = 400  # completions: nobody reads more
LONGEST = 4000  # characters of a documentation
_WARMING = "from couture_jupyter import DAG, BashOperator\nBashOperator("
_HIDDEN = ("dag", "task_group")  # arguments that nobody writes
_ENVIRONMENT = jedi.InterpreterEnvironment()


class Answers:
    """``stubs``: a folder whose packages stand for ``airflow``."""

    def __init__(self, home: Path, stubs: Path) -> None:
        jedi.settings.cache_directory = str(home / "code_help")
        self._stubs = stubs

    def warm(self) -> None:
        """Read what every DAG file imports, before somebody waits for it."""
        jedi.Script(_WARMING).get_signatures()

    def complete(self, where: Surroundings, place: Place) -> Completions:
        """How the word at the cursor can go on."""
        script = self._script(where, place)
        found = script.complete(place.line, place.column)
        prefix = found[0].get_completion_prefix_length() if found else len(_word_before(place))
        word = _word_before(place)[-prefix:] if prefix else ""
        items = [
            *_of_calls(script, place, word),
            *_of_task(script, place, word),
            *(Completion(each.name_with_symbols, each.type) for each in found),
        ]
        once = {each.name: each for each in reversed(items) if word.startswith("_") or not each.name.startswith("_")}
        return Completions(prefix, tuple(sorted(once.values(), key=_rank(word))[:MOST]))

    def explain(self, where: Surroundings, place: Place, name: str | None) -> Explanation | None:
        """What the name at the cursor is; ``name``: what it would be, completed to this. Keywords are not explained."""
        script = self._script(where, place)
        if name is None:
            found = [each for each in script.help(place.line, place.column) if each.type != "keyword"]
        else:
            completed = script.complete(place.line, place.column)
            found = [each for each in completed if each.name_with_symbols == name]
        return _explanation(found[0]) if found else None

    def signature(self, where: Surroundings, place: Place) -> Signature | None:
        """The call around the cursor."""
        for each in self._script(where, place).get_signatures(place.line, place.column):
            parameters = tuple(_as_written(parameter) for parameter in each.params)
            return Signature(each.name, parameters, each.index, each.docstring(raw=True)[:LONGEST])
        return None

    def _script(self, where: Surroundings, place: Place) -> jedi.Script:
        own = [str(where.dags_folder), str(where.dags_folder / "plugins")]
        paths = [*own, *_ENVIRONMENT.get_sys_path(), str(self._stubs)]
        project = jedi.Project(where.dags_folder, sys_path=paths, smart_sys_path=False)
        return jedi.Script(place.content, path=where.file, project=project, environment=_ENVIRONMENT)


def _of_calls(script: jedi.Script, place: Place, word: str) -> Iterator[Completion]:
    """The arguments that all operators take: in their code they are ``**arguments``."""
    for call in script.get_signatures(place.line, place.column):
        names = {parameter.name for parameter in call.params}
        if not {"task_id", "arguments"} <= names or _line_before(place).rstrip().endswith("="):
            return
        written = set(re.findall(r"(\w+)\s*=(?!=)", _between(place, call.bracket_start)))
        for name, default in BASE_ARGUMENTS.items():
            if name.startswith(word) and name not in {*written, *names, *_HIDDEN}:
                yield Completion(f"{name}=", "param", str(default))


def _of_task(script: jedi.Script, place: Place, word: str) -> Iterator[Completion]:
    """``@task.branch`` and so on: they are a registry, no attributes."""
    before = _line_before(place).removesuffix(word)
    if not before.endswith("task.") or not any(
        each.name == taskflow.TaskDecorator.__name__ for each in script.infer(place.line, len(before) - 1)
    ):
        return
    yield from (Completion(name, "function") for name in taskflow.kinds() if name.startswith(word))


def _rank(word: str) -> Callable[[Completion], tuple[bool, bool, bool, str]]:
    """Arguments first, those of all operators after those of this one; then what is spelled as the word."""

    def rank(each: Completion) -> tuple[bool, bool, bool, str]:
        return each.kind != "param", each.detail != "", not each.name.startswith(word), each.name.lower()

    return rank


def _explanation(found: Any) -> Explanation:
    calls = found.get_signatures()
    title = calls[0].to_string() if calls else found.description
    return Explanation(title, found.docstring(raw=True)[:LONGEST])


def _as_written(parameter: Any) -> str:
    return str(parameter.to_string()) if parameter.name != "arguments" else "…"


def _line_before(place: Place) -> str:
    return place.content.split("\n")[place.line - 1][: place.column]


def _word_before(place: Place) -> str:
    found = re.search(r"\w*$", _line_before(place))
    return found.group() if found else ""


def _between(place: Place, start: tuple[int, int]) -> str:
    lines = place.content.split("\n")[start[0] - 1 : place.line]
    lines[-1] = lines[-1][: place.column]
    return "\n".join(lines)[start[1] + 1 :]
