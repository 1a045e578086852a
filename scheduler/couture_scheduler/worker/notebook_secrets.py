"""What a notebook gets of secrets when it starts: its kernel's environment, and parameters that are written nowhere."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from couture_jupyter.exceptions import TaskFailed
from couture_jupyter.notebook_options import NotebookRequest
from couture_jupyter.secret_references import HOW, parse
from couture_scheduler.worker.task_secrets import TaskSecrets


@dataclass(frozen=True, slots=True)
class NotebookSecrets:
    """``parameters`` are those that may be written, ``hidden`` the others; ``env`` is for the kernel."""

    parameters: dict[str, Any]
    hidden: dict[str, Any]
    env: dict[str, str]


def fetch_secrets(request: NotebookRequest, known: TaskSecrets) -> NotebookSecrets:
    """Fetch what the job names. Raises ``TaskFailed`` with the name of what cannot be had."""
    wanted = {name: request.parameters[name] for name in request.secret_parameters if name in request.parameters}
    return NotebookSecrets(
        parameters={name: value for name, value in request.parameters.items() if name not in wanted},
        hidden={name: _fetch(f"The secret parameter {name!r}", value, known) for name, value in wanted.items()},
        env={name: _fetch(f"The secret {name!r}", value, known) for name, value in request.secrets.items()},
    )


def _fetch(what: str, reference: Any, known: TaskSecrets) -> str:
    try:
        return known.resolve(parse(str(reference)))
    except ValueError:
        raise TaskFailed(f"{what} has a plain value, which would be written down. {HOW}") from None
    except LookupError as error:
        raise TaskFailed(f"{what} cannot be fetched: {error}") from None
