"""FileSensor: wait for a file or a folder."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

from couture_jupyter.exceptions import TaskError
from couture_jupyter.hooks.filesystem import FSHook
from couture_jupyter.operators.base import Context
from couture_jupyter.sensors.base import BaseSensorOperator
from couture_jupyter.triggers.file import FileTrigger, find_file


class FileSensor(BaseSensorOperator):
    """Waits for a file, or for a folder with a file somewhere in it.

    Args:
        filepath: relative to the connection's folder; may hold wildcards; templated.
        fs_conn_id: a connection of type ``fs``.
        recursive: whether ``**`` means any depth.
        deferrable: whether it waits without a process.
    """

    template_fields: Sequence[str] = ("filepath",)
    ui_color = "#91818a"

    def __init__(
        self,
        *,
        filepath: str | Path,
        fs_conn_id: str = FSHook.default_conn_name,
        recursive: bool = False,
        deferrable: bool = False,
        start_from_trigger: bool = False,
        trigger_kwargs: dict[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.filepath = filepath
        self.fs_conn_id = fs_conn_id
        self.recursive = recursive
        self.deferrable = deferrable or start_from_trigger
        self.trigger_kwargs = trigger_kwargs or {}

    def poke(self, context: Context) -> bool:
        """Whether it is there."""
        found = find_file(self.path, self.recursive)
        self.log.info("Looking for %s: %s", self.path, found or "not there")
        return found is not None

    @property
    def path(self) -> str:
        """Where it looks: an absolute path stands for itself."""
        given = str(self.filepath)
        return given if Path(given).is_absolute() else str(Path(FSHook(self.fs_conn_id).get_path()) / given)

    def execute(self, context: Context) -> Any:
        """Wait, with a process or without."""
        if not self.deferrable:
            return super().execute(context)
        if not self.poke(context):
            trigger = FileTrigger(self.path, self.recursive, self.poke_interval)
            self.defer(trigger=trigger, method_name="execute_complete", timeout=timedelta(seconds=self.timeout))
        return None

    def execute_complete(self, context: Context, event: Any = None) -> None:
        """The trigger fired."""
        if not event:
            raise TaskError(f"The wait for {self.filepath} ended without the file.")
        self.log.info("%s is there.", self.filepath)
