"""The table: where Airflow's names live, in all its generations, and what of ours each means.

``tables/homes.py`` says where a concept lives; the other tables say which concepts each module of Airflow offers.
There, a name that is spelled as its concept is listed alone, another one as ``theirs=concept``, a whole group as
``group.*``. Modules are written without ``airflow.``; several modules that offer the same share a line.
"""

from __future__ import annotations

from functools import cache

from couture_jupyter.airflow_compat.tables.homes import HOMES
from couture_jupyter.airflow_compat.tables.models import MODELS
from couture_jupyter.airflow_compat.tables.operators import OPERATORS
from couture_jupyter.airflow_compat.tables.sdk import SDK
from couture_jupyter.airflow_compat.tables.services import SERVICES

ROOT = "airflow"


def _concepts() -> dict[str, str]:
    found: dict[str, str] = {}
    for module, words in HOMES.items():
        for word in words.split():
            concept, _, name = word.partition("=")
            found[concept] = f"couture_jupyter.{module}:{name or concept}"
    return found


def _modules() -> dict[str, str]:
    found: dict[str, str] = {}
    for table in (SDK, MODELS, OPERATORS, SERVICES):
        for places, words in table.items():
            for place in places.split() or [""]:
                found[f"{ROOT}.{place}".rstrip(".")] = words
    return found


CONCEPTS: dict[str, str] = _concepts()
MODULES: dict[str, str] = _modules()


@cache
def names_of(module: str) -> dict[str, str]:
    """What a module of Airflow offers: name there -> ``"module:name"`` of ours."""
    found: dict[str, str] = {}
    for word in MODULES[module].split():
        theirs, _, concept = word.partition("=")
        if theirs.endswith(".*"):
            found.update(_group(theirs.removesuffix("*")))
        else:
            found[theirs] = CONCEPTS[concept or theirs]
    return found


def _group(prefix: str) -> dict[str, str]:
    return {name.removeprefix(prefix): home for name, home in CONCEPTS.items() if name.startswith(prefix)}
