"""What requests and answers about XComs hold."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from couture_server.http.bounds import LogicalDateBounds, RunAfterBounds
from couture_server.http.filters import Counted
from couture_server.http.models import Answer, Body, Json, Moment, Query, Text
from couture_server.http.paging import SortedPage


class XCom(Answer):
    """An XCom without its value."""

    key: str
    timestamp: Moment
    logical_date: Moment | None
    map_index: int
    task_id: str
    task_display_name: str
    dag_id: str
    dag_display_name: str
    run_id: str
    run_after: Moment


class XComEntry(XCom):
    """An XCom with its value."""

    value: Json


class XComCollection(Answer):
    """A page of XComs."""

    xcom_entries: list[XCom]
    total_entries: int


class XComQuery(LogicalDateBounds, RunAfterBounds, SortedPage):
    """Which XComs."""

    xcom_key: Text | None = None
    map_index: Counted | None = None
    map_index_filter: Counted | None = None
    xcom_key_pattern: Text | None = None
    xcom_key_prefix_pattern: Text | None = None
    dag_display_name_pattern: Text | None = None
    dag_display_name_prefix_pattern: Text | None = None
    run_id_pattern: Text | None = None
    run_id_prefix_pattern: Text | None = None
    task_id_pattern: Text | None = None
    task_id_prefix_pattern: Text | None = None


MapIndex = Annotated[int, Field(ge=-1, le=2**31 - 1)]


class XComBody(Body):
    """A value for other tasks."""

    key: Annotated[Text, Field(min_length=1, max_length=512)]
    value: Json
    map_index: MapIndex = -1


class XComPatch(Body):
    """The value to have from now on."""

    value: Json
    map_index: MapIndex = -1


class XComEntryQuery(Query):
    """``stringify`` gives the value as text. It is JSON in any case, so that ``deserialize`` has nothing to do."""

    stringify: bool = False
    deserialize: bool = False
