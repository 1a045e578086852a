"""All duties of the engine."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from couture_scheduler.config import Settings
from couture_scheduler.events import Change
from couture_scheduler.loop.backfilling import Backfilling
from couture_scheduler.loop.custom_schedules import CustomSchedules
from couture_scheduler.loop.deadlines import Deadlines
from couture_scheduler.loop.duties import Work
from couture_scheduler.loop.ended_tries import EndedTries
from couture_scheduler.loop.failing_dags import FailingDags
from couture_scheduler.loop.file_arrivals import FileArrivals
from couture_scheduler.loop.followers import Followers
from couture_scheduler.loop.held_kernels import HeldKernels
from couture_scheduler.loop.messenger import Messenger
from couture_scheduler.loop.retaining import Retaining
from couture_scheduler.loop.sealing import Sealing
from couture_scheduler.loop.slas import Slas
from couture_scheduler.loop.telling import Telling
from couture_scheduler.store.session import Store


def works(
    settings: Settings, store: Store, clock: Callable[[], datetime], tell: Callable[[list[Change]], None]
) -> list[Work]:
    """What each of them does. ``tell`` passes on changes that a duty made, to the loop and to every open page."""
    return [
        Retaining(settings, store, clock, tell),
        EndedTries(settings, store, tell),
        HeldKernels(settings, store, clock, tell),
        FileArrivals(settings, store, clock, tell),
        Followers(settings, store, clock, tell),
        FailingDags(settings, store, clock, tell),
        Backfilling(settings, store, clock, tell),
        CustomSchedules(settings, store, clock, tell),
        Sealing(settings, store, clock),
        Telling(store, clock, tell),
        Slas(store, clock, tell),
        Deadlines(store, clock, tell),
        Messenger("messenger-mail", ("email",), settings, store, clock, tell),
        Messenger("messenger-web", ("webhook", "slack"), settings, store, clock, tell),
    ]
