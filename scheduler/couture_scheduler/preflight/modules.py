"""Modules that the notebook's kernel does not have."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

from couture_scheduler.kernels.kernelspecs import ForkRecipe
from couture_scheduler.preflight.findings import Finding, Severity
from couture_scheduler.preflight.imports import Import
from couture_scheduler.preflight.interpreter import NotAnswering, missing_modules
from couture_scheduler.preflight.job import Job, package_name
from couture_scheduler.preflight.local_modules import follow, imports_of, locate
from couture_scheduler.preflight.reading import Reading
from couture_scheduler.preflight.rules import finding
from couture_scheduler.preflight.situations import Situation

_FROM_KERNEL = {"pylab", "__main__"}
_ALWAYS_THERE = {"ipython", "ipykernel", "couture-jupyter"}  # in every environment that is made for a job
_MOST_LISTED = 8


def missing(reading: Reading, recipe: ForkRecipe, owner: str, job: Job) -> Iterator[Finding]:
    """A finding for each module that is neither in the kernel's environment nor beside the notebook. An environment
    that is still to be made from the job's requirements cannot be asked."""
    wanted = [*_absolute(reading), *_of_modules(reading)]
    if job.requirements is not None and job.python is None:
        yield from _unnamed(wanted, job)
        yield from _relative(reading)
        return
    if job.requirements is not None:
        owner = f"the environment of {job.requirements}"
    try:
        absent = missing_modules(recipe, (each.top for each, _ in wanted))
    except NotAnswering as reason:
        yield Finding(
            "not-checked",
            Severity.INFO,
            f"Whether {owner} has all modules is not known: {reason}.",
            "Check the kernelspec, or choose another kernel.",
        )
        return
    seen: set[tuple[str, bool]] = set()
    for each, module in wanted:
        if each.top in absent and (each.top, module is None) not in seen:
            seen.add((each.top, module is None))
            yield _missing(reading, each, module, owner, job.requirements)
    yield from _relative(reading)


def _unnamed(wanted: list[tuple[Import, Path | None]], job: Job) -> Iterator[Finding]:
    """One finding for all modules that the requirements do not name: they may come with others."""
    tops = dict.fromkeys(each.top for each, _ in wanted if not each.is_guarded)
    unnamed = [
        top
        for top in tops
        if top not in sys.stdlib_module_names
        and not {package_name(top), _package(top)} & (job.packages | _ALWAYS_THERE)
    ]
    if unnamed:
        listed = ", ".join(unnamed[:_MOST_LISTED]) + (", …" if len(unnamed) > _MOST_LISTED else "")
        message = f"The environment of {job.requirements} is made when the job first runs; it does not name: {listed}."
        advice = "They have to come with the packages that it names. Add them if they do not."
        yield Finding("not-checked", Severity.INFO, message, advice)


def _absolute(reading: Reading) -> list[tuple[Import, Path | None]]:
    """What the notebook itself imports and does not have beside it."""
    folders = reading.folders.imports
    return [
        (each, None)
        for each in reading.imports
        if each.level == 0
        and each.situation is not Situation.NEVER
        and each.top not in _FROM_KERNEL
        and not locate(each.top, folders)
        and not _is_made(each, reading)
    ]


def _is_made(each: Import, reading: Reading) -> bool:
    """Whether the notebook writes the module itself, before it imports it."""
    made = [*reading.code.effects.written, *((use.line, use.path) for use in reading.files if use.is_write)]
    files = {f"{each.top}.py", f"{each.top}/__init__.py"}
    return any(line < each.line and path.removeprefix("./") in files for line, path in made)


def _of_modules(reading: Reading) -> list[tuple[Import, Path | None]]:
    """What the modules beside the notebook import, and the module that does."""
    folders, found = reading.folders.imports, list[tuple[Import, Path | None]]()
    for module in follow(iter(reading.imports), folders):
        for each in imports_of(module.path, module.line):
            if each.level == 0 and each.situation is not Situation.NEVER and not locate(each.top, folders):
                found.append((each, module.path))
    return found


def _missing(reading: Reading, each: Import, module: Path | None, owner: str, requirements: str | None) -> Finding:
    subject = "The module" if module is None else f"{module.name}, which is imported here, needs the module"
    message = f"{subject} {each.top!r}, which {owner} does not have."
    if module is None:
        message = f"{owner[0].upper()}{owner[1:]} has no module {each.top!r}."
    advice = f"Install it there (%pip install {_package(each.top)}), or choose another kernel."
    if each.is_guarded:
        advice = "The notebook catches this; install the module if it should be used."
    elif requirements is not None:
        advice = f"Add {_package(each.top)} to {requirements}."
    is_sure = each.situation is Situation.ALWAYS and not each.is_guarded
    installed = any(line < each.line for line in reading.code.effects.installs)
    is_sure = is_sure and not installed and not reading.folders.adds_unknown
    severity = Severity.ERROR if is_sure else Severity.WARNING
    return finding(reading.source, "module-missing", severity, each.line, message, advice)


def _relative(reading: Reading) -> Iterator[Finding]:
    for each in reading.imports:
        if each.level:
            severity = Severity.ERROR if each.situation is Situation.ALWAYS else Severity.WARNING
            message, advice = "A notebook is in no package: relative imports fail.", "Import the module by its name."
            yield finding(reading.source, "module-missing", severity, each.line, message, advice)


# Where the name to install is not the name to import.
_PACKAGES = {
    "cv2": "opencv-python",
    "sklearn": "scikit-learn",
    "skimage": "scikit-image",
    "PIL": "pillow",
    "yaml": "pyyaml",
    "bs4": "beautifulsoup4",
    "dotenv": "python-dotenv",
    "dateutil": "python-dateutil",
    "git": "gitpython",
    "fitz": "pymupdf",
}


def _package(module: str) -> str:
    return _PACKAGES.get(module, module)
