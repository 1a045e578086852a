"""Connections: how to reach another system. In a notebook or a task: ``Connection.get("warehouse").password``."""

from __future__ import annotations

import json
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qsl, quote, unquote, urlencode, urlsplit


@dataclass(frozen=True, slots=True)
class Connection:
    """One connection. ``extra`` is JSON text with what the other fields do not hold; it and the password are secret.
    ``number`` tells those apart that have one id.

    The words and the URI are Airflow's.
    """

    conn_id: str
    conn_type: str = ""
    host: str | None = None
    schema: str | None = None
    login: str | None = None
    password: str | None = field(default=None, repr=False)
    port: int | None = None
    extra: str | None = field(default=None, repr=False)
    description: str | None = None
    number: int = 1

    @classmethod
    def get(cls, conn_id: str) -> Connection:
        """The connection ``conn_id``, for the task or the notebook job that runs; of several with that id one at
        random, at each call. Passwords and the sensitive values of the extra appear as ``***`` in the stored notebook
        and in the log.

        Raises ``LookupError`` when there is no such connection, ``RuntimeError`` outside of a run.
        """
        from couture_jupyter.secret_sources import ask

        return cls(**ask("connection", conn_id))

    @classmethod
    def get_all(cls, conn_id: str) -> list[Connection]:
        """All connections with that id. Raises as ``get`` does."""
        from couture_jupyter.secret_sources import ask_all

        return [cls(**each) for each in ask_all(conn_id)]

    @classmethod
    def get_connection_from_secrets(cls, conn_id: str) -> Connection:
        """``get``, as Airflow 2 calls it."""
        return cls.get(conn_id)

    def get_hook(self, *, hook_params: dict[str, Any] | None = None) -> Any:
        """The hook that the connection's type asks for, made with this connection's id and ``hook_params``."""
        from couture_jupyter.hooks.base import hook_for

        return hook_for(self, hook_params)

    def get_password(self) -> str | None:
        """The password."""
        return self.password

    def get_extra(self) -> str | None:
        """The extra, as text."""
        return self.extra

    @property
    def extra_dejson(self) -> dict[str, Any]:
        """``extra`` as a dict; empty when there is none, or it is no JSON object."""
        try:
            found = json.loads(self.extra or "{}")
        except ValueError:
            return {}
        return found if isinstance(found, dict) else {}

    def get_extra_dejson(self) -> dict[str, Any]:
        """``extra_dejson``, as Airflow's connections have it too."""
        return self.extra_dejson

    def get_uri(self) -> str:
        """``type://login:password@host:port/schema?extra``, each part quoted."""
        login = quote(self.login or "", safe="")
        secret = f":{quote(self.password, safe='')}" if self.password else ""
        who = f"{login}{secret}@" if login or secret else ""
        port = f":{self.port}" if self.port else ""
        uri = f"{self.conn_type.replace('_', '-')}://{who}{quote(self.host or '', safe='')}{port}"
        uri += f"/{quote(self.schema or '', safe='')}" if self.schema or self.extra else ""
        return uri + (f"?{self._query()}" if self.extra else "")

    def _query(self) -> str:
        """Simple extras as a query; others whole, as Airflow does."""
        found = self.extra_dejson
        if found and all(isinstance(value, str) for value in found.values()):
            return urlencode(found)
        return urlencode({"__extra__": self.extra or ""})

    @classmethod
    def from_text(cls, conn_id: str, text: str) -> Connection:
        """A connection that is written as a URI or, as Airflow also has it, as a JSON object.

        ``ValueError`` for what is neither; the message does not repeat it.
        """
        if not text.lstrip().startswith("{"):
            return cls.from_uri(conn_id, text)
        try:
            fields = json.loads(text)
            extra = fields.get("extra")
            if extra is not None and not isinstance(extra, str):
                fields["extra"] = json.dumps(extra)
            if fields.get("port") is not None:
                fields["port"] = int(fields["port"])
            return cls(**{**fields, "conn_id": conn_id})
        except (TypeError, ValueError):
            raise ValueError("This is no connection as JSON: conn_type, host, login, password, port, extra …") from None

    @classmethod
    def from_uri(cls, conn_id: str, uri: str) -> Connection:
        """What ``get_uri`` wrote. Raises ``ValueError`` for what is no such URI; the message does not repeat it."""
        try:
            parts = urlsplit(uri)
            port = parts.port
        except ValueError:
            raise ValueError("This is no URI such as postgres://user:password@host:5432/name.") from None
        if not parts.scheme:
            raise ValueError("A URI begins with the connection's type, as in postgres://user:password@host:5432/name.")
        query = dict(parse_qsl(parts.query, keep_blank_values=True))
        extra = query.get("__extra__") or (json.dumps(query) if query else None)
        return cls(
            conn_id,
            parts.scheme.replace("-", "_"),
            host=_given(_host(parts.netloc)),
            schema=_given(parts.path.removeprefix("/")),
            login=_given(parts.username),
            password=_given(parts.password),
            port=port,
            extra=extra,
        )


def _host(netloc: str) -> str:
    """The host with its capitals, which ``urlsplit`` takes away."""
    place = netloc.rpartition("@")[2]
    if place.startswith("["):
        return place.partition("]")[0].removeprefix("[")
    return place.partition(":")[0]


def _given(text: str | None) -> str | None:
    return unquote(text) if text else None
