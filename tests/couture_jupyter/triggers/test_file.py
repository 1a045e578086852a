"""Triggers that take a file away when it is there."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from couture_jupyter.triggers import BaseTrigger
from couture_jupyter.triggers.file import DirectoryFileDeleteTrigger, FileDeleteTrigger


async def first_payload(trigger: BaseTrigger) -> object:
    """What the trigger fires with."""
    async for event in trigger.run():
        return event.payload
    return None


@pytest.mark.parametrize("in_directory", [True, False])
def test_the_file_is_gone_when_the_trigger_has_fired(tmp_path: Path, in_directory: bool) -> None:
    """Also when it comes only later."""
    flag = tmp_path / "us.flag"
    made: BaseTrigger = FileDeleteTrigger(str(flag), poke_interval=0.01)
    if in_directory:
        made = DirectoryFileDeleteTrigger(directory=str(tmp_path), filename="us.flag", poke_interval=0.01)

    async def later() -> object:
        waiting = asyncio.create_task(first_payload(made))
        asyncio.get_running_loop().call_soon(flag.touch)
        return await asyncio.wait_for(waiting, 60)

    assert asyncio.run(later()) == ({"filepath": str(flag)} if in_directory else True)
    assert not flag.exists()


def test_a_directory_that_is_a_file_is_an_error(tmp_path: Path) -> None:
    """It would never hold the file."""
    (tmp_path / "inbox").touch()
    trigger = DirectoryFileDeleteTrigger(directory=str(tmp_path / "inbox"), filename="a")
    with pytest.raises(NotADirectoryError):
        asyncio.run(first_payload(trigger))
