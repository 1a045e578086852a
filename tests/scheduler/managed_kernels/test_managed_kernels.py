"""Managed kernels: their lock files, installing, bringing up to date, removing."""

from __future__ import annotations

import hashlib
import json
import re
import subprocess
import zipfile
from dataclasses import replace
from pathlib import Path

import pytest
from couture_scheduler.environments.building import BuildFailed
from couture_scheduler.environments.requirements import read_requirements
from couture_scheduler.errors import ConflictError, NotFoundError
from couture_scheduler.managed_kernels.catalogue import CATALOGUE, LOCKS, ManagedKernel
from couture_scheduler.managed_kernels.installing import State, install, look, remove


def nobody(line: str) -> None:
    """Hears what is told."""


def lock(folder: Path, version: str) -> str:
    """The content of a lock file: one package, with its hash, that lies beside it."""
    wheel = folder / f"greeting-{version}-py3-none-any.whl"
    about = f"greeting-{version}.dist-info"
    with zipfile.ZipFile(wheel, "w") as archive:
        archive.writestr("greeting.py", f"VERSION = {version!r}\n")
        archive.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\nName: greeting\nVersion: {version}\n")
        archive.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
        archive.writestr(f"{about}/RECORD", "")
    return f"./{wheel.name} --hash=sha256:{hashlib.sha256(wheel.read_bytes()).hexdigest()}\n"


@pytest.fixture
def kernel(tmp_path: Path) -> ManagedKernel:
    """A kernel with a small lock file."""
    (tmp_path / "lock.txt").write_text(lock(tmp_path, "1.0"))
    return ManagedKernel("greeter", "Greeter", "Says hello.", tmp_path / "lock.txt")


def environments(data: Path) -> list[Path]:
    """The environments that there are."""
    return [each for each in (data / "couture" / "environments").iterdir() if each.is_dir()]


def test_installed_brought_up_to_date_and_removed(kernel: ManagedKernel, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert look(kernel, [data]).state is State.MISSING
    folder = install(kernel, data, nobody, nobody)
    assert look(kernel, [tmp_path / "elsewhere", data]).state is State.INSTALLED
    twin = replace(kernel, name="twin", display_name="Twin")
    install(twin, data, nobody, nobody)
    assert len(environments(data)) == 1

    kernel.lock.write_text(lock(tmp_path, "2.0"))
    assert look(kernel, [data]).state is State.OUTDATED
    install(kernel, data, nobody, nobody)
    python = json.loads((folder / "kernel.json").read_text())["argv"][0]
    asked = [python, "-c", "import greeting, ipykernel, couture_jupyter; print(greeting.VERSION)"]
    assert subprocess.run(asked, capture_output=True, text=True, check=True).stdout == "2.0\n"
    assert len(environments(data)) == 2  # the twin still needs the old one

    remove(twin, data)
    assert [each.name for each in environments(data)] == [read_requirements(kernel.lock).digest]
    remove(kernel, data)
    assert environments(data) == []
    with pytest.raises(NotFoundError, match="is not installed in"):
        remove(kernel, data)


def test_what_cannot_be_installed_leaves_what_is_there(kernel: ManagedKernel, tmp_path: Path) -> None:
    data = tmp_path / "data"
    folder = install(kernel, data, nobody, nobody)
    before = (folder / "kernel.json").read_bytes()
    kernel.lock.write_text(re.sub("[0-9a-f]{64}", "0" * 64, lock(tmp_path, "3.0")))
    with pytest.raises(BuildFailed, match=r"(?i)hash"):
        install(kernel, data, nobody, nobody)
    assert (folder / "kernel.json").read_bytes() == before
    assert Path(json.loads(before)["argv"][0]).exists()


def test_somebody_elses_kernelspec_stays(kernel: ManagedKernel, tmp_path: Path) -> None:
    folder = tmp_path / "kernels" / "greeter"
    folder.mkdir(parents=True)
    (folder / "kernel.json").write_text('{"argv": ["mine"], "display_name": "Mine", "language": "python"}')
    assert look(kernel, [tmp_path]).state is State.FOREIGN
    for change in (lambda: install(kernel, tmp_path, nobody, nobody), lambda: remove(kernel, tmp_path)):
        with pytest.raises(ConflictError, match="was not installed by couture"):
            change()
    assert "mine" in (folder / "kernel.json").read_text()


@pytest.mark.parametrize("each", CATALOGUE, ids=lambda each: each.name)
def test_each_lock_file_has_all_packages_with_hashes_and_no_host(each: ManagedKernel) -> None:
    text = each.lock.read_text()
    pinned = re.findall(r"^([\w.-]+)==", text, re.MULTILINE)
    assert text.count("--hash=sha256:") >= len(pinned) > 30
    assert "://" not in text
    wished = (LOCKS / f"{each.lock.stem}.in").read_text() + (LOCKS / "common.in").read_text() * (
        "kernel" in each.lock.stem
    )
    assert {line for line in wished.splitlines() if not line.startswith("-r")} <= set(pinned)
    assert set(read_requirements(each.lock).names) == set(pinned)
