"""DAG files to read and to change: our own, those of the documents, and those that people brought."""

from __future__ import annotations

from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
FOLDERS = ("examples/dags", "tests/airflow_parity/brought", "tests/airflow_parity/documents")
FILES = [path for folder in FOLDERS for path in sorted((ROOT / folder).glob("*.py"))]


@pytest.fixture(params=FILES, ids=lambda path: path.name)
def real_file(request: pytest.FixtureRequest) -> Path:
    """Each file in turn."""
    assert isinstance(request.param, Path)
    return request.param


@pytest.fixture
def real_text(real_file: Path) -> str:
    """Its text."""
    return real_file.read_text(encoding="utf-8")
