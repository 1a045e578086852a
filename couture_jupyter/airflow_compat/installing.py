"""What to install, when an import of a DAG file fails."""

from __future__ import annotations

import importlib.metadata
import re
import traceback

from couture_jupyter.airflow_compat.stand_ins import distribution_of, is_installed

# Where a module and the package that has it are called differently.
_PACKAGES = {"slugify": "python-slugify", "yaml": "pyyaml", "psycopg2": "psycopg2-binary", "MySQLdb": "mysqlclient"}
_NAME = re.compile(r"[A-Za-z0-9._-]+")


def how_to_install(error: ImportError) -> str:
    """What to add to the error's own words: empty when there is nothing to say."""
    top = (error.name or "").partition(".")[0]
    if top == "airflow":
        if str(error).startswith("Couture Jupyter"):
            return ""
        return ". Couture Jupyter stands in for Airflow here and does not have this part"
    provider = _provider_in(error)
    if provider is None:
        return ""
    wanted = [*missing_requirements(provider), _PACKAGES.get(top, top)]
    return f". {provider} needs it. Install it with: pip install {' '.join(dict.fromkeys(wanted))}"


def missing_requirements(distribution: str) -> list[str]:
    """What an installed provider asks for and is not here, Airflow's own packages apart."""
    names = []
    for requirement in importlib.metadata.requires(distribution) or []:
        name = _NAME.match(requirement)
        if name is None or ";" in requirement or name.group().startswith("apache-airflow"):
            continue
        if not is_installed(name.group()):
            names.append(name.group())
    return names


def _provider_in(error: ImportError) -> str | None:
    """The installed provider in whose files the error happened."""
    for frame, _ in traceback.walk_tb(error.__traceback__):
        distribution = distribution_of(frame.f_globals.get("__name__", ""))
        if distribution is not None and is_installed(distribution):
            return distribution
    return None
