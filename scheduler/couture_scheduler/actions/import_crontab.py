"""Reads a crontab: lines that run papermill become schedules; every other line is told why not."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from tzlocal import get_localzone_name

from couture_jupyter.exceptions import CoutureError
from couture_jupyter.timetables import CronTrigger
from couture_scheduler.actions.import_drafts import Draft
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When

_VARIABLE = re.compile(r"\s*([A-Za-z_]\w*)\s*=\s*(.*)")
_DATE = re.compile(r"\$\(date[^)]*\)|`date[^`]*`")
_WORD_ENDS = (";", "&&", "||", "|", "&")
_ONE_VALUE = {"-f", "--parameters_file", "-b", "--parameters_base64", "--engine", "--cwd", "-l", "--language"}
_ONE_VALUE |= {"--autosave-cell-every", "--stdout-file", "--stderr-file", "--log-level", "--start-timeout"}
_LOST = {
    "-f": "The file with parameters is not read: give them in the schedule.",
    "--parameters_file": "The file with parameters is not read: give them in the schedule.",
    "-b": "The encoded parameters are not read: give them in the schedule.",
    "--cwd": "The notebook runs in its own folder, not in --cwd.",
    "--engine": "The engine of papermill is not used.",
}


@dataclass(slots=True)
class _Call:
    """What a command line says of papermill."""

    paths: list[str] = field(default_factory=list)
    parameters: dict[str, Any] = field(default_factory=dict)
    kernel: str | None = None
    timeout: float | None = None
    folder: str = ""
    notes: list[str] = field(default_factory=list)


def read_drafts(text: str, workspace: Path) -> list[Draft]:
    """A draft for each line that has a command. Times are in ``CRON_TZ`` where the crontab says
    one, else in the machine's time zone."""
    drafts: list[Draft] = []
    zone: str | None = get_localzone_name()  # what cron itself goes by
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        variable = _VARIABLE.fullmatch(stripped)
        if variable and not stripped[0].isdigit():
            zone = variable[2].strip("\"'") if variable[1] in ("CRON_TZ", "TZ") else zone
            continue
        drafts.append(_draft(f"Line {number}: {stripped}", stripped, zone, workspace))
    return drafts


def _draft(source: str, line: str, zone: str | None, workspace: Path) -> Draft:
    cron, command = _split(line)
    try:
        CronTrigger(cron, timezone=zone or "UTC")
    except CoutureError as error:
        return Draft(source, None, (f"Its time cannot be followed: {error}",))
    call = _papermill(command.replace(r"\%", "%"))
    if call is None:
        return Draft(source, None, ("It does not run papermill.",))
    if not call.paths:
        return Draft(source, None, ("It names no notebook.",))
    notebook = _inside(workspace, call.folder, call.paths[0])
    if notebook is None:
        return Draft(source, None, (f"The notebook {call.paths[0]} is not in the workspace {workspace}.",))
    form = NotebookScheduleForm(
        name=Path(notebook).stem,
        notebook=notebook,
        when=When("cron", cron=cron),
        timezone=zone,
        kernel_name=call.kernel,
        parameters=call.parameters,
        output_path=_output(call, workspace),
    )
    return Draft(source, form, (), tuple(call.notes))


def _split(line: str) -> tuple[str, str]:
    parts = line.split(None, 1 if line.startswith("@") else 5)
    if line.startswith("@"):
        return parts[0], parts[1] if len(parts) > 1 else ""
    return " ".join(parts[:5]), parts[5] if len(parts) > 5 else ""


def _papermill(command: str) -> _Call | None:
    lexer = shlex.shlex(_DATE.sub("{date}", command), posix=True, punctuation_chars="();<>|&")
    lexer.whitespace_split = True
    try:
        words = list(lexer)
    except ValueError:
        return None
    start = next((index for index, word in enumerate(words) if Path(word).name == "papermill"), None)
    if start is None:
        return None
    call = _Call(folder=_folder(words[:start]))
    rest = words[start + 1 :]
    end = next((index for index, word in enumerate(rest) if word in _WORD_ENDS or word[0] in "<>"), len(rest))
    if any(word in _WORD_ENDS for word in rest[end:]):
        call.notes.append("What the line runs after papermill is left out.")
    _read_words(call, iter(rest[:end]))
    return call


def _folder(words: list[str]) -> str:
    """Where ``cd`` leads before papermill runs."""
    found = [words[index + 1] for index, word in enumerate(words[:-1]) if word == "cd"]
    return found[-1] if found else ""


def _read_words(call: _Call, words: Iterator[str]) -> None:
    for word in words:
        if word.isdigit() and len(call.paths) >= 2:  # of a redirection, as in 2>&1
            continue
        name, sign, value = word.partition("=") if word.startswith("--") else (word, "", "")
        match name:
            case "-p" | "--parameters":
                key = value if sign else next(words, "")
                call.parameters[key] = _typed(next(words, ""))
            case "-r" | "--parameters_raw":
                key = value if sign else next(words, "")
                call.parameters[key] = next(words, "")
            case "-y" | "--parameters_yaml":
                _read_yaml(call, value if sign else next(words, ""))
            case "-k" | "--kernel":
                call.kernel = value if sign else next(words, "")
            case _ if name in _ONE_VALUE:
                if not sign:
                    next(words, "")
                call.notes += [_LOST[name]] if name in _LOST else []
            case _ if not name.startswith("-"):
                call.paths.append(word)


def _read_yaml(call: _Call, text: str) -> None:
    import yaml

    try:
        found = yaml.safe_load(text)
    except yaml.YAMLError:
        found = None
    if isinstance(found, dict):
        call.parameters.update({str(name): value for name, value in found.items()})
    else:
        call.notes.append("The YAML of its parameters cannot be read: give them in the schedule.")


def _typed(text: str) -> Any:
    """By papermill's rules."""
    if text in ("True", "False", "None"):
        return {"True": True, "False": False, "None": None}[text]
    for kind in (int, float):
        try:
            return kind(text)
        except ValueError:
            continue
    return text


def _inside(workspace: Path, folder: str, path: str) -> str | None:
    root = workspace.resolve()
    found = (root / Path(folder).expanduser() / Path(path).expanduser()).resolve()
    return found.relative_to(root).as_posix() if found.is_relative_to(root) else None


def _output(call: _Call, workspace: Path) -> str | None:
    if len(call.paths) < 2:
        return None
    path = _inside(workspace, call.folder, call.paths[1])
    if path is None or not path.endswith(".ipynb"):
        call.notes.append(f"The output {call.paths[1]} is not in the workspace: it is kept with each run.")
        return None
    return path
