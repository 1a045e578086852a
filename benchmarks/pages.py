"""The pages in Chromium, in a real JupyterLab with a crowded workspace, beside an empty page of JupyterLab: how long
they take to be drawn, what scrolling costs, and one change of a state while they are open."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median
from typing import TYPE_CHECKING
from urllib.parse import quote

from benchmarks import crowd
from benchmarks.browsing import Desk, Work, chromium
from benchmarks.engine_room import EngineRoom
from benchmarks.live import Lab, running_lab
from benchmarks.table import Row

if TYPE_CHECKING:
    from playwright.sync_api import Browser

TIMES = 3
SCROLLED = 60, 100  # steps of the wheel, pixels each
TASK = f"t{crowd.LAYERS - 1}_1"


@dataclass(frozen=True)
class PageOf:
    """A page, the command that its deep link gives, and how to know that it is drawn."""

    name: str
    command: str
    args: dict[str, str]
    drawn: str
    goal: float
    move: Callable[[Desk], None]


def _scrolling(selector: str) -> Callable[[Desk], None]:
    return lambda desk: desk.scroll(selector, *SCROLLED)


def _there(selector: str, count: int) -> str:
    return f"document.querySelectorAll('{selector}').length >= {count}"


PAGES = (
    PageOf(
        f"graph of {crowd.TASKS:,} tasks",
        "couture:open-dag",
        {"dagId": "thousand", "view": "graph"},
        _there(".couture-Graph [data-node]", crowd.TASKS),
        1.0,
        lambda desk: desk.pan(".couture-Graph-screen", SCROLLED[0]),
    ),
    PageOf(
        f"grid of {crowd.TASKS:,} tasks in {crowd.GRID_RUNS} runs",
        "couture:open-dag",
        {"dagId": "thousand", "view": "grid"},
        _there(".couture-Grid-cell .couture-StateMark", 10 * crowd.GRID_RUNS),
        1.0,
        _scrolling(".couture-Grid"),
    ),
    PageOf(
        f"list of {crowd.DAGS:,} DAGs",
        "couture:open-dags",
        {},
        _there(".couture-ListPage .couture-DagRow", 10),
        0.5,
        _scrolling(".couture-ListPage .couture-ListTable"),
    ),
    PageOf(
        f"list of {crowd.RUNS:,} runs",
        "couture:open-runs",
        {},
        _there(".couture-RunHistory .couture-ListRow[data-index]", 10),
        0.5,
        _scrolling(".couture-RunHistory .couture-ListTable"),
    ),
)


@dataclass
class Taken:
    """What was measured of a page, several times."""

    empty: list[float] = field(default_factory=list)
    drawn: list[float] = field(default_factory=list)
    start: list[Work] = field(default_factory=list)
    moved: list[Work] = field(default_factory=list)
    changed: list[Work] = field(default_factory=list)


def measure(room: EngineRoom) -> list[Row]:
    """Each page several times, each time in a new window; nothing without Chromium."""
    taken = {page.name: Taken() for page in PAGES}
    with chromium() as browser, running_lab() as lab, running_lab(is_ours=False) as plain:
        starts = _starts(browser, lab, plain)
        crowd.fill(lab)
        state = _State(lab)
        for number in range(TIMES):
            for page in PAGES:
                desk = Desk(browser, lab, f"bench{number}")
                _look(desk, page, taken[page.name], state)
                desk.close()
    return starts + [row for page in PAGES for row in _rows(page, taken[page.name])]


def _starts(browser: Browser, ours: Lab, plain: Lab) -> list[Row]:
    """What our pages add to the start of JupyterLab; the first of each is not counted, for the server reads files."""
    desks: dict[Lab, list[tuple[float, float]]] = {ours: [], plain: []}
    for number in range(TIMES + 1):
        for lab, found in desks.items():
            desk = Desk(browser, lab, f"start{number}")
            found.append((desk.empty, desk.at_start.busy))
            desk.close()
    mine, others = ([median(values) for values in zip(*found[1:], strict=True)] for found in desks.values())
    return [
        Row("an empty page of JupyterLab", mine[0], "s", others[0], "without our pages"),
        Row("an empty page of JupyterLab: work of its main thread", mine[1], "s", others[1], "without our pages"),
    ]


def _look(desk: Desk, page: PageOf, taken: Taken, state: _State) -> None:
    taken.empty.append(desk.empty)
    taken.start.append(desk.at_start)
    taken.drawn.append(desk.open(page.command, page.args, page.drawn))
    taken.moved.append(desk.work_of(lambda: page.move(desk)))
    taken.changed.append(desk.work_of(state.change))


def _rows(page: PageOf, taken: Taken) -> list[Row]:
    empty, start = median(taken.empty), median(work.busy for work in taken.start)
    stuck = median(work.long for work in taken.start)
    moved, changed = median(work.busy for work in taken.moved), median(work.busy for work in taken.changed)
    long = median(work.long for work in taken.moved)
    return [
        Row(f"{page.name}: open → drawn", median(taken.drawn), "s", empty, "empty page", page.goal),
        Row(f"{page.name}: moved, work of its main thread", moved, "s", start, "empty page"),
        Row(f"{page.name}: moved, what tasks take beyond 50 ms", long, "s", stuck, "empty page"),
        Row(f"{page.name}: a state changes, work of its main thread", changed, "s", start, "empty page"),
    ]


class _State:
    """A task of the newest run, to and fro."""

    def __init__(self, lab: Lab) -> None:
        self._lab = lab
        runs = lab.ask("GET", "dags/thousand/dagRuns?limit=1&order_by=-run_after")["dag_runs"]
        self._path = f"dags/thousand/dagRuns/{quote(runs[0]['dag_run_id'])}/taskInstances/{TASK}"
        self._is_failed = False

    def change(self) -> None:
        self._is_failed = not self._is_failed
        self._lab.ask("PATCH", self._path, {"new_state": "failed" if self._is_failed else "success"})
