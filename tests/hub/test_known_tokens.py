"""Who a token belongs to is asked once for all who want to know it, at a server that answers as a Hub does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

import pytest
from couture_hub.known_tokens import ProvidentHubOAuth
from tornado import web
from tornado.httpserver import HTTPServer
from tornado.testing import bind_unused_port

AT_ONCE = 20


@dataclass
class Counter:
    """A Hub that counts what it is asked, and answers when it may."""

    asked: list[str] = field(default_factory=list)
    status: int = 200
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)
    was_asked: asyncio.Event = field(default_factory=asyncio.Event)


class UserHandler(web.RequestHandler):
    """``GET /hub/api/user``: the user is called as the token, with the number of the question."""

    async def get(self) -> None:
        """Answer."""
        hub: Counter = self.settings["hub"]
        hub.asked.append(self.request.headers["Authorization"].removeprefix("token "))
        told = {"name": f"{hub.asked[-1]} {len(hub.asked)}"}
        hub.was_asked.set()
        await hub.may_answer.wait()
        self.set_status(hub.status)
        self.finish(told)


@asynccontextmanager
async def counting_hub(cache_max_age: int) -> AsyncIterator[tuple[Counter, ProvidentHubOAuth]]:
    """Such a Hub, and one that asks it. With ``cache_max_age`` 0 each answer is in its second half, and never ends."""
    hub = Counter()
    server = HTTPServer(web.Application([("/hub/api/user", UserHandler)], hub=hub))
    listening, port = bind_unused_port()
    server.add_socket(listening)
    url = f"http://127.0.0.1:{port}/hub/api"
    try:
        yield hub, ProvidentHubOAuth(api_url=url, api_token="of the service", cache_max_age=cache_max_age)
    finally:
        server.stop()
        await server.close_all_connections()


async def name_of(auth: ProvidentHubOAuth, token: str) -> str:
    """The name of a token's user."""
    user = await auth.user_for_token(token, sync=False)
    return str(user["name"])


def test_all_who_want_to_know_the_same_ask_once() -> None:
    async def at_once() -> tuple[list[str], list[str]]:
        async with counting_hub(300) as (hub, auth):
            everybody = asyncio.gather(*(name_of(auth, token) for token in ("ada", "bob") * AT_ONCE))
            await hub.was_asked.wait()
            hub.may_answer.set()
            names = await everybody
            return sorted({*names, await name_of(auth, "ada")}), hub.asked

    names, asked = asyncio.run(at_once())
    assert sorted(asked) == ["ada", "bob"]
    assert [name.split()[0] for name in names] == ["ada", "bob"]


def test_nobody_waits_for_a_second_answer() -> None:
    async def twice() -> list[str]:
        async with counting_hub(0) as (hub, auth):
            hub.may_answer.set()
            told = [await name_of(auth, "ada")]
            hub.may_answer.clear()
            hub.was_asked.clear()
            told.append(await name_of(auth, "ada"))
            await hub.was_asked.wait()
            hub.may_answer.set()
            while told[-1] == told[0]:
                told += await asyncio.gather(name_of(auth, "ada"))  # a task, so that the answer can come in
            return told

    told = asyncio.run(asyncio.wait_for(twice(), 120))
    assert told[:2] == ["ada 1", "ada 1"]
    assert told[-1] == "ada 2"


def test_a_hub_that_cannot_answer_is_asked_again() -> None:
    async def in_vain() -> list[str]:
        async with counting_hub(300) as (hub, auth):
            hub.may_answer.set()
            hub.status = 500
            with pytest.raises(web.HTTPError):
                await name_of(auth, "ada")
            hub.status = 200
            await name_of(auth, "ada")
            return hub.asked

    assert asyncio.run(in_vain()) == ["ada", "ada"]


def test_a_token_of_nobody_is_nobodys() -> None:
    async def refused() -> object:
        async with counting_hub(300) as (hub, auth):
            hub.may_answer.set()
            hub.status = 403
            return await auth.user_for_token("strange", sync=False)

    assert asyncio.run(refused()) is None
