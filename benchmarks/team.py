"""A team at work: 200 people who look at pages, each with a WebSocket of changes, and 50 who start a run at once.

The server, the engine and those people share this machine's processors. Each opens a page, which asks for what it shows
all at once, reads for some seconds, and opens the next one.
"""

from __future__ import annotations

import asyncio
import json
import random
import time
from collections.abc import Awaitable, Sequence
from dataclasses import dataclass, field
from itertools import cycle
from statistics import median
from typing import Any

from tornado.httpclient import AsyncHTTPClient, HTTPClientError, HTTPRequest
from tornado.websocket import websocket_connect

from benchmarks import crowd
from benchmarks.engine_room import EngineRoom
from benchmarks.hub import running_hub
from benchmarks.live import running_lab
from benchmarks.table import Row, percentile

PEOPLE, STARTERS = 200, 50
WEIGHTS = (6, 6, 5, 2, 1)  # how often the pages are opened
READS_FOR = (5.0, 15.0)  # seconds that somebody looks at a page
ALONE, TOGETHER = 20, 60.0  # pages of one person alone; seconds of all
SLOW = 0.5
DEADLINE = 300.0
STARTED = """
from couture_jupyter import DAG, PythonOperator

with DAG("started", schedule=None, is_paused_upon_creation=False, max_active_runs=100):
    PythonOperator(task_id="only", python_callable=print)
"""


@dataclass
class Seen:
    """How long each answer took, in seconds, and what went wrong."""

    seconds: list[float] = field(default_factory=list)
    errors: list[str] = field(default_factory=list)


def measure(room: EngineRoom) -> list[Row]:
    """One person alone, then all of them, at one server and as one user."""
    with running_lab() as lab:
        (crowd.fill(lab) / "started.py").write_text(STARTED, encoding="utf-8")
        return asyncio.run(_Team(lab.url, [lab.token], "").rows())


def measure_hub(room: EngineRoom) -> list[Row]:
    """The same through JupyterHub's proxy at the Hub's service, each person with a token and a name of their own."""
    with running_hub(PEOPLE) as hub:
        dags_folder = hub.workspace / "dags"
        crowd.write_files(dags_folder)
        crowd.add_runs(hub.home / "couture.db")
        (dags_folder / "started.py").write_text(STARTED, encoding="utf-8")
        return asyncio.run(_Team(hub.url, hub.tokens, " through a Hub").rows())


class _Team:
    """Asks the server at ``url``; the tokens are taken in turn."""

    def __init__(self, url: str, tokens: Sequence[str], where: str) -> None:
        self._url = url
        self._where = where
        self._tokens = cycle(tokens)
        self._http = AsyncHTTPClient(max_clients=1000)
        self._chance = random.Random(6)
        self._told = 0

    async def rows(self) -> list[Row]:
        alone, all_of_them = Seen(), Seen()
        await self._until_started_is_read()
        for _ in range(ALONE):
            await self._open_page(alone)
        sockets = [await self._listen() for _ in range(PEOPLE)]
        until = time.monotonic() + TOGETHER
        people = [self._person(all_of_them, until) for _ in range(PEOPLE)]
        *_, lost = await asyncio.gather(*people, self._start_runs(all_of_them))
        for socket in sockets:
            socket.cancel()
        for error in dict.fromkeys(all_of_them.errors):
            print(f"went wrong: {error}")
        beside, team = "one person alone", f"{PEOPLE} people{self._where}"
        slowest, middle = percentile(all_of_them.seconds, 95), median(all_of_them.seconds)
        return [
            Row(f"{team}: reads, 95th percentile", slowest, "s", percentile(alone.seconds, 95), beside, SLOW),
            Row(f"{team}: reads, median", middle, "s", median(alone.seconds), beside),
            Row(f"{team}: reads", len(all_of_them.seconds), ""),
            Row(f"{team}: errors", len(all_of_them.errors), "", goal=0),
            Row(f"{STARTERS} of them start a run at once: runs that did not succeed", lost, "", goal=0),
            Row("changes that their WebSockets were told", self._told, ""),
        ]

    async def _until_started_is_read(self) -> None:
        until = time.monotonic() + DEADLINE
        while not (await self._ask("dags?dag_id_pattern=started"))["dags"]:
            if time.monotonic() > until:
                raise RuntimeError("The DAG was not read")
            await asyncio.sleep(0.5)

    async def _person(self, seen: Seen, until: float) -> None:
        await asyncio.sleep(self._chance.uniform(0, READS_FOR[1]))
        while time.monotonic() < until:
            await self._open_page(seen)
            await asyncio.sleep(self._chance.uniform(*READS_FOR))

    async def _open_page(self, seen: Seen) -> None:
        await asyncio.gather(*(self._read(path, seen) for path in self._chance.choices(self._pages(), WEIGHTS)[0]))

    def _pages(self) -> list[tuple[str, ...]]:
        """What pages ask for when they are opened: the lists of DAGs and of runs, a DAG, tasks, the grid of 1,000."""
        dag = f"dags/load_{self._chance.randrange(crowd.DAGS):04}"
        return [
            ("dagSummaries?limit=50", "dagTags", "importErrors?limit=1"),
            ("dags/~/dagRuns?limit=50&order_by=-start_date", "dagRunCounts"),
            (f"{dag}/details", f"{dag}/grid", f"{dag}/structure", f"{dag}/nextRuns"),
            (f"{dag}/dagRuns?limit=1", f"{dag}/dagRuns/~/taskInstances?limit=50"),
            ("dags/thousand/details", "dags/thousand/grid?limit=25"),
        ]

    async def _start_runs(self, seen: Seen) -> int:
        """How many of the runs that were started at once did not succeed."""
        await asyncio.sleep(TOGETHER / 3)
        runs = "dags/started/dagRuns"
        begun = await asyncio.gather(*(self._try(self._start(), seen) for _ in range(STARTERS)))
        ids = [run["dag_run_id"] for run in begun if run is not None]
        until = time.monotonic() + DEADLINE
        states: list[str] = []
        while time.monotonic() < until:
            found = {run["dag_run_id"]: run["state"] for run in (await self._ask(f"{runs}?limit=100"))["dag_runs"]}
            states = [found[run_id] for run_id in ids]
            if all(state in ("success", "failed") for state in states):
                break
            await asyncio.sleep(1)
        return STARTERS - states.count("success")

    def _start(self) -> Awaitable[dict[str, Any]]:
        return self._ask("dags/started/dagRuns", "POST", {"logical_date": None})

    async def _read(self, path: str, seen: Seen) -> None:
        began = time.monotonic()
        if await self._try(self._ask(path), seen) is not None:
            seen.seconds.append(time.monotonic() - began)

    async def _try(self, asked: Awaitable[dict[str, Any]], seen: Seen) -> dict[str, Any] | None:
        try:
            return await asked
        except (HTTPClientError, OSError) as error:
            seen.errors.append(str(error))
            return None

    async def _ask(self, path: str, method: str = "GET", body: object = None) -> dict[str, Any]:
        sent = None if body is None else json.dumps(body)
        request = HTTPRequest(
            f"{self._url}couture/api/v2/{path}", method, self._headers(), sent, request_timeout=DEADLINE
        )
        answer: dict[str, Any] = json.loads((await self._http.fetch(request)).body)
        return answer

    async def _listen(self) -> asyncio.Task[None]:
        url = f"{self._url}couture/api/v2/changes".replace("http", "ws", 1)
        socket = await websocket_connect(HTTPRequest(url, headers=self._headers()))

        async def hear() -> None:
            while await socket.read_message() is not None:
                self._told += 1

        return asyncio.create_task(hear())

    def _headers(self) -> dict[str, str]:
        return {"Authorization": f"token {next(self._tokens)}"}
