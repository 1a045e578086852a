"""Whether the person who asks can open a kept kernel where they ask."""

from __future__ import annotations

from collections.abc import Mapping

from couture_scheduler.actions.held_kernels import not_yours
from couture_scheduler.errors import ConflictError, ForbiddenError
from couture_scheduler.kernels import account_pools
from couture_scheduler.store.held_kernels import HeldKernelRecord

from couture_server.backend import Backend
from couture_server.http.headers import OWN_SERVER

ELSEWHERE = (
    "This kernel is yours, and opens in your own JupyterLab, which runs as you: open the run there (menu Couture, "
    "My Own JupyterLab)."
)
OF_FILES = (
    "This kernel runs as the Couture service, as tasks of DAG files do, and nobody's server runs as that. The run "
    "can be resumed without opening it; a notebook that is scheduled itself runs as its owner, who can open its kernel."
)
OF_SERVICE = (
    "On this Hub notebooks run as the Couture service, and nobody's server runs as that. The run can be resumed "
    "without opening it. Where who looks after the Hub gives it --service-user, notebooks run as their owners, who can "
    "open their kernels."
)


class Asking:
    """Who asks, and where: the request's ``headers`` say whether it came through the person's own server."""

    def __init__(self, name: str, backend: Backend, headers: Mapping[str, str]) -> None:
        self._name = name
        self._opens_kernels = backend.kernel_desk.is_open
        self._is_in_own_server = OWN_SERVER in headers

    def obstacle(self, record: HeldKernelRecord) -> str | None:
        """Why they cannot open it there, and what to do; ``None``: they can, as long as it is kept."""
        if record.account is None:
            if self._opens_kernels:
                return None
            return OF_SERVICE if account_pools.place() is None else OF_FILES
        if record.account != self._name:
            return not_yours(record.account)
        return None if self._is_in_own_server else ELSEWHERE

    def require(self, record: HeldKernelRecord) -> None:
        """Raises ``ForbiddenError`` or ``ConflictError`` where there is an obstacle."""
        because = self.obstacle(record)
        if because is not None:
            raise (ConflictError if record.account in (None, self._name) else ForbiddenError)(because)
