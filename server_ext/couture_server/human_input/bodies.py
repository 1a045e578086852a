"""Questions to people at the HTTP edge, in Airflow's shape."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from couture_jupyter.states import TaskInstanceState
from couture_server.http.models import Answer, Body, GivenMoment, Json, Moment, Number, Several, Text, Words
from couture_server.http.paging import SortedPage
from couture_server.tasks.bodies import TaskInstance

Options = Annotated[list[Annotated[Text, Field(max_length=10_000)]], Field(min_length=1, max_length=1000)]


class HITLUser(Answer):
    """A person."""

    id: str
    name: str


class HITLDetail(Answer):
    """A question and, once somebody has answered or the time was up, the answer. ``responded_by_user`` is null where
    the defaults were taken; ``waits`` says that the task waits for it now, ``may_respond`` that you may answer."""

    task_instance: TaskInstance
    options: list[str]
    subject: str
    body: str | None
    defaults: list[str] | None
    multiple: bool
    params: dict[str, Json]
    assigned_users: list[HITLUser]
    created_at: Moment
    timeout_at: Moment | None
    responded_by_user: HITLUser | None
    responded_at: Moment | None
    chosen_options: list[str] | None
    params_input: dict[str, Json]
    response_received: bool
    waits: bool
    may_respond: bool


class HITLDetailCollection(Answer):
    """A page of questions, the newest first."""

    hitl_details: list[HITLDetail]
    total_entries: int


class HITLQuery(SortedPage):
    """Which questions. ``waiting=true``: whose tasks wait for an answer now."""

    task_id: Text | None = None
    map_index: Number | None = None
    state: Several[TaskInstanceState] = Field(default_factory=list)
    response_received: bool | None = None
    waiting: bool | None = None
    subject_search: Text | None = None
    body_search: Text | None = None
    responded_by_user_id: Words = Field(default_factory=list)
    responded_by_user_name: Words = Field(default_factory=list)
    dag_id_pattern: Text | None = None
    dag_id_prefix_pattern: Text | None = None
    task_id_pattern: Text | None = None
    task_id_prefix_pattern: Text | None = None
    created_at_gte: GivenMoment | None = None
    created_at_gt: GivenMoment | None = None
    created_at_lte: GivenMoment | None = None
    created_at_lt: GivenMoment | None = None


class UpdateHITLDetailPayload(Body):
    """An answer: what was chosen, and the fields of the form. A field that is left out has its default."""

    chosen_options: Options
    params_input: dict[str, Json] = Field(default_factory=dict)


class HITLDetailResponse(Answer):
    """The answer as it was taken."""

    responded_by: HITLUser
    responded_at: Moment
    chosen_options: list[str]
    params_input: dict[str, Json]
