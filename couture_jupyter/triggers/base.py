"""What every trigger promises."""

from __future__ import annotations

import logging
from abc import ABC, abstractmethod
from collections.abc import AsyncIterator
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from couture_jupyter.state_stores import AssetStateStore


class TriggerEvent:
    """What a trigger tells the task that waits: any value that has a JSON form."""

    def __init__(self, payload: Any) -> None:
        self.payload = payload

    def __eq__(self, other: object) -> bool:
        return isinstance(other, TriggerEvent) and other.payload == self.payload

    def __hash__(self) -> int:
        return hash(repr(self.payload))

    def __repr__(self) -> str:
        return f"TriggerEvent<{self.payload!r}>"


class BaseTrigger(ABC):
    """Waits for something with ``asyncio``: it must never block its thread, for it shares it with all other triggers.

    A trigger travels as ``serialize()`` says and is made again in the triggerer, perhaps several times: after a crash,
    or on another machine.
    """

    def __init__(self, **kwargs: Any) -> None:
        super().__init__()

    @property
    def log(self) -> logging.Logger:
        """A logger whose lines go to the log of the task that waits."""
        return logging.getLogger(f"couture.task.{type(self).__name__}")

    @abstractmethod
    def serialize(self) -> tuple[str, dict[str, Any]]:
        """The dotted path of the class and the arguments that make this trigger again; values have a JSON form."""

    @abstractmethod
    def run(self) -> AsyncIterator[TriggerEvent]:
        """Wait; the first event ends the wait."""
        raise NotImplementedError

    async def cleanup(self) -> None:  # noqa: B027 - most triggers have nothing to clean up
        """Called when the wait is over, also when nobody waits any more."""

    def __repr__(self) -> str:
        path, kwargs = self.serialize()
        return f"<{path} {', '.join(f'{name}={value!r}' for name, value in kwargs.items())}>"


class BaseEventTrigger(BaseTrigger):
    """A trigger that an asset's watcher may use: its events are updates of the asset, again and again. It is made anew
    after each; what it must remember it keeps with its asset: ``await self.asset_state_store.aget("cursor")``."""

    asset_state_store: AssetStateStore | None = None  # while it waits as a watcher's
