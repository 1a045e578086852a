"""``ObjectStoragePath``: files in object stores and elsewhere, through fsspec, by a connection's id.

``ObjectStoragePath("s3://my_connection@bucket/folder/file")``. How a store is opened is the provider's business
(``airflow.providers.amazon.aws.fs.s3`` and the like); without one fsspec opens it by what the environment says.
"""

from __future__ import annotations

import importlib
import posixpath
from collections.abc import Iterator
from typing import Any, cast
from urllib.parse import urlsplit

from couture_jupyter.exceptions import TaskError

_OPENERS = {
    "s3": "airflow.providers.amazon.aws.fs.s3",
    "s3a": "airflow.providers.amazon.aws.fs.s3",
    "gs": "airflow.providers.google.cloud.fs.gcs",
    "gcs": "airflow.providers.google.cloud.fs.gcs",
    "abfs": "airflow.providers.microsoft.azure.fs.adls",
    "abfss": "airflow.providers.microsoft.azure.fs.adls",
    "adl": "airflow.providers.microsoft.azure.fs.adls",
    "hdfs": "airflow.providers.apache.hdfs.fs.hdfs",
}
_attached: dict[str, Any] = {}


def attach(protocol: str, conn_id: str | None = None, *, fs: Any = None, **rest: Any) -> None:
    """Open paths of ``protocol`` with a file system of one's own."""
    _attached[f"{protocol}|{conn_id or ''}"] = fs


class ObjectStoragePath:
    """A path in a store. Like ``pathlib.Path`` where stores allow it."""

    conn_id: str | None
    storage_options: dict[str, Any]

    def __init__(self, path: Any, *more: Any, conn_id: str | None = None, **storage_options: Any) -> None:
        if isinstance(path, ObjectStoragePath):
            conn_id, storage_options = conn_id or path.conn_id, {**path.storage_options, **storage_options}
        found = urlsplit(str(path))
        self.protocol = found.scheme or "file"
        place = found.netloc
        user, _, bucket = place.rpartition("@")
        self.conn_id = conn_id or user or None
        self.bucket = self.container = bucket
        self.storage_options = storage_options
        self._inner = posixpath.join(found.path if found.scheme else str(path), *map(str, more))

    @property
    def key(self) -> str:
        """The path within the bucket."""
        return self._inner.lstrip("/")

    @property
    def path(self) -> str:
        """The path as the file system takes it."""
        return self._inner if self.protocol == "file" else f"{self.bucket}{self._inner}"

    @property
    def name(self) -> str:
        """The last part."""
        return posixpath.basename(self._inner.rstrip("/"))

    @property
    def stem(self) -> str:
        """The last part without its suffix."""
        return posixpath.splitext(self.name)[0]

    @property
    def suffix(self) -> str:
        """What follows the last part's last dot, with it."""
        return posixpath.splitext(self.name)[1]

    @property
    def parent(self) -> ObjectStoragePath:
        """The folder."""
        return self._at(posixpath.dirname(self._inner.rstrip("/")) or "/")

    @property
    def fs(self) -> Any:
        """The fsspec file system."""
        own = _attached.get(f"{self.protocol}|{self.conn_id or ''}", _attached.get(f"{self.protocol}|"))
        if own is not None:
            return own
        opener = _OPENERS.get(self.protocol)
        if opener is not None:
            return importlib.import_module(opener).get_fs(self.conn_id, self.storage_options)
        try:
            import fsspec
        except ModuleNotFoundError:
            raise TaskError("Object stores need a package that is not installed: pip install fsspec") from None
        return fsspec.filesystem(self.protocol, **self.storage_options)

    def __truediv__(self, other: Any) -> ObjectStoragePath:
        return self._at(posixpath.join(self._inner or "/", str(other)))

    def joinpath(self, *more: Any) -> ObjectStoragePath:
        """The path with further parts."""
        return self._at(posixpath.join(self._inner or "/", *map(str, more)))

    def exists(self) -> bool:
        """Whether there is something."""
        return bool(self.fs.exists(self.path))

    def is_file(self) -> bool:
        """Whether it is a file."""
        return bool(self.fs.isfile(self.path))

    def is_dir(self) -> bool:
        """Whether it is a folder."""
        return bool(self.fs.isdir(self.path))

    def iterdir(self) -> Iterator[ObjectStoragePath]:
        """What lies in the folder."""
        for each in self.fs.ls(self.path, detail=False):
            yield self / posixpath.basename(str(each).rstrip("/"))

    def mkdir(self, mode: int = 0o777, parents: bool = False, exist_ok: bool = False) -> None:
        """Make the folder."""
        if not (exist_ok and self.exists()):
            self.fs.makedirs(self.path, exist_ok=exist_ok) if parents else self.fs.mkdir(self.path)

    def open(self, mode: str = "r", **kwargs: Any) -> Any:
        """Open the file."""
        return self.fs.open(self.path, mode=mode, **kwargs)

    def read_bytes(self) -> bytes:
        """The whole file."""
        with self.open("rb") as file:
            return cast(bytes, file.read())

    def read_text(self, encoding: str = "utf-8") -> str:
        """The whole file, as text."""
        return self.read_bytes().decode(encoding)

    def write_bytes(self, data: bytes) -> int:
        """Write the whole file."""
        with self.open("wb") as file:
            return int(file.write(data))

    def write_text(self, data: str, encoding: str = "utf-8") -> int:
        """Write the whole file, as text."""
        return self.write_bytes(data.encode(encoding))

    def unlink(self, missing_ok: bool = False) -> None:
        """Delete the file."""
        if not missing_ok or self.exists():
            self.fs.rm(self.path)

    def _at(self, inner: str) -> ObjectStoragePath:
        made = ObjectStoragePath(self)
        made._inner = inner
        return made

    def as_uri(self) -> str:
        """The path with its store, bucket and connection."""
        who = f"{self.conn_id}@" if self.conn_id else ""
        return f"{self.protocol}://{who}{self.bucket}{self._inner}"

    def __fspath__(self) -> str:
        return self.path if self.protocol == "file" else str(self)

    def __str__(self) -> str:
        return self.as_uri()

    def __repr__(self) -> str:
        return f"ObjectStoragePath({str(self)!r})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ObjectStoragePath) and str(self) == str(other)

    def __hash__(self) -> int:
        return hash(str(self))
