"""Servers run as people's users of the system, never as those of the system itself."""

from __future__ import annotations

import asyncio
import os
import pwd
from pathlib import Path
from types import SimpleNamespace

import pytest
from couture_hub.spawner import AccountSpawner, NoServerError
from couture_hub.system_accounts import FIRST_UID, NoAccountError, make_person, require_person, useradd

OF_THE_SYSTEM = [each.pw_name for each in pwd.getpwall() if each.pw_uid < FIRST_UID]


@pytest.mark.parametrize("name", ["root", "daemon"])
def test_an_account_with_the_name_of_a_user_of_the_system_gets_no_server(name: str, tmp_path: Path) -> None:
    assert name in OF_THE_SYSTEM
    make_person(name, tmp_path, "couture")  # it is there, so nothing is made
    with pytest.raises(NoAccountError, match="Choose another name"):
        require_person(name, "couture")


def test_who_is_no_user_of_the_system_is_told_how_to_become_one() -> None:
    with pytest.raises(NoAccountError, match="useradd --create-home --groups couture nobody-of-this-name"):
        require_person("nobody-of-this-name", "couture")


def test_jupyterhub_shows_why_somebody_gets_no_server() -> None:
    spawner = AccountSpawner(user=SimpleNamespace(name="nobody-of-this-name"), group="couture")
    with pytest.raises(NoServerError) as told:
        asyncio.run(spawner.start())
    assert "useradd --create-home --groups couture nobody-of-this-name" in told.value.jupyterhub_message


@pytest.mark.parametrize("name", ["", "-u0", "Ada", "ada@example.org", "a b", "a:b", "ada\n", "a" * 33])
def test_a_name_that_no_user_of_the_system_can_have_is_told(name: str, tmp_path: Path) -> None:
    with pytest.raises(NoAccountError, match="small letters"):
        useradd(name, tmp_path, "couture")


def test_a_home_gives_its_owner_its_number_and_nobody_else(tmp_path: Path) -> None:
    new = useradd("ada", tmp_path, "couture")
    assert (new[-1], "--create-home" in new, "HOME_MODE=0700" in new) == ("ada", True, True)
    (tmp_path / "eve").mkdir()
    own = (tmp_path / "eve").stat().st_uid
    if own < FIRST_UID:
        with pytest.raises(NoAccountError, match="belongs to a user of the system itself"):
            useradd("eve", tmp_path, "couture")
        own = int(new[2])  # the number that ada would get
        os.chown(tmp_path / "eve", own, own)
    assert useradd("eve", tmp_path, "couture")[:3] == ["useradd", "--uid", str(own)]
    assert "--no-create-home" in useradd("eve", tmp_path, "couture")
    assert useradd("ada", tmp_path, "couture")[2] != str(own)
