"""Requests that schemathesis makes up from openapi.yaml, right ones and wrong ones, sent as every role.

No answer is a 500, and each is one that openapi.yaml describes. The requests are the same in every session: a few for
each operation. Many more are sent with ``COUTURE_GENERATED_REQUESTS=200``.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import requests
import schemathesis
from api_client import DOCUMENT
from couture_scheduler.access import Role
from couture_scheduler.config import load
from couture_scheduler.store.session import Store
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from jupyter_process import JupyterProcess, start
from path_parts import parts_about
from role_tokens import PREFIX
from rows_of_dag import fill
from schemathesis import Case, GenerationMode, HookContext
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

DAG = "inhabited"
EXAMPLES = int(os.environ.get("COUTURE_GENERATED_REQUESTS", "2"))
# What these do outlives the request; test_roles.py calls them as every role.
LEFT_OUT = ["start_engine", "stop_engine"]
FINISHED = ["wait_dag_run_until_finished"]  # it answers when a run has ended, and here none ever does

CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
PARTS: dict[str, Any] = {}  # of paths that lead to something that is there

schema = schemathesis.openapi.from_dict(DOCUMENT).exclude(operation_id=[*LEFT_OUT, *FINISHED])
schema.config.generation.update(modes=list(GenerationMode))


@dataclass
class Inhabited:
    """A server whose database has a row of one DAG in every table, and a session for each role."""

    server: JupyterProcess
    people: dict[Role, requests.Session]


@pytest.fixture(scope="module")
def inhabited(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Inhabited]:
    """No engine runs: what is asked for stays a row."""
    folder = tmp_path_factory.mktemp("generated")
    store = Store(load(folder / "root").db_url)
    store.upgrade()
    PARTS.update(parts_about(fill(store, DAG, 1)))
    store.close()
    running = start(folder, autostart_engine=False, COUTURE_ANSWERING_PROCESSES="1")
    yield Inhabited(running, {role: _session(role) for role in Role})
    running.stop()


@schema.hook
def flatmap_path_parameters(context: HookContext, path_parameters: Any) -> st.SearchStrategy[Any]:
    """Half of the requests are about things that are there, but for those that remove them."""
    if not path_parameters:
        return st.just(path_parameters)
    known = {name: PARTS.get(name, value) for name, value in path_parameters.items()}
    removes = context.operation is not None and context.operation.method == "delete"
    return st.just(path_parameters) if removes else st.sampled_from([known, path_parameters])


@schema.parametrize()
@settings(
    max_examples=EXAMPLES,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],
    suppress_health_check=list(HealthCheck),
)
def test_every_answer_is_described_and_none_is_a_500(case: Case, inhabited: Inhabited) -> None:
    for session in inhabited.people.values():
        case.call_and_validate(base_url=inhabited.server.api, session=session, timeout=120, checks=CHECKS)


def _session(role: Role) -> requests.Session:
    session = requests.Session()
    session.headers["Authorization"] = f"Bearer {PREFIX}{role.value.lower()}"
    return session
