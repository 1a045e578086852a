"""The trigger of tasks that wait for a person."""

from __future__ import annotations

from collections.abc import AsyncIterator
from typing import Any

from couture_jupyter.exceptions import TaskError
from couture_jupyter.runtime import current_task
from couture_jupyter.triggers.base import BaseTrigger, TriggerEvent


class HumanInputTrigger(BaseTrigger):
    """Waits for the answer to the question of the task that waits. Nothing waits for it in the engine, which tells the
    task itself when somebody has answered; ``dag.test()`` has asked already."""

    def serialize(self) -> tuple[str, dict[str, Any]]:
        """The task says which question."""
        return "couture_jupyter.triggers.human.HumanInputTrigger", {}

    async def run(self) -> AsyncIterator[TriggerEvent]:
        """The answer."""
        answer = getattr(current_task.get(), "answer", None)
        if answer is None:
            raise TaskError("A question to people is answered through the engine or in dag.test().")
        yield TriggerEvent(answer)
