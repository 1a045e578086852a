"""What a program sends to run a DAG, and what it gets."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import Field

from couture_jupyter.states import DagRunState
from couture_server.http.models import Answer, Body, Json, Text


class HookBody(Body):
    """How to run it: `parameters` for the notebook, `conf` for the tasks of a DAG file."""

    parameters: dict[Annotated[str, Field(max_length=250)], Json] | None = None
    conf: dict[str, Json] | None = None
    note: Annotated[Text, Field(max_length=1000)] | None = None


class HookRun(Answer):
    """The run that was started."""

    dag_id: str
    dag_run_id: str
    state: DagRunState
    logical_date: datetime
