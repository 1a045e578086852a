"""Every route that takes a path, given one that leads out of the workspace: nothing there is told or changed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from api_client import Api
from couture_server.http.routes import Route
from couture_server.routes import all_routes
from jupyter_process import TOKEN, JupyterProcess, start
from workspace_files import fill, write_notebook

SECRET = "not-for-the-browser"
PATHS = ("path", "new_path", "notebook", "folder", "output_path", "notebooks")  # whatever a field with a path is called
ENDINGS = (".py", ".ipynb")
ESCAPES = [
    *("../../outside/secret{}", "a/../../../outside/secret{}", "{outside}/secret{}", "file://{outside}/secret{}"),
    *("../outside/secret{}", "reports/../../outside/secret{}", "link/secret{}", "linked{}", "./link/../link/secret{}"),
    *("..\\outside\\secret{}", "C:\\outside\\secret{}", "\\\\host\\outside\\secret{}", "//outside/secret{}"),
    *("%2e%2e/outside/secret{}", "..%2foutside%2fsecret{}", "....//outside/secret{}", "../outside/secret{}/"),
    *("../outside/secret{}\x00.py", "~/secret{}", "~root/secret{}", ".couture/secret{}", "../.couture/secret.key"),
    *(".couture/couture.db", "", ".", "..", "/", "link"),
]
# What a body must have beside the path.
USUAL: dict[str, Any] = {
    **{"content": "YQ==", "line": 1, "column": 0, "dag_id": "escaping", "name": "Escaping", "when": {"kind": "manual"}},
    **{"path": "pipeline.py", "new_path": "moved.py", "notebook": "reports/daily.ipynb", "folder": "reports"},
    **{"notebooks": ["reports/daily.ipynb"], "kind": "jupyter_scheduler", "expected_hash": None, "base_hash": None},
}


def _fields(route: Route) -> list[str]:
    models = [each for each in (route.query, route.body) if each is not None]
    return [name for name in PATHS if any(name in model.model_fields for model in models)]


CASES = [(route, name) for route in all_routes() for name in _fields(route)]


@dataclass
class Place:
    """A server, and a folder beside its workspace to which links lead."""

    server: JupyterProcess
    outside: Path

    def kept(self) -> dict[str, bytes]:
        """All that is there."""
        return {str(each): each.read_bytes() for each in sorted(self.outside.rglob("*")) if each.is_file()}


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Place]:
    """No engine runs."""
    folder = tmp_path_factory.mktemp("escapes")
    outside = folder / "outside"
    outside.mkdir()
    (outside / "secret.py").write_text(f'"""{SECRET}"""\n', encoding="utf-8")
    write_notebook(outside / "secret.ipynb", f"a = '{SECRET}'", f"print('{SECRET}')")
    root = folder / "root"
    fill(root)
    for base in (root, root / "dags"):
        (base / "link").symlink_to(outside)
        for ending in ENDINGS:
            (base / f"linked{ending}").symlink_to(outside / f"secret{ending}")
    running = start(folder, autostart_engine=False)
    yield Place(running, outside)
    running.stop()


@pytest.mark.parametrize(
    ("route", "name"), CASES, ids=lambda each: each if isinstance(each, str) else each.operation_id
)
def test_nothing_outside_is_told_or_changed(place: Place, route: Route, name: str) -> None:
    api, before = Api(place.server.api, TOKEN), place.kept()
    for escape in ESCAPES:
        for ending in ENDINGS:
            path = escape.replace("{}", ending).replace("{outside}", str(place.outside))
            response = api.call(route.method, _address(route), **_asked(route, name, path))
            assert response.status_code < 500, f"{path!r}: {response.text}"
            assert SECRET not in response.text, f"{path!r}: {response.text}"
            assert response.status_code >= 400 or not response.content.startswith(b"SQLite format"), path
    assert place.kept() == before


def _address(route: Route) -> str:
    return route.path.format(**{name: 7 if kind is int else "none" for name, kind in route.path_parameters.items()})


def _asked(route: Route, name: str, path: str) -> dict[str, Any]:
    given = {**USUAL, name: [path] if name == "notebooks" else path}
    body = {key: value for key, value in given.items() if route.body and key in route.body.model_fields}
    query = {key: value for key, value in given.items() if route.query and key in route.query.model_fields}
    return {"params": query, **({"json": body} if route.body else {})}
