"""Run a notebook with parameters."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any, ClassVar

from couture_jupyter.exceptions import DagError, NotebookFailed, TaskError, TaskFailed
from couture_jupyter.notebook_options import EXPORTS, HOLD_SECONDS, CodeChoice, JobEnvironment, NotebookRequest
from couture_jupyter.operators import kept_outputs, notebook_files
from couture_jupyter.operators.base import BaseOperator, Context
from couture_jupyter.output_paths import check_output_template, output_values, render_output_path
from couture_jupyter.runtime import TaskContext, current_task
from couture_jupyter.secret_references import HOW, is_reference


class CoutureJupyterOperator(BaseOperator):
    """Run a notebook of the workspace; keep the executed copy.

    Paths are relative to the workspace and stay inside it. The executed notebook, complete up to the last cell that
    ran, is written to ``output_notebook`` also when a cell failed.

    A run started with ``conf={"parameters": {…}}`` (or "re-run with edited parameters") overrides single parameters
    of every notebook in the DAG; the other parameters keep the values given here.

    Args:
        input_notebook: the notebook; also accepted as ``input_nb``; templated.
        output_notebook: where the executed copy goes; also accepted as ``output_nb``; templated, and may hold the
            placeholders of ``output_paths.PLACEHOLDERS`` such as ``{run_id}``. Not given: the copy stays with the run.
        parameters: name and value of each parameter, by papermill's rules; templated.
        export_html: whether an HTML page is made beside the executed copy; short for ``exports=["html"]``.
        exports: formats of ``notebook_options.EXPORTS`` to make beside the executed copy.
        kernel_name: the kernel; that of the notebook by default; templated.
        hold_on_failure: seconds that the kernel of a failed try is kept for people to look into.
        resume_on_retry: whether a retry goes on at the cell that failed instead of starting over.
        code: which code runs, see ``notebook_options.CodeChoice``.
        secrets: environment variables of the kernel that are fetched when it starts, see
            ``notebook_options.NotebookRequest``.
        secret_parameters: parameters whose value is such a reference; they are never written anywhere.
        environment: see ``notebook_options.JobEnvironment``.
    """

    template_fields: Sequence[str] = ("input_notebook", "output_notebook", "parameters", "kernel_name")
    template_fields_renderers: ClassVar[dict[str, str]] = {"parameters": "json"}
    ui_color = "#fff3e0"
    is_notebook: ClassVar[bool] = True

    def __init__(
        self,
        *,
        input_notebook: str | None = None,
        output_notebook: str | None = None,
        input_nb: str | None = None,
        output_nb: str | None = None,
        parameters: dict[str, Any] | None = None,
        export_html: bool = False,
        exports: Sequence[str] = (),
        kernel_name: str | None = None,
        hold_on_failure: float = HOLD_SECONDS,
        resume_on_retry: bool = False,
        code: CodeChoice | dict[str, Any] | None = None,
        secrets: dict[str, str] | None = None,
        secret_parameters: Sequence[str] = (),
        environment: JobEnvironment | dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.input_notebook = self._one("input", input_notebook, input_nb)
        self.output_notebook = self._one("output", output_notebook, output_nb)
        self.parameters = parameters or {}
        self.exports = tuple(dict.fromkeys([*(["html"] if export_html else []), *exports]))
        self.kernel_name = kernel_name
        self.hold_on_failure = float(hold_on_failure)
        self.resume_on_retry = resume_on_retry
        self.code = CodeChoice.of(code)
        self.secrets = secrets or {}
        self.secret_parameters = tuple(secret_parameters)
        self.environment = JobEnvironment.of(environment)
        self._check_exports()
        self._replaces: kept_outputs.Version | None = None  # what was at the output path when the try began
        self._check()

    def _one(self, which: str, full: str | None, short: str | None) -> str | None:
        if full is not None and short is not None:
            raise DagError(f'Task "{self.task_id}" has both {which}_notebook and {which}_nb. Keep one.')
        return full if full is not None else short

    def _check(self) -> None:
        label = f'Task "{self.task_id}"'
        if not self.input_notebook:
            raise DagError(f"{label} needs the argument input_notebook.")
        if not isinstance(self.parameters, dict):
            raise DagError(f"{label}: parameters is a dict, not {type(self.parameters).__name__}.")
        self._check_secrets(label)
        if self.output_notebook is None:
            return
        if self.output_notebook == self.input_notebook:
            raise DagError(f"{label} would overwrite its own notebook {self.input_notebook}.")
        try:
            check_output_template(str(self.output_notebook))
        except ValueError as error:
            raise DagError(f"{label}: {error}") from error

    def _check_exports(self) -> None:
        unknown = [each for each in self.exports if each not in EXPORTS]
        if unknown:
            raise DagError(f'Task "{self.task_id}": there is no format {unknown[0]!r}. Formats: {", ".join(EXPORTS)}.')

    def _check_secrets(self, label: str) -> None:
        secret = {name: self.parameters[name] for name in self.secret_parameters if name in self.parameters}
        for name, value in {**secret, **self.secrets}.items():
            if not is_reference(value):  # it is not repeated: it may be the secret itself
                raise DagError(f"{label}: the secret {name!r} is written into the DAG. {HOW}")

    def execute(self, context: Context) -> Any:
        """Run the notebook. Returns the path of the executed copy, relative to the workspace."""
        task = current_task.get()
        source = notebook_files.place_of_notebook(task.this_try.workspace, str(self.input_notebook))
        target = self._target(task, context, source)
        self._replaces = kept_outputs.version_of(target) if target else None
        parameters = {**self.parameters, **_edited(context)}
        try:
            executed = task.execute_notebook(self._request(source, parameters))
        except NotebookFailed:
            self._keep_what_ran(task, source, target)
            raise
        return self._keep(task, executed, source, target)

    def _request(self, source: Path, parameters: dict[str, Any]) -> NotebookRequest:
        return NotebookRequest(
            source=source,
            parameters=parameters,
            kernel_name=self.kernel_name,
            hold_on_failure=self.hold_on_failure,
            resume_on_retry=self.resume_on_retry,
            code=self.code,
            secrets=self.secrets,
            secret_parameters=self.secret_parameters,
            environment=self.environment,
        )

    def _target(self, task: TaskContext, context: Context, source: Path) -> Path | None:
        """Where the executed copy goes, known to be inside the workspace before anything runs."""
        if not self.output_notebook:
            return None
        values = output_values(
            run_id=context["run_id"],
            dag_id=self.dag_id,
            task_id=self.task_id,
            logical_date=task.run.logical_date,
            notebook=source.name,
            try_number=task.this_try.try_number,
            timezone=self.dag.timezone if self.dag else "UTC",
        )
        try:
            path = render_output_path(str(self.output_notebook), values)
            target = notebook_files.inside(task.this_try.workspace, path)
        except ValueError as error:
            raise TaskFailed(str(error)) from error
        if target == source:
            raise TaskFailed(f"The output would overwrite the notebook itself: {path}")
        return target

    def _keep_what_ran(self, task: TaskContext, source: Path, target: Path | None) -> None:
        """After a failure: what goes wrong here must not hide why the notebook failed."""
        try:
            self._keep(task, notebook_files.executed_copy(task.this_try.folder), source, target)
        except TaskError as error:
            self.log.error("%s", error)

    def _keep(self, task: TaskContext, executed: Path | None, source: Path, target: Path | None) -> str | None:
        """Put the executed copy and its other formats where people look for them."""
        if executed is None:
            return None
        kept = kept_outputs.keep(task, executed, source, target, self.exports, self._replaces)
        self.log.info("The executed notebook is at %s", kept)
        workspace = task.this_try.workspace
        return kept.relative_to(workspace).as_posix() if kept.is_relative_to(workspace) else str(kept)


def _edited(context: Context) -> dict[str, Any]:
    """Parameters given with this run."""
    edited = context["dag_run"].conf.get("parameters") or {}
    if not isinstance(edited, dict):
        raise TaskError("The run's conf must hold parameters as names and values.")
    return edited
