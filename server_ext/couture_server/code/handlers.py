"""Routes of the code that ran."""

from __future__ import annotations

import dataclasses
from typing import Any

from couture_scheduler.actions import code_differences, code_versions
from couture_scheduler.actions.context import ActionContext

from couture_server.code.bodies import CodeDifference, CodeFacts, CodeQuery, GitRef, GitRefCollection, GitRefQuery
from couture_server.http.routes import Routes

routes = Routes("Code")

_ONE = "dags/{dag_id}/dagRuns/{dag_run_id}/taskInstances/{task_id}"


@routes.get((_ONE + "/code", _ONE + "/{map_index}/code"), "runs:read")
def get_code(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: CodeQuery, map_index: int = -1
) -> CodeFacts:
    """Which code a try ran."""
    found = code_versions.code_of(ctx, dag_id, dag_run_id, task_id, query.try_number, map_index=map_index)
    return _facts(found)


@routes.get((_ONE + "/codeDifference", _ONE + "/{map_index}/codeDifference"), "runs:read")
def get_code_difference(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, query: CodeQuery, map_index: int = -1
) -> CodeDifference:
    """How the file of today differs from what ran."""
    found = code_differences.compare_with_today(ctx, dag_id, dag_run_id, task_id, query.try_number, map_index=map_index)
    return CodeDifference(code=_facts(found.code), diff=found.diff, cut=found.cut)


@routes.get("notebooks/gitRefs", "notebooks:read")
def get_git_refs(ctx: ActionContext, query: GitRefQuery) -> GitRefCollection:
    """The branches and tags of the repository that holds a notebook."""
    found = code_versions.git_refs(ctx, query.path)
    refs: list[Any] = [GitRef.model_validate({"kind": kind, "name": name}) for kind, name in found.refs]
    return GitRefCollection(head=found.head, refs=refs, because=found.because, dirty=found.dirty)


def _facts(found: code_versions.CodeFacts) -> CodeFacts:
    return CodeFacts.model_validate(dataclasses.asdict(found))
