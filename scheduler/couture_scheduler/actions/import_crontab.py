"""Reads a crontab: lines that run papermill become schedules; every other line is told why not."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

from tzlocal import get_localzone_name

from couture_jupyter.exceptions import CoutureError
from couture_jupyter.timetables import CronTrigger
from couture_scheduler.actions.import_drafts import Draft
from couture_scheduler.actions.import_papermill import PapermillCall, read_call
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files.regular import open_resolved

LARGEST_PARAMETERS = 1024 * 1024  # bytes of a file
_VARIABLE = re.compile(r"([A-Za-z_]\w*)\s*=\s*(.*)")
_LONGEST_SOURCE = 300


def read_drafts(text: str, workspace: Path) -> list[Draft]:
    """A draft for each line that has a command. Times are in ``CRON_TZ`` where the crontab says one, else in the
    machine's time zone (``TZ`` is only for the commands, as in cron itself)."""
    drafts: list[Draft] = []
    variables = {"HOME": str(Path.home())}
    for number, line in enumerate(text.splitlines(), 1):
        stripped = line.strip()
        if not stripped or stripped.startswith("#"):
            continue
        if variable := _VARIABLE.fullmatch(stripped):
            variables[variable[1]] = variable[2].strip().strip("\"'")
            continue
        source = f"Line {number}: {stripped}"
        drafts.append(_draft(source[:_LONGEST_SOURCE], stripped, variables, workspace))
    return drafts


def _draft(source: str, line: str, variables: Mapping[str, str], workspace: Path) -> Draft:
    cron, command = _split(line)
    files = _Files(workspace, variables["HOME"])
    call = read_call(command.replace(r"\%", "%"), variables, files.read)
    if call is None:
        return Draft(source, None, ("It does not run papermill.",))
    zone = variables.get("CRON_TZ") or get_localzone_name()  # what cron itself goes by
    notebook = files.inside(call.folder, call.paths[0]) if call.paths else None
    if problem := _time_problem(cron, zone) or call.problem or _notebook_problem(call, notebook, workspace):
        return Draft(source, None, (problem,))
    form = NotebookScheduleForm(
        name=Path(str(notebook)).stem,
        notebook=str(notebook),
        when=When("cron", cron=cron),
        timezone=zone,
        kernel_name=call.kernel,
        parameters=call.parameters,
        output_path=_output(call, files),
    )
    return Draft(source, form, (), tuple(call.notes))


def _split(line: str) -> tuple[str, str]:
    """The time and the command."""
    number = 1 if line.startswith("@") else 5
    parts = line.split(None, number)
    return " ".join(parts[:number]), parts[number] if len(parts) > number else ""


def _time_problem(cron: str, zone: str | None) -> str | None:
    if cron.lower() == "@reboot":
        return "It runs when the machine starts, which is no time to follow."
    try:
        CronTrigger(cron, timezone=zone or "UTC")
    except CoutureError as error:
        return f"Its time cannot be followed: {error}"
    return None


def _notebook_problem(call: PapermillCall, notebook: str | None, workspace: Path) -> str | None:
    if not call.paths:
        return "It names no notebook."
    unknown = next((each for each in (call.folder, call.paths[0]) if "$" in each), None)
    if unknown is not None:
        return f"The crontab does not say where {unknown} is: a variable has no value in it."
    return f"The notebook {call.paths[0]} is not in the workspace {workspace}." if notebook is None else None


class _Files:
    """The paths of a command line, as far as they lie in the workspace. Relative ones begin at the home folder, as in
    cron, or at the workspace."""

    def __init__(self, workspace: Path, home: str) -> None:
        self._root = workspace.resolve()
        self._home = Path(home)

    def inside(self, folder: str, path: str) -> str | None:
        """The path in the workspace; ``None`` when it leads elsewhere."""
        try:
            written = Path(folder).expanduser() / Path(path).expanduser()
            places = [(base / written).resolve() for base in (self._home, self._root)]
            inside = [place for place in places if place.is_relative_to(self._root)]
            found = next((place for place in inside if place.exists()), inside[0] if inside else None)
        except (OSError, RuntimeError, ValueError):  # a name that is too long, somebody's home that there is not
            return None
        return None if found is None else found.relative_to(self._root).as_posix()

    def read(self, folder: str, path: str) -> str:
        """The text of a small file of the workspace."""
        place = self.inside(folder, path)
        if place is None:
            raise InvalidInputError.at("text", f"{path} is not in the workspace.")
        try:
            with open_resolved(self._root / place) as file:
                return file.read(LARGEST_PARAMETERS).decode()
        except (OSError, UnicodeDecodeError):
            raise InvalidInputError.at("text", f"{path} cannot be read.") from None


def _output(call: PapermillCall, files: _Files) -> str | None:
    if len(call.paths) < 2:
        return None
    path = files.inside(call.folder, call.paths[1])
    if path is None or not path.endswith(".ipynb"):
        call.notes.append(f"The output {call.paths[1]} is not in the workspace: it is kept with each run.")
        return None
    return path
