"""From what the actions return to what the API describes: kept kernels."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from couture_scheduler.actions import held_kernels
from couture_scheduler.store.held_kernels import HeldKernelRecord

from couture_server.kernels.bodies import HeldKernel, TryKernel
from couture_server.kernels.desk import jupyter_id


def held_kernel(record: HeldKernelRecord) -> HeldKernel:
    """A kept kernel; where its connection file is stays with us."""
    return HeldKernel(
        id=record.id,
        dag_id=record.dag_id,
        dag_run_id=record.run_id,
        task_id=record.task_id,
        map_index=record.map_index,
        try_number=record.try_number,
        kernel_id=jupyter_id(record),
        kernel_name=record.kernel_name,
        held_at=record.held_at,
        held_until=record.held_until,
        memory_bytes=record.memory_bytes,
        used_by=record.used_by,
        ended_at=record.ended_at,
        because=record.because,
    )


def try_kernel(found: held_kernels.TryKernel, path: Callable[[Path], str | None]) -> TryKernel:
    """What is left of a try's kernel; ``path`` says what Jupyter calls a file."""
    return TryKernel(
        state=found.state,  # type: ignore[arg-type]
        because=found.because,
        try_number=found.try_number,
        held_kernel=None if found.record is None else held_kernel(found.record),
        failed_cell=found.failed_cell,
        cells=found.cells,
        original_path=path(found.original) if found.original else None,
        copy_path=path(found.copy) if found.copy else None,
    )
