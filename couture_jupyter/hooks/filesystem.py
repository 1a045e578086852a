"""FSHook: a folder that a connection names."""

from __future__ import annotations

from typing import Any

from couture_jupyter.airflow_compat.errors import AirflowNotFoundException
from couture_jupyter.hooks.base import BaseHook


class FSHook(BaseHook):
    """The folder ``path`` in the extra of the connection. Without a connection ``fs_default`` it is the root."""

    conn_name_attr = "fs_conn_id"
    default_conn_name = "fs_default"
    conn_type = "fs"
    hook_name = "File (path)"

    def __init__(self, fs_conn_id: str = default_conn_name, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.fs_conn_id = fs_conn_id
        self.basepath = self._path()

    def _path(self) -> str:
        try:
            connection = self.get_connection(self.fs_conn_id)
        except AirflowNotFoundException:
            if self.fs_conn_id == self.default_conn_name:
                return "/"
            raise
        return str(connection.extra_dejson.get("path") or "")

    def get_conn(self) -> None:
        """A folder needs no connection."""

    def get_path(self) -> str:
        """The folder."""
        return self.basepath

    def test_connection(self) -> tuple[bool, str]:
        """Whether the folder is there, and a sentence."""
        from pathlib import Path

        if not Path(self.basepath or ".").exists():
            return False, f"The folder {self.basepath} does not exist."
        return True, f"The folder {self.basepath or '.'} is there."
