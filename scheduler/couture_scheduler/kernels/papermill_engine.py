"""Our place under papermill's engine interface: ``papermill --engine couture``, and every notebook task.

papermill loads this module whenever it is imported, so nothing heavy may happen here.
"""

from __future__ import annotations

from typing import Any

from papermill.engines import Engine


class CoutureEngine(Engine):  # type: ignore[misc]
    """Runs the cells on a kernel from the kernel pool and saves each message as it comes."""

    @classmethod
    def execute_notebook(cls, nb: Any, kernel_name: str, output_path: str | None = None, **kwargs: Any) -> Any:
        """Run ``nb``; the file at ``output_path`` is a valid notebook at any moment. See papermill's ``Engine``."""
        from couture_scheduler.kernels.notebook_executor import run_for_papermill

        return run_for_papermill(nb, kernel_name, output_path, **kwargs)
