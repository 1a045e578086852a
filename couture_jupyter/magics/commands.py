"""What ``%dag`` can do: one function a word. Each takes the words after its own."""

from __future__ import annotations

from argparse import Namespace
from collections.abc import Callable
from typing import Any

from IPython.core.error import UsageError

from couture_jupyter.airflow_compat import airflow_names
from couture_jupyter.client import part
from couture_jupyter.local_run import prepared
from couture_jupyter.magics import pictures, watching
from couture_jupyter.magics.arguments import Parser, json_object, values
from couture_jupyter.magics.graph_layout import Node
from couture_jupyter.magics.saving import save as save_file
from couture_jupyter.magics.server_secrets import ServerSecrets
from couture_jupyter.magics.workbench import Workbench, nodes_of, nodes_of_wiring
from couture_jupyter.states import DagRunState

Command = Callable[[Workbench, str], None]
COMMANDS: dict[str, Command] = {}


def command(function: Command) -> Command:
    """Enter a function under its own name, without the underscore that keeps it from hiding a name of Python."""
    COMMANDS[function.__name__.rstrip("_")] = function
    return function


def _parser(word: str, dag: bool = True) -> Parser:
    parser = Parser(f"%dag {word}")
    if dag:
        parser.add_argument("dag_id", nargs="?")
    return parser


@command
def list_(bench: Workbench, line: str) -> None:
    """The DAGs of the workspace: %dag list [text]"""
    parser = _parser("list", dag=False)
    parser.add_argument("search", nargs="?", default="")
    found = bench.client.get("dagSummaries", search=parser.read(line).search, limit=200)
    rows = [
        [
            each["dag_id"],
            "paused" if each["is_paused"] else "on",
            each["schedule"],
            each["next_run_after"],
            _marks(each),
        ]
        for each in found["dags"]
    ]
    more = len(rows) < found["total_entries"]
    caption = f"The first {len(rows)} of {found['total_entries']}: %dag list TEXT finds the others." if more else ""
    pictures.show(pictures.table(["DAG", "Is", "Schedule", "Next run", "Newest runs"], rows, "No DAGs.", caption))


def _marks(summary: dict[str, Any]) -> str:
    return " ".join(pictures.said(each["state"]).split()[0] for each in summary["recent_runs"])


@command
def show(bench: Workbench, line: str) -> None:
    """A DAG with its graph: %dag show [DAG_ID]"""
    dag_id = bench.chosen(_parser("show").read(line).dag_id)
    if not bench.is_here(dag_id):
        found = bench.client.get(f"dags/{part(dag_id)}/details")
        names = ("dag_id", "description", "is_paused", "timetable_summary", "timezone", "next_dagrun_run_after")
        pictures.show(
            pictures.record({name.replace("_", " "): found.get(name) for name in (*names, "owners", "fileloc")})
        )
    graph(bench, dag_id)


@command
def graph(bench: Workbench, line: str) -> None:
    """The graph of a DAG, or of one of its runs with states: %dag graph [DAG_ID] [RUN_ID]"""
    parser = _parser("graph")
    parser.add_argument("run_id", nargs="?")
    given = parser.read(line)
    dag_id = bench.chosen(given.dag_id)
    if given.run_id:
        watching.show_once(bench.client, dag_id, given.run_id)
    elif dag_id in bench.notebook_dags:
        draw_notebook_dag(bench, dag_id)
    elif dag_id in bench.cell_dags:
        pictures.show(pictures.graph(dag_id, nodes_of(bench.cell_dags[dag_id].dag)))
    else:
        tasks = bench.client.get(f"dags/{part(dag_id)}/tasks")["tasks"]
        nodes = [Node(each["task_id"], tuple(each["downstream_task_ids"]), each["operator_name"]) for each in tasks]
        pictures.show(pictures.graph(dag_id, nodes))


def draw_notebook_dag(bench: Workbench, dag_id: str) -> None:
    """The graph of the notebook's tasks, and what will not work."""
    wiring = bench.wire(dag_id)
    pictures.show(pictures.graph(dag_id, nodes_of_wiring(wiring)))
    if wiring.params:
        pictures.say(
            "Parameters of the DAG: " + ", ".join(f"{name} = {value!r}" for name, value in wiring.params.items())
        )
    for warning in wiring.warnings:
        pictures.say(f"Warning: {warning}")


def _run_parser(word: str) -> Parser:
    parser = _parser(word)
    parser.add_argument("parameters", nargs="*", metavar="name=value")
    parser.add_argument("-c", "--conf", type=json_object, default={})
    return parser


def _read_run(word: str, bench: Workbench, line: str) -> tuple[Namespace, dict[str, Any]]:
    """The arguments, and the conf; the DAG's id may be left out before name=value."""
    parser = _run_parser(word)
    given = parser.read(line)
    if given.dag_id and "=" in given.dag_id:
        given.parameters, given.dag_id = [given.dag_id, *given.parameters], None
    given.dag_id = bench.chosen(given.dag_id)
    return given, {**given.conf, **values(given.parameters, parser)}


@command
def trigger(bench: Workbench, line: str) -> None:
    """Start a run: %dag trigger [DAG_ID] [name=value …] [--conf JSON]"""
    run_id = _start(bench, "trigger", line)[1]
    pictures.say(f"Started {run_id}. Look on with: %dag watch")


@command
def run(bench: Workbench, line: str) -> None:
    """Start a run and watch it: %dag run [DAG_ID] [name=value …] [--conf JSON]"""
    watching.watch(bench.client, *_start(bench, "run", line), bench.shell)


def _start(bench: Workbench, word: str, line: str) -> tuple[str, str]:
    given, conf = _read_run(word, bench, line)
    dag_id = given.dag_id
    kind = bench.client.get("dagSummaries", search=dag_id, limit=200)["dags"]
    is_notebook = any(each["dag_id"] == dag_id and each["kind"] == "notebook_schedule" for each in kind)
    body = {"logical_date": None, ("parameters" if is_notebook else "conf"): conf}
    if bench.is_here(dag_id) and not any(each["dag_id"] == dag_id for each in kind):
        told = f"{dag_id} is in this notebook, and the engine has not read it yet."
        raise UsageError(f"{told} First: %dag save {dag_id}. Or try it here: %dag test {dag_id}")
    found = bench.client.post(f"dags/{part(dag_id)}/dagRuns", body)
    bench.current = dag_id
    return dag_id, str(found["dag_run_id"])


@command
def watch(bench: Workbench, line: str) -> None:
    """Look on while a run goes on: %dag watch [DAG_ID] [RUN_ID] (the newest run if none is named)"""
    parser = _parser("watch")
    parser.add_argument("run_id", nargs="?")
    given = parser.read(line)
    dag_id = bench.chosen(given.dag_id)
    watching.watch(bench.client, dag_id, given.run_id or _newest_run(bench, dag_id), bench.shell)


def _newest_run(bench: Workbench, dag_id: str) -> str:
    found = bench.client.get(f"dags/{part(dag_id)}/dagRuns", limit=1, order_by="-start_date")["dag_runs"]
    if not found:
        raise UsageError(f"{dag_id} has no runs yet. Start one with: %dag run {dag_id}")
    return str(found[0]["dag_run_id"])


@command
def test(bench: Workbench, line: str) -> None:
    """Run a DAG here, in this kernel, without the engine: %dag test [DAG_ID] [name=value …] [--conf JSON]"""
    given, conf = _read_run("test", bench, line)
    ended = prepared(bench.load(given.dag_id), run_conf=conf, secrets=ServerSecrets(bench.client))
    with airflow_names():
        ended.run()
    nodes = [Node(each.task_id, each.downstream, state=_state(ended, each.task_id)) for each in nodes_of(ended.dag)]
    pictures.show(pictures.graph(f"{given.dag_id}: {pictures.said(str(ended.state.value))}", nodes))
    if ended.state is not DagRunState.SUCCESS:
        errors = [
            f"{each.name}: {type(each.error).__name__}: {each.error}"
            for each in ended.task_instances
            if each.error is not None
        ]
        raise UsageError("\n".join([f"The run of {given.dag_id} failed.", *errors]))


def _state(ended: Any, task_id: str) -> str:
    states = [str(each.state.value) for each in ended.task_instances if each.task_id == task_id and each.state]
    return next((each for each in states if each == "failed"), states[0] if states else "")


@command
def pause(bench: Workbench, line: str) -> None:
    """Switch a DAG off: %dag pause [DAG_ID]"""
    _switch(bench, _parser("pause").read(line).dag_id, paused=True)


@command
def unpause(bench: Workbench, line: str) -> None:
    """Switch a DAG on: %dag unpause [DAG_ID]"""
    _switch(bench, _parser("unpause").read(line).dag_id, paused=False)


def _switch(bench: Workbench, dag_id: str | None, *, paused: bool) -> None:
    name = bench.chosen(dag_id)
    bench.client.patch(f"dags/{part(name)}", {"is_paused": paused})
    pictures.say(f"{name} is {'paused' if paused else 'on'}.")


@command
def runs(bench: Workbench, line: str) -> None:
    """The newest runs of a DAG: %dag runs [DAG_ID] [--limit N]"""
    parser = _parser("runs")
    parser.add_argument("--limit", type=int, default=20)
    given = parser.read(line)
    dag_id = bench.chosen(given.dag_id)
    found = bench.client.get(f"dags/{part(dag_id)}/dagRuns", limit=given.limit, order_by="-start_date")["dag_runs"]
    rows = [
        [
            each["dag_run_id"],
            pictures.said(each["state"]),
            each["start_date"],
            "" if each["duration"] is None else f"{each['duration']:.1f} s",
            each["triggering_user_name"] or each["run_type"],
        ]
        for each in found
    ]
    pictures.show(pictures.table(["Run", "State", "Started", "Took", "Started by"], rows, f"{dag_id} has no runs yet."))


@command
def logs(bench: Workbench, line: str) -> None:
    """The log of a task: %dag logs [DAG_ID] [RUN_ID] [TASK_ID] [--try N] [--map-index N]"""
    parser = _parser("logs")
    parser.add_argument("run_id", nargs="?")
    parser.add_argument("task_id", nargs="?")
    parser.add_argument("--try", dest="number", type=int)
    parser.add_argument("--map-index", type=int, default=-1)
    given = parser.read(line)
    dag_id = bench.chosen(given.dag_id)
    run_id = given.run_id or _newest_run(bench, dag_id)
    path = f"dags/{part(dag_id)}/dagRuns/{part(run_id)}/taskInstances"
    task = _task_with_log(bench.client.get(path, limit=1000)["task_instances"], given.task_id, given.map_index)
    where = f"{path}/{part(task['task_id'])}/logs/{given.number or task['try_number']}"
    window = bench.client.get(where, map_index=task["map_index"], offset=0)
    pictures.say(f"{run_id} · {task['task_id']} · try {given.number or task['try_number']}")
    while window["content"]:
        pictures.say(window["content"].removesuffix("\n"))
        window = bench.client.get(where, map_index=task["map_index"], offset=window["next_offset"])


def _task_with_log(tasks: list[dict[str, Any]], task_id: str | None, map_index: int) -> dict[str, Any]:
    """The named task, else the first that failed, else the last that has begun."""
    begun = [each for each in tasks if each["try_number"]]
    if task_id is not None:
        begun = [each for each in begun if each["task_id"] == task_id and map_index in (-1, each["map_index"])]
    failed = [each for each in begun if each["state"] == "failed"]
    if not begun:
        raise UsageError(
            f"{task_id or 'No task of this run'} has {'not ' if task_id else ''}begun, so there is no log."
        )
    return failed[0] if failed else begun[-1]


@command
def code(bench: Workbench, line: str) -> None:
    """The file of a DAG: %dag code [DAG_ID]"""
    pictures.show(pictures.source(bench.source_of(bench.chosen(_parser("code").read(line).dag_id))))


@command
def drop(bench: Workbench, line: str) -> None:
    """Forget a task that a %%task cell made: %dag drop TASK_ID"""
    parser = _parser("drop", dag=False)
    parser.add_argument("task_id")
    notebook = bench.notebook_dag(None)
    notebook.drop(parser.read(line).task_id)
    draw_notebook_dag(bench, notebook.dag_id)


@command
def save(bench: Workbench, line: str) -> None:
    """Save a DAG of this notebook into the workspace: %dag save [DAG_ID] [--schedule CRON] [--overwrite]"""
    parser = _parser("save")
    parser.add_argument("--schedule")
    parser.add_argument("--overwrite", action="store_true")
    given = parser.read(line)
    save_dag(bench, bench.chosen(given.dag_id), given.schedule, overwrite=given.overwrite)


def save_dag(bench: Workbench, dag_id: str, schedule: str | None, *, overwrite: bool) -> None:
    """Save, and say what became of it."""
    if not bench.is_here(dag_id):
        raise UsageError(f"This notebook makes no DAG {dag_id}. Make one with %%dag or %%task.")
    text = bench.source_of(dag_id, schedule)
    pictures.say(save_file(bench.client, dag_id, text, overwrite=overwrite, ask=input))
    bench.current = dag_id
