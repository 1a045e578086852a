"""The starter: what it refuses, and who may ask it. The pools that it starts are tried in ``test_owners.py``."""

from __future__ import annotations

import os
import pwd
import socket
import stat
import threading
from contextlib import suppress
from pathlib import Path

import pytest
from couture_hub.starter import Refused, Starter, environment, first_person, person
from couture_scheduler.errors import UnavailableError
from couture_scheduler.kernels import account_pools

ROOT = pwd.getpwuid(0)
OWN = pwd.getpwuid(os.getuid())


@pytest.mark.parametrize("name", ["", "..", "a/b", "../etc", "ada\0", "ada bob", "-ada", "ada\nbob", "ä", "a" * 33])
def test_a_strange_name_is_refused(name: str) -> None:
    with pytest.raises(Refused, match="cannot be the name of a user"):
        person(name, OWN)


def test_who_is_not_there_is_refused_with_what_to_do() -> None:
    with pytest.raises(Refused, match=r"useradd --create-home --groups .* nobody_of_this_name"):
        person("nobody_of_this_name", OWN)


def test_root_and_users_of_the_system_are_refused(tmp_path: Path) -> None:
    service = pwd.struct_passwd(("couture", "x", 54_321, ROOT.pw_gid, "", "/", "/bin/false"))
    for name in ("root", "daemon"):
        with pytest.raises(Refused, match="no person's user"):
            person(name, service)


def test_the_user_of_the_service_is_refused() -> None:
    with pytest.raises(Refused, match="the user of the service"):
        person(OWN.pw_name, OWN)


def test_who_is_not_in_the_group_of_the_service_is_refused(tmp_path: Path) -> None:
    anybody = tmp_path / "login.defs"
    anybody.write_text("UID_MIN 1\n")
    service = pwd.struct_passwd(("couture", "x", 54_321, ROOT.pw_gid, "", "/", "/bin/false"))
    with pytest.raises(Refused, match="usermod --append --groups root daemon"):
        person("daemon", service, anybody)


def test_root_is_never_a_person(tmp_path: Path) -> None:
    everybody = tmp_path / "login.defs"
    everybody.write_text("# UID_MIN 7\n  UID_MIN   0 \n")
    assert first_person(everybody) == 1
    assert first_person(tmp_path / "none") == 1000


def test_only_the_language_and_the_places_of_programs_come_from_the_hub() -> None:
    ada = pwd.struct_passwd(("ada", "x", 2000, 2000, "", "/homes/ada", ""))
    hub = {"PATH": "/usr/bin", "LANG": "C.UTF-8", "JUPYTERHUB_API_TOKEN": "t", "COUTURE_DB_URL": "u", "HOME": "/"}
    found = environment(ada, hub)
    assert set(found) == {"PATH", "LANG", "HOME", "USER", "LOGNAME", "SHELL"}
    assert (found["HOME"], found["USER"], found["SHELL"]) == ("/homes/ada", "ada", "/bin/sh")


def test_it_answers_with_its_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(tmp_path, monkeypatch)
    with pytest.raises(UnavailableError, match="There is no user 'nobody_of_this_name'"):
        account_pools.start(account_pools.address_of("nobody_of_this_name"))
    asked.close()


def test_nobody_but_the_service_can_open_its_socket(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    asked = answering(tmp_path, monkeypatch)
    assert stat.S_IMODE((tmp_path / account_pools.STARTER).stat().st_mode) == 0o600
    asked.close()


def test_a_place_that_others_can_write_is_refused(tmp_path: Path) -> None:
    theirs = tmp_path / "theirs"
    theirs.mkdir()
    theirs.chmod(0o777)
    for folder in (theirs, theirs / "pools", linked(tmp_path / "link", tmp_path)):
        with pytest.raises(Refused, match="can be written by others"):
            Starter(folder, OWN.pw_name).listen()


def test_its_place_is_made_the_same_under_any_mask(tmp_path: Path) -> None:
    for mask in (0o000, 0o077):
        before = os.umask(mask)
        try:
            Starter(tmp_path / f"{mask}" / "pools", OWN.pw_name).listen().close()
        finally:
            os.umask(before)
        for folder in (tmp_path / f"{mask}", tmp_path / f"{mask}" / "pools"):
            assert stat.S_IMODE(folder.stat().st_mode) == 0o755


def test_without_a_starter_the_sentence_says_so(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(account_pools.PLACE, str(tmp_path))
    with pytest.raises(UnavailableError, match="the starter of the Hub does not answer"):
        account_pools.start(account_pools.address_of("ada"))


def linked(place: Path, target: Path) -> Path:
    """A link."""
    place.symlink_to(target)
    return place


def answering(folder: Path, monkeypatch: pytest.MonkeyPatch) -> socket.socket:
    """A starter for ourselves, in a thread."""

    monkeypatch.setenv(account_pools.PLACE, str(folder))
    starter = Starter(folder, OWN.pw_name)
    asked = starter.listen()

    def serve() -> None:
        with suppress(OSError):  # closed, and nobody had asked
            line, _ = asked.accept()
            starter.answer(line)

    threading.Thread(target=serve, daemon=True).start()
    return asked
