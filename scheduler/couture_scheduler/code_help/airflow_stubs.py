"""Python files that say where Airflow's names lead, for tools that read code and never run it."""

from __future__ import annotations

from pathlib import Path

from couture_jupyter.airflow_compat import airflow_is_installed
from couture_jupyter.airflow_compat.names import MODULES, names_of

# Providers that are installed have the same package name.
_PACKAGE = "__path__ = __import__('pkgutil').extend_path(__path__, __name__)\n"


def write_stubs(folder: Path) -> None:
    """One file for each module of Airflow that we stand for; none where Airflow itself is installed."""
    if airflow_is_installed():
        return
    packages = {name.rpartition(".")[0] for name in MODULES}
    for name in sorted({*MODULES, *_ancestors(packages)}):
        place = folder.joinpath(*name.split("."))
        is_package = name in packages or any(each.startswith(f"{name}.") for each in packages)
        file = place / "__init__.py" if is_package else place.with_suffix(".py")
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text((_PACKAGE if is_package else "") + _imports(name), encoding="utf-8")


def _ancestors(packages: set[str]) -> set[str]:
    return {".".join(name.split(".")[:depth]) for name in packages if name for depth in range(1, name.count(".") + 2)}


def _imports(module: str) -> str:
    if module not in MODULES:
        return ""
    homes = {name: home.partition(":") for name, home in names_of(module).items()}
    return "".join(f"from {place} import {theirs} as {name}\n" for name, (place, _, theirs) in homes.items() if theirs)
