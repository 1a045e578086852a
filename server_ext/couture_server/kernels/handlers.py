"""Routes of kernels that are kept after a failure, and of going on from the cell that failed."""

from __future__ import annotations

from collections.abc import Mapping

from couture_scheduler.actions import held_kernels, resuming, tasks
from couture_scheduler.actions.context import ActionContext

from couture_server.backend import Backend
from couture_server.http.routes import Routes
from couture_server.kernels import answers
from couture_server.kernels.bodies import (
    AttachedKernel,
    HeldKernel,
    HeldKernelCollection,
    HeldKernelPatch,
    HeldKernelQuery,
    OpenBody,
    OpenKernel,
    ResumeBody,
    TryKernel,
    TryKernelQuery,
)
from couture_server.kernels.opening import Asking
from couture_server.tasks.answers import task_instance
from couture_server.tasks.bodies import TaskInstance
from couture_server.tasks.paths import of_one

routes = Routes("Held Kernel")

_ONE = "heldKernels/{held_kernel_id}"


@routes.get("heldKernels", "kernels:read")
def get_held_kernels(
    ctx: ActionContext, backend: Backend, headers: Mapping[str, str], query: HeldKernelQuery
) -> HeldKernelCollection:
    """Kernels that are kept after a failure."""
    asking = Asking(ctx.actor.name, backend, headers)
    found = held_kernels.list_held(ctx, dag_id=query.dag_id, run_id=query.dag_run_id, only_held=query.only_held)
    kernels = [answers.held_kernel(each, asking) for each in found]
    return HeldKernelCollection(held_kernels=kernels, total_entries=len(found))


@routes.get(_ONE, "kernels:read")
def get_held_kernel(
    ctx: ActionContext, backend: Backend, headers: Mapping[str, str], held_kernel_id: int
) -> HeldKernel:
    """One kept kernel."""
    return answers.held_kernel(held_kernels.get(ctx, held_kernel_id), Asking(ctx.actor.name, backend, headers))


@routes.patch(_ONE, "kernels:use")
def patch_held_kernel(
    ctx: ActionContext, backend: Backend, headers: Mapping[str, str], held_kernel_id: int, body: HeldKernelPatch
) -> HeldKernel:
    """Keep a kernel for at least so many seconds from now; one that is kept for longer already stays so."""
    kept = held_kernels.prolong(ctx, held_kernel_id, body.seconds)
    return answers.held_kernel(kept, Asking(ctx.actor.name, backend, headers))


@routes.delete(_ONE, "kernels:use")
def delete_held_kernel(ctx: ActionContext, held_kernel_id: int) -> None:
    """Let a kept kernel go."""
    held_kernels.let_go(ctx, held_kernel_id)


@routes.post(_ONE + "/open", "kernels:use")
def open_held_kernel(
    ctx: ActionContext, backend: Backend, headers: Mapping[str, str], held_kernel_id: int, body: OpenBody | None
) -> OpenKernel:
    """Where a kept kernel is, and which notebook to open on it; it is kept for at least a quarter of an hour from now.
    Where it runs as a person, only they are told."""
    asking = Asking(ctx.actor.name, backend, headers)
    asking.require(held_kernels.get(ctx, held_kernel_id))
    opened = held_kernels.open_notebook(ctx, held_kernel_id, (body or OpenBody()).document)
    return answers.open_kernel(opened, asking, backend.settings.workspace)


@routes.post(_ONE + "/attach", "kernels:use")
def attach_held_kernel(
    ctx: ActionContext, backend: Backend, headers: Mapping[str, str], held_kernel_id: int, body: OpenBody | None
) -> AttachedKernel:
    """Have Jupyter know a kept kernel, and say which notebook to open on it. On a Hub it is a person's own server that
    answers this, having asked `open` of the service."""
    kernel = open_held_kernel(ctx, backend, headers, held_kernel_id, body)
    backend.kernel_desk.attach(kernel)
    return answers.attached(kernel)


@routes.get(of_one("/heldKernel"), "kernels:read")
def get_try_kernel(
    ctx: ActionContext,
    backend: Backend,
    headers: Mapping[str, str],
    dag_id: str,
    dag_run_id: str,
    task_id: str,
    query: TryKernelQuery,
    map_index: int = -1,
) -> TryKernel:
    """What is left of the kernel of a try, and why."""
    found = held_kernels.of_try(ctx, dag_id, dag_run_id, task_id, map_index, query.try_number)
    return answers.try_kernel(found, Asking(ctx.actor.name, backend, headers), backend.settings.workspace)


@routes.post(of_one("/resume"), "runs:edit")
def resume_task_instance(
    ctx: ActionContext, dag_id: str, dag_run_id: str, task_id: str, body: ResumeBody | None, map_index: int = -1
) -> TaskInstance:
    """Go on with a failed notebook at the cell that failed, in a new try."""
    wanted = body or ResumeBody()
    resuming.resume(
        ctx,
        dag_id,
        dag_run_id,
        task_id,
        map_index,
        kernel=wanted.with_,
        notebook=wanted.notebook,
        accept_changes=wanted.accept_changes,
    )
    return task_instance(ctx, tasks.get(ctx, dag_id, dag_run_id, task_id, map_index))
