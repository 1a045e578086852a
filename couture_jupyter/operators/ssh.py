"""SSHOperator: run a command on another machine."""

from __future__ import annotations

from collections.abc import Container, Sequence
from typing import Any, ClassVar

from couture_jupyter.exceptions import TaskError, TaskSkipped
from couture_jupyter.hooks.ssh import SSHHook
from couture_jupyter.operators.base import BaseOperator, Context


class SSHOperator(BaseOperator):
    """Runs ``command``; its output becomes the XCom ``return_value``.

    Args:
        command: templated, also a ``.sh`` file.
        ssh_conn_id: the connection.
        ssh_hook: a hook in its place.
        remote_host: a host other than the connection's; templated.
        conn_timeout: seconds to log in.
        cmd_timeout: seconds for the command.
        environment: environment variables, where the server takes them; templated.
        get_pty: whether the command has a terminal.
        skip_on_exit_code: exit codes that mean: skip.
    """

    template_fields: Sequence[str] = ("command", "environment", "remote_host")
    template_ext: Sequence[str] = (".sh", ".bash")
    template_fields_renderers: ClassVar[dict[str, str]] = {"command": "bash", "environment": "py"}

    def __init__(
        self,
        *,
        command: str,
        ssh_conn_id: str | None = None,
        ssh_hook: SSHHook | None = None,
        remote_host: str | None = None,
        conn_timeout: float | None = None,
        cmd_timeout: float | None = None,
        environment: dict[str, str] | None = None,
        get_pty: bool = False,
        skip_on_exit_code: int | Container[int] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.command = command
        self.ssh_conn_id = ssh_conn_id
        self.ssh_hook = ssh_hook
        self.remote_host = remote_host
        self.conn_timeout = conn_timeout
        self.cmd_timeout = cmd_timeout
        self.environment = environment
        self.get_pty = get_pty
        skips = skip_on_exit_code
        self.skip_on_exit_code = skips if isinstance(skips, Container) else () if skips is None else (skips,)

    def execute(self, context: Context) -> str:
        """Log in and run the command."""
        hook = self.ssh_hook or SSHHook(
            self.ssh_conn_id or SSHHook.default_conn_name,
            remote_host=self.remote_host or "",
            conn_timeout=self.conn_timeout,
        )
        with hook.get_conn() as client:
            code, output, errors = hook.exec_ssh_client_command(
                client, self.command, self.get_pty, self.environment, self.cmd_timeout
            )
        if code in self.skip_on_exit_code:
            raise TaskSkipped(f"The command ended with exit code {code}, which means: skip.")
        if code != 0:
            last = errors.decode(errors="replace").strip().splitlines()[-1:]
            raise TaskError(f"The command ended with exit code {code}. {last[0] if last else ''}".strip())
        return output.decode(errors="replace")
