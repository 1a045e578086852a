"""What the architecture tests look at: every source file of ours, read once."""

from __future__ import annotations

import ast
import subprocess
from dataclasses import dataclass
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]


@dataclass(frozen=True)
class Source:
    """One Python file."""

    path: str  # relative to the repository
    text: str
    tree: ast.Module

    @property
    def is_test(self) -> bool:
        """Whether the file belongs to the tests."""
        return self.path.startswith("tests/")

    @property
    def is_migration(self) -> bool:
        """Whether the file is a step of the database's history, which is never edited again."""
        return "/migrations/versions/" in self.path


def listed(*patterns: str) -> list[str]:
    """Files that git knows, or would know after ``git add``."""
    command = ["git", "ls-files", "--cached", "--others", "--exclude-standard", "--", *patterns]
    names = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True).stdout.splitlines()
    return sorted({name for name in names if (ROOT / name).is_file()})


@pytest.fixture(scope="session")
def root() -> Path:
    """The repository."""
    return ROOT


@pytest.fixture(scope="session")
def sources() -> list[Source]:
    """Every Python file."""
    found = []
    for name in listed("*.py"):
        text = (ROOT / name).read_text(encoding="utf-8")
        found.append(Source(name, text, ast.parse(text, filename=name)))
    return found


@pytest.fixture(scope="session")
def product(sources: list[Source]) -> list[Source]:
    """The files that go into the wheel, without migration steps."""
    packages = ("couture_jupyter/", "scheduler/", "server_ext/", "hub_config/")
    return [each for each in sources if each.path.startswith(packages) and not each.is_migration]


@pytest.fixture(scope="session")
def typescript() -> dict[str, str]:
    """Every TypeScript file of the front end, without generated ones: path -> text."""
    names = listed("labextension/src/*.ts", "labextension/src/*.tsx", "labextension/src/**/*.ts*")
    return {name: (ROOT / name).read_text(encoding="utf-8") for name in names if not name.endswith("generated.ts")}
