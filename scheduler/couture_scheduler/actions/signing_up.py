"""How people become users without an Admin having entered them: the very first one, and who asks to be let in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from couture_scheduler.access import Actor, Rights, Role
from couture_scheduler.actions import password_hashes
from couture_scheduler.actions.signing_in import LIMITS, SignInLimits, now
from couture_scheduler.actions.users import require_name
from couture_scheduler.store import accounts, event_logs, passwords
from couture_scheduler.store.accounts import AccountFilter, AccountRecord
from couture_scheduler.store.session import Store, Transaction

SUPERADMIN = "superadmin"


def ask_to_be_let_in(
    store: Store,
    username: str,
    password: str,
    source: str,
    *,
    limits: SignInLimits = LIMITS,
    clock: Callable[[], datetime] = now,
) -> None:
    """Sign up: an account that is not active until an Admin makes it so. A name that is taken is not told: then
    nothing happens but an entry in the audit log."""
    require_name(username)
    password_hashes.require_strong(username, password)
    limits.count(username, source)
    made = password_hashes.hashed(password)
    with store.transaction() as tx:
        is_taken = accounts.get(tx, username) is not None
        if not is_taken:
            _enter(tx, AccountRecord(username, "", "", "", False, clock(), username, clock(), is_waiting=True), made)
        details = {"user": username, **({"because": "the name is taken"} if is_taken else {})}
        event_logs.write(tx, Actor("unknown", Rights(), source), "sign_up", None, None, None, details, clock())


def make_superadmin(store: Store, given: str = "", *, clock: Callable[[], datetime] = now) -> str | None:
    """Where there is nobody yet: an Admin with the password ``given``, or a generated one, which must be changed at
    the first sign-in. The password; ``None`` where there is somebody already."""
    password = given or password_hashes.generated()
    password_hashes.require_strong(SUPERADMIN, password)
    made = password_hashes.hashed(password)
    with store.transaction() as tx:
        if accounts.count(tx, AccountFilter()):
            return None
        record = AccountRecord(SUPERADMIN, "", "", "", True, clock(), "couture hub", clock(), (Role.ADMIN.value,))
        _enter(tx, record, made, must_change=True)
        details = {"user": SUPERADMIN, "roles": [Role.ADMIN.value]}
        event_logs.write(tx, Actor("couture hub"), "create_user", None, None, None, details, clock())
    return password


def _enter(tx: Transaction, record: AccountRecord, made: str, *, must_change: bool = False) -> None:
    accounts.create(tx, record)
    passwords.change(tx, record.username, made, record.created_at, must_change=must_change)
