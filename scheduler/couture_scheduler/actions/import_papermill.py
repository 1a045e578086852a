"""Reads a command line that runs papermill, as crontabs hold them: which notebook, with what, from which folder."""

from __future__ import annotations

import base64
import binascii
import itertools
import math
import re
import shlex
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from couture_scheduler.errors import InvalidInputError

DATE = "{date}"  # stands for what `$(date …)` gave; in a path of outputs it is the run's date

ReadFile = Callable[[str, str], str]
"""The text of a file, by the folder that `cd` led to and its path; ``InvalidInputError`` when it cannot be had."""

_DATE = re.compile(r"\$\(date([^)]*)\)|`date([^`]*)`")
_ISO_DATES = ("", "+%F", "+%Y-%m-%d", "-I")
_DESCRIPTOR = re.compile(r"(?<=\s)\d(?=[<>])")  # the 2 of 2>&1
_VARIABLE = re.compile(r"\$(?:\{(\w+)\}|(\w+))")
_CONTROLS = (";", "&&", "||", "|", "&", "(", ")")
_SHORT = {
    "-p": "--parameters",
    "-r": "--parameters_raw",
    "-f": "--parameters_file",
    "-y": "--parameters_yaml",
    "-b": "--parameters_base64",
    "-k": "--kernel",
    "-l": "--language",
}
_WITH_VALUE = {*_SHORT.values(), "--engine", "--autosave-cell-every", "--cwd", "--stdout-file", "--stderr-file"}
_WITH_VALUE |= {"--log-level", "--start-timeout", "--start_timeout", "--execution-timeout"}
_PATHS = "The notebook is not told its own path here: PAPERMILL_INPUT_PATH and PAPERMILL_OUTPUT_PATH are not set."
_LOST = {
    "--cwd": "The notebook runs in its own folder, not in --cwd.",
    "--engine": "The engine of papermill is not used.",
    "--execution-timeout": "--execution-timeout is for one cell; set a limit for the whole run in the schedule.",
    "--inject-paths": _PATHS,
    "--inject-input-path": _PATHS,
    "--inject-output-path": _PATHS,
    "--report-mode": "--report-mode is not taken over: HTML can be made without code.",
}


@dataclass(slots=True)
class PapermillCall:
    """What a command line says of papermill. ``problem`` is why it cannot become a schedule, ``notes`` are what will be
    different. ``folder`` is where `cd` leads before, empty where it does not."""

    folder: str = ""
    paths: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    kernel: str | None = None
    notes: list[str] = field(default_factory=list)
    problem: str | None = None


def read_call(command: str, variables: Mapping[str, str], read_file: ReadFile) -> PapermillCall | None:
    """What ``command`` runs of papermill; ``None`` when it runs none. ``variables`` are put in where it names them."""
    words = _words(command)
    start = next((index for index, word in enumerate(words) if Path(word).name == "papermill"), None)
    if start is None:
        inner = next((word for word in words if "papermill" in word and " " in word), None)  # sh -c '…'
        return None if inner is None else read_call(inner, variables, read_file)
    expanded = [_with_variables(word, variables) for word in words]
    call = PapermillCall(folder=_folder(expanded[:start]))
    _Reading(call, read_file).read(_arguments(expanded[start + 1 :]))
    call.notes += _around(words, start)
    call.notes += _dates(command, call)
    return call


class _Reading:
    """Takes the arguments of papermill one by one. Files, YAML and Base64 go before single parameters, as there."""

    def __init__(self, call: PapermillCall, read_file: ReadFile) -> None:
        self._call = call
        self._read_file = read_file
        self._of_files: dict[str, Any] = {}
        self._single: dict[str, Any] = {}

    def read(self, words: Iterator[str]) -> None:
        for word in words:
            if not word.startswith("-") or word == "-":
                self._call.paths.append(word)
                continue
            name, value = _option(word)
            if name in _WITH_VALUE and value is None:
                value = next(words, "")
            self._take(name, value or "", words)
        self._call.parameters = {**self._of_files, **self._single}
        for name in [name for name, value in self._single.items() if DATE in str(value)]:
            del self._call.parameters[name]
            note = f"The parameter {name} was the date of the run. Here parameters are the same for each run: left out."
            self._call.notes.append(note)

    def _take(self, name: str, value: str, words: Iterator[str]) -> None:
        match name:
            case "--parameters":
                self._single[value] = typed(next(words, ""))
            case "--parameters_raw":
                self._single[value] = next(words, "")
            case "--parameters_yaml":
                self._read_yaml(value, "The YAML of its parameters")
            case "--parameters_base64":
                self._read_base64(value)
            case "--parameters_file":
                self._read_parameters(value)
            case "--kernel":
                self._call.kernel = value
            case "--prepare-only":
                self._call.problem = "It only prepares the notebook and runs nothing (--prepare-only)."
            case _ if name in _LOST and _LOST[name] not in self._call.notes:
                self._call.notes.append(_LOST[name])

    def _read_yaml(self, text: str, what: str) -> None:
        import yaml

        try:
            found = yaml.safe_load(text)
        except yaml.YAMLError:
            found = None
        if isinstance(found, dict):
            self._of_files.update({str(name): value for name, value in found.items()})
        else:
            self._call.notes.append(f"{what} cannot be read: give them in the schedule.")

    def _read_base64(self, coded: str) -> None:
        try:
            text = base64.b64decode(coded).decode()
        except (binascii.Error, ValueError):
            text = ""
        self._read_yaml(text, "The Base64 of its parameters")

    def _read_parameters(self, path: str) -> None:
        try:
            text = self._read_file(self._call.folder, path)
        except InvalidInputError as error:
            self._call.notes.append(f"Its parameters are not read: {error} Give them in the schedule.")
            return
        self._read_yaml(text, f"The parameters in {path}")
        self._call.notes.append(f"The parameters are those that {path} holds now; later changes of it do not count.")


def _words(command: str) -> list[str]:
    lexer = shlex.shlex(_DESCRIPTOR.sub("", _DATE.sub(DATE, command)), posix=True, punctuation_chars="();<>|&")
    lexer.whitespace_split = True
    lexer.commenters = ""
    try:
        return list(lexer)
    except ValueError:  # a quote that does not end
        return []


def _arguments(words: list[str]) -> Iterator[str]:
    """The words up to the end of this command, without redirections."""
    rest = iter(itertools.takewhile(lambda word: word not in _CONTROLS, words))
    for word in rest:
        if word[:1] in ("<", ">"):
            next(rest, None)
        else:
            yield word


def _option(word: str) -> tuple[str, str | None]:
    """The long name, and the value that is written right behind it."""
    if word.startswith("--"):
        name, sign, value = word.partition("=")
        return name, value if sign else None
    return _SHORT.get(word[:2], word[:2]), word[2:] or None


def _folder(words: list[str]) -> str:
    found = [words[index + 1] for index, word in enumerate(words[:-1]) if word == "cd"]
    return found[-1] if found else ""


def _around(words: list[str], start: int) -> Iterator[str]:
    """What the line runs beside papermill, which nobody runs from now on."""
    before: list[list[str]] = [[]]
    for word in words[:start]:
        before.append([]) if word in _CONTROLS else before[-1].append(word)
    lost = [" ".join(each) for each in before[:-1] if each and each[0] != "cd"]
    if lost:
        yield f"What the line runs before papermill is left out: {'; '.join(lost)}."
    after = itertools.dropwhile(lambda word: word not in _CONTROLS, words[start:])
    rest = " ".join(after).strip("&|; ")
    if rest:
        yield f"What the line runs after papermill is left out: {rest}."


def _dates(command: str, call: PapermillCall) -> Iterator[str]:
    forms = [(match[1] or match[2] or "").strip().strip("\"'") for match in _DATE.finditer(command)]
    if any(DATE in path for path in call.paths[1:2]) and any(form not in _ISO_DATES for form in forms):
        yield f"The date in the output's name is written as 2026-01-31, not by {forms[0]}."


def _with_variables(word: str, variables: Mapping[str, str]) -> str:
    return _VARIABLE.sub(lambda match: variables.get(match[1] or match[2], match[0]), word)


def typed(text: str) -> Any:
    """What ``-p`` makes of a text: a number, ``True``, ``False``, ``None`` where it looks like one."""
    if text in ("True", "False", "None"):
        return {"True": True, "False": False, "None": None}[text]
    for kind in (int, float):
        try:
            value = kind(text)
        except ValueError:
            continue
        return value if math.isfinite(value) else text
    return text
