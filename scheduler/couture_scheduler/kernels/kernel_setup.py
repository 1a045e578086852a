"""How a job's kernel differs from a plain one: its environment, what is set in it out of sight, what is hidden."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Protocol

from couture_jupyter.exceptions import NotebookFailed
from couture_scheduler.kernels.hidden_values import hidden_code
from couture_scheduler.kernels.limits import KernelLimits
from couture_scheduler.kernels.masks import Masks


class HiddenRunner(Protocol):
    """What can run code in the kernel out of sight."""

    async def run_hidden(self, code: str) -> bool:
        """Whether it ran without an error."""


@dataclass(slots=True)
class KernelSetup:
    """The fields are those of ``NotebookJob``."""

    env: dict[str, str] = field(default_factory=dict)
    hidden: dict[str, Any] = field(default_factory=dict)
    masks: Masks = field(default_factory=Masks)
    python: Path | None = None
    limits: KernelLimits = field(default_factory=KernelLimits)

    async def renew(self, client: HiddenRunner, language: str) -> None:
        """In a kernel that an earlier try had: give it the environment of this one, of which a secret or an address may
        have changed. Only Python lets that be done from within."""
        if self.env and language == "python":
            await client.run_hidden(
                f"import os as _couture_os\n_couture_os.environ.update({self.env!r})\ndel _couture_os"
            )

    async def fill(self, client: HiddenRunner, kernel_name: str, language: str) -> None:
        """Set the hidden parameters: at the start, and again after the cell with the run's parameters."""
        if self.hidden and not await client.run_hidden(hidden_code(self.hidden, kernel_name, language)):
            raise NotebookFailed(f"The secret parameters {', '.join(self.hidden)} could not be set in the kernel.")
