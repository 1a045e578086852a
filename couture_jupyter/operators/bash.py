"""Run a shell command."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Container, Sequence
from pathlib import Path
from typing import IO, Any, ClassVar

from couture_jupyter.exceptions import TaskError, TaskSkipped
from couture_jupyter.operators.base import BaseOperator, Context

_LONGEST_LINE = 1 << 16


class BashOperator(BaseOperator):
    """Run ``bash_command`` with bash; its output goes to the log line by line, its last line to XCom.

    Exit code 0 is success, 99 (or ``skip_on_exit_code``) means skipped, anything else is a failure.

    Args:
        bash_command: a command or the name of a ``.sh`` or ``.bash`` file beside the DAG file; templated.
        env: environment variables; they replace the worker's environment unless ``append_env`` is true; templated.
        append_env: whether ``env`` is added to the worker's environment.
        output_encoding: how the output is read.
        skip_on_exit_code: one exit code, several, or ``None`` for no skipping.
        cwd: the folder to run in; a temporary one by default; templated.
        output_processor: makes the XCom value from the last line.
    """

    template_fields: Sequence[str] = ("bash_command", "env", "cwd")
    template_ext: Sequence[str] = (".sh", ".bash")
    template_fields_renderers: ClassVar[dict[str, str]] = {"bash_command": "bash", "env": "json"}
    ui_color = "#f0ede4"

    def __init__(
        self,
        *,
        bash_command: str,
        env: dict[str, str] | None = None,
        append_env: bool = False,
        output_encoding: str = "utf-8",
        skip_exit_code: int | None = None,
        skip_on_exit_code: int | Container[int] | None = 99,
        cwd: str | None = None,
        output_processor: Any = str,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.bash_command = bash_command
        self.env = env
        self.append_env = append_env
        self.output_encoding = output_encoding
        skips = skip_exit_code if skip_exit_code is not None else skip_on_exit_code
        self.skip_on_exit_code = skips if isinstance(skips, Container) else () if skips is None else (skips,)
        self.cwd = cwd
        self.output_processor = output_processor
        self._process: subprocess.Popen[bytes] | None = None

    def execute(self, context: Context) -> Any:
        """Run the command to its end."""
        if self.cwd is not None and not Path(self.cwd).is_dir():
            raise TaskError(f"The folder to run in does not exist: {self.cwd}")
        with tempfile.TemporaryDirectory(prefix="couture-bash-") as folder:
            code, last_line = self._run(self.cwd or folder, context)
        if code in self.skip_on_exit_code:
            raise TaskSkipped(f"The command ended with exit code {code}, which means: skip.")
        if code != 0:
            raise TaskError(_failure(code))
        return self.output_processor(last_line)

    def on_kill(self) -> None:
        """End the command and whatever it started in its process group."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)

    def _run(self, folder: str, context: Context) -> tuple[int, str]:
        self.log.info("Running: %s", self.bash_command)
        # A process group of its own, in the session of the worker: on_kill reaches the command's children, and whoever
        # ends the worker's session reaches it too.
        self._process = subprocess.Popen(
            ["bash", "-c", self.bash_command],
            cwd=folder,
            env=self._environment(context),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        try:
            assert self._process.stdout is not None
            last_line = self._log_output(self._process.stdout)
            return self._process.wait(), last_line
        finally:
            self.on_kill()

    def _log_output(self, output: IO[bytes]) -> str:
        line = ""
        while raw := output.readline(_LONGEST_LINE):
            line = raw.decode(self.output_encoding, errors="backslashreplace").rstrip()
            self.log.info("%s", line)
        return line

    def _environment(self, context: Context) -> dict[str, str]:
        base = dict(os.environ) if self.env is None or self.append_env else {}
        about = {
            "AIRFLOW_CTX_DAG_ID": context["ti"].dag_id,
            "AIRFLOW_CTX_TASK_ID": context["ti"].task_id,
            "AIRFLOW_CTX_DAG_RUN_ID": context["run_id"],
            "AIRFLOW_CTX_EXECUTION_DATE": context["ts"],
            "AIRFLOW_CTX_TRY_NUMBER": str(context["ti"].try_number),
        }
        return {**base, **about, **{name: str(value) for name, value in (self.env or {}).items()}}


def _failure(code: int) -> str:
    if code < 0:
        return f"The command was ended by signal {-code} ({signal.Signals(-code).name})."
    return f"The command ended with exit code {code}. Its output is in the log."
