"""Several first sign-ins of one person at the same moment, such as of a browser that opens two pages."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from threading import Barrier

from couture_scheduler.actions.directory_people import Admission, enter
from couture_scheduler.directory.asking import Person
from couture_scheduler.directory.settings import LoginSettings
from couture_scheduler.store import accounts, event_logs
from couture_scheduler.store.session import Store

NOW = datetime(2026, 3, 2, 12, 0, tzinfo=UTC)
AT_ONCE = 6


def test_people_who_come_in_twice_at_once_are_entered_once(store: Store) -> None:
    settings = LoginSettings(auth_user_registration=True, auth_user_registration_role="Viewer")
    start = Barrier(AT_ONCE)

    def come_in(_: int) -> Admission:
        start.wait(60)
        return enter(store, settings, Person("ada", first_name="Ada"), "10.0.0.1", NOW)

    with ThreadPoolExecutor(AT_ONCE) as threads:
        verdicts = list(threads.map(come_in, range(AT_ONCE)))
    assert {(each.because, each.roles) for each in verdicts} == {("", ("Viewer",))}
    with store.reading() as tx:
        ada = accounts.get(tx, "ada")
        entries = event_logs.newest(tx, ["create_user"])
    assert ada is not None
    assert (ada.first_name, ada.roles) == ("Ada", ("Viewer",))
    assert len(entries) == 1
