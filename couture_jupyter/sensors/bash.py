"""BashSensor: a command says whether the wait is over."""

from __future__ import annotations

import os
import signal
import subprocess
import tempfile
from collections.abc import Sequence
from typing import Any

from couture_jupyter.exceptions import TaskFailed
from couture_jupyter.operators.base import Context
from couture_jupyter.sensors.base import BaseSensorOperator


class BashSensor(BaseSensorOperator):
    """Runs ``bash_command`` until it ends with exit code 0.

    Args:
        bash_command: a command, or the name of a ``.sh`` or ``.bash`` file beside the DAG file; templated.
        env: the whole environment of the command; templated. By default it has the worker's.
        output_encoding: how the output is read.
        retry_exit_code: the exit code that means "not yet"; then any other but 0 fails for good. By default all do.
    """

    template_fields: Sequence[str] = ("bash_command", "env")
    template_ext: Sequence[str] = (".sh", ".bash")

    def __init__(
        self,
        *,
        bash_command: str,
        env: dict[str, str] | None = None,
        output_encoding: str = "utf-8",
        retry_exit_code: int | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.bash_command = bash_command
        self.env = env
        self.output_encoding = output_encoding
        self.retry_exit_code = retry_exit_code
        self._process: subprocess.Popen[bytes] | None = None

    def poke(self, context: Context) -> bool:
        """Run the command."""
        with tempfile.TemporaryDirectory(prefix="couture-bash-") as folder:
            code = self._run(folder)
        if code == 0:
            return True
        self.log.info("The command ended with exit code %d.", code)
        if self.retry_exit_code is not None and code != self.retry_exit_code:
            raise TaskFailed(f"The command ended with exit code {code}; only {self.retry_exit_code} means: not yet.")
        return False

    def on_kill(self) -> None:
        """End the command and what it started."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)

    def _run(self, folder: str) -> int:
        self._process = subprocess.Popen(
            ["bash", "-c", self.bash_command],
            cwd=folder,
            env=None if self.env is None else {name: str(value) for name, value in self.env.items()},
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        try:
            assert self._process.stdout is not None
            for raw in self._process.stdout:
                self.log.info("%s", raw.decode(self.output_encoding, errors="backslashreplace").rstrip())
            return self._process.wait()
        finally:
            self.on_kill()
