"""The variables and connections that a try has asked for, and the masks that hide them in what it leaves."""

from __future__ import annotations

import random
import re
import threading
from typing import Any

from couture_jupyter.connections import Connection
from couture_jupyter.secret_references import SecretReference, is_secret_part, part, secret_texts
from couture_jupyter.secret_sources import chosen, from_airflows_environment
from couture_jupyter.sensitive import is_sensitive
from couture_scheduler.engine.launch import Launch
from couture_scheduler.kernels.masks import Masks
from couture_scheduler.worker.engine_link import EngineLink
from couture_scheduler.worker.masked_output import mask_output

# Numbers, dates and yes or no: hidden, they would take their like out of every result.
_EVERYDAY = re.compile(r"[+-]?\d{1,6}([.,]\d{1,6})?|\d{4}-\d\d-\d\d|true|false|yes|no|on|off|none|null", re.IGNORECASE)


class TaskSecrets:
    """Asks the engine, once for each name. The task and its notebook's kernel may ask at the same time."""

    def __init__(self, launch: Launch) -> None:
        self.masks = Masks()
        self._launch = launch
        self._known: dict[tuple[str, str], dict[str, Any] | None] = {}
        self._lock = threading.Lock()
        self._draw = random.getrandbits(32)
        self._engine: EngineLink | None = None

    def fetch(self, kind: str, name: str, *, secret: bool | None = None) -> dict[str, Any] | None:
        """The fields of the ``variable`` or ``connection``; ``None`` when there is none. Of several connections one at
        random, or all: ``connections``. What is secret is hidden before it is handed out; of variables about which
        nothing is said, what can be told from everyday values."""
        if kind != "variable":
            return chosen(kind, self._connections(name))
        with self._lock:
            found = self._asked_once(kind, name)
        if found is None:
            return None
        if secret or is_sensitive(name) or (secret is None and not _EVERYDAY.fullmatch(found["value"])):
            self.hide(found["value"])
        return dict(found)

    def change_variable(self, key: str, value: str | None, description: str | None = None) -> bool:
        """Set or delete a variable; what is secret of it is hidden from now on."""
        if value is not None and is_sensitive(key):
            self.hide(value)
        was_there: bool = self._link().call("change_variable", key=key, value=value, description=description)
        with self._lock:
            self._known.pop(("variable", key), None)
        return was_there

    def resolve(self, reference: SecretReference) -> str:
        """The text that ``reference`` names. Raises ``LookupError`` with a sentence when there is no such thing."""
        is_variable = reference.kind == "variable"
        found = self.fetch("variable", reference.name) if is_variable else self._same(reference.name)
        if found is None:
            raise LookupError(f"There is no {reference.kind} {reference.name!r}.")
        text = str(found["value"]) if is_variable else part(Connection(**found), reference)
        if is_secret_part(reference):
            self.hide(text)
        return text

    def hide(self, *texts: str) -> None:
        """Show ``***`` in their place from now on."""
        for text in texts:
            self.masks.add(text)
        if self.masks:
            mask_output(self.masks)

    def _connections(self, conn_id: str) -> list[dict[str, Any]]:
        """All with that id; what is secret of any of them is hidden."""
        with self._lock:
            found = self._asked_once("connection", conn_id)
        every: list[dict[str, Any]] = found["connections"] if found else []
        for each in (Connection(**fields) for fields in every):
            self.hide(*secret_texts(each), *([each.get_uri()] if each.password else []))
        return [dict(each) for each in every]

    def _same(self, conn_id: str) -> dict[str, Any] | None:
        """Of several connections the same for all references of a try: its parts belong together."""
        every = self._connections(conn_id)
        return every[self._draw % len(every)] if every else None

    def _asked_once(self, kind: str, name: str) -> dict[str, Any] | None:
        if (kind, name) not in self._known:
            self._known[kind, name] = self._ask(kind, name)
        return self._known[kind, name]

    def _ask(self, kind: str, name: str) -> dict[str, Any] | None:
        found = from_airflows_environment("variable" if kind == "variable" else "connections", name)
        if found is not None:
            return found
        answer: dict[str, Any] | None = self._link().call("secret", kind=kind, name=name)
        return answer

    def _link(self) -> EngineLink:
        if self._engine is None:
            self._engine = EngineLink(self._launch)
        return self._engine
