"""Changing the key that encrypts variables, connections and the secrets of how people sign in."""

from __future__ import annotations

import os
from dataclasses import replace

from couture_scheduler.actions import login_settings as sign_in
from couture_scheduler.actions.connections import anew
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.files import encryption
from couture_scheduler.files.encryption import Cipher
from couture_scheduler.store import connections, login_settings, triggers, variables
from couture_scheduler.store.session import Transaction


@needs("connections:edit")
def rotate(ctx: ActionContext) -> int:
    """Encrypt everything with a new key (from the environment: with the first key there); how many things that were.

    The old key leaves the key file only when all is done: whatever happens in between, everything can be read.
    """
    home = ctx.settings.home
    ours = not os.environ.get(encryption.VARIABLE)
    keys = encryption.add_key(home) if ours else encryption.cipher(home)
    with ctx.store.transaction() as tx:
        count = _variables(tx, keys) + _connections(tx, keys) + _login_settings(tx, keys)
        _triggers(tx, keys)
        ctx.audit(tx, "rotate_key", details={"encrypted": count})
    if ours:
        encryption.drop_old_keys(home)
    return count


def _variables(tx: Transaction, keys: Cipher) -> int:
    found = variables.listing(tx, "", 10**9)[0]
    for each in found:
        value = keys.encrypt(keys.decrypt(each.value, f"The variable {each.key!r}"))
        variables.change(tx, replace(each, value=value))
    return len(found)


def _connections(tx: Transaction, keys: Cipher) -> int:
    found = connections.listing(tx, "", 10**9)[0]
    for each in found:
        connections.change(tx, anew(each, keys))
    return len(found)


def _login_settings(tx: Transaction, keys: Cipher) -> int:
    found = login_settings.get(tx)
    if found is None:
        return 0
    login_settings.put(tx, sign_in.anew(found, keys))
    return 1


def _triggers(tx: Transaction, keys: Cipher) -> None:
    for number, kwargs in triggers.sealed(tx):
        triggers.seal(tx, number, keys.encrypt(keys.decrypt(kwargs, "What a deferred task waits for")))
