"""Which DAGs use a variable or a connection, found by reading."""

from __future__ import annotations

from collections.abc import Callable

from couture_scheduler.access import Role
from couture_scheduler.actions import connections, schedules, secret_uses, variables
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.schedule_form import NotebookScheduleForm, When
from couture_scheduler.store import dags as stored

from couture_jupyter.connections import Connection
from couture_jupyter.serialization import DagSpec, TaskSpec

SOURCE = '''\
"""warehouse and region are only words here."""
region = Variable.get("region", default_var=None)
DEFAULTS = {"mysql_conn_id": "warehouse", "region": "region"}
hook = BaseHook.get_connection("warehouse")
load = SqlOperator(
    sql="SELECT {{ var.value.region }}",
    conn_id="warehouse",
)
other = Variable.get("region_of_the_moon")
many = Sensor(conn_ids=["lake", "warehouse"], note="{{ conn.warehouse.host }}")
'''


def register(ctx: ActionContext, dag_id: str, source: str, *tasks: TaskSpec) -> None:
    spec = DagSpec(dag_id, {"kind": "none"}, tasks or (TaskSpec("t", "EmptyOperator"),))
    with ctx.store.transaction() as tx:
        stored.register(tx, spec, source=source, kind=stored.FILE, file=f"{dag_id}.py", commit=None, now=ctx.clock())


def test_the_lines_that_name_it_are_told(ctx: ActionContext) -> None:
    register(ctx, "shop", SOURCE)
    (variable,) = secret_uses.of_variable(ctx, "region")
    assert (variable.dag_id, variable.file, variable.lines) == ("shop", "shop.py", (2, 6))
    (connection,) = secret_uses.of_connection(ctx, "warehouse")
    assert connection.lines == (3, 4, 7, 10)
    assert secret_uses.of_connection(ctx, "region") == []
    assert secret_uses.of_variable(ctx, "warehouse") == []


def test_the_tasks_whose_arguments_name_it_are_told(ctx: ActionContext) -> None:
    arguments = {"postgres_conn_id": "db", "sql": ["{{ var.json.get('rows', 1) }}"], "name": "db"}
    tasks = TaskSpec("load", "SqlOperator", arguments=arguments), TaskSpec("db", "EmptyOperator", arguments={"x": "db"})
    register(ctx, "shop", "", *tasks)
    assert [each.tasks for each in secret_uses.of_connection(ctx, "db")] == [("load",)]
    assert [each.tasks for each in secret_uses.of_variable(ctx, "rows")] == [("load",)]


def test_a_name_is_no_pattern_and_no_part_of_a_longer_one(ctx: ActionContext) -> None:
    register(ctx, "shop", 'Variable.get("rows%")\nx = "{{ var.value.rowsx }} {{ conn.db_2 }}"\n')
    assert secret_uses.of_variable(ctx, "rows") == []
    assert secret_uses.of_connection(ctx, "db") == []
    assert [each.lines for each in secret_uses.of_variable(ctx, "rows%")] == [(1,)]


def test_a_schedule_that_gives_a_secret_uses_it(ctx: ActionContext, notebook: str) -> None:
    connections.create(ctx, Connection("db", "postgres", password="s3cret"))
    variables.create(ctx, "api_token", "s3cret")
    secrets = {"DB": "connection:db.password", "TOKEN": "variable:api_token"}
    schedules.create(ctx, NotebookScheduleForm("sales", notebook, When("manual"), secrets=secrets))
    (use,) = secret_uses.of_connection(ctx, "db")
    assert (use.tasks, use.lines) == (("notebook",), ())
    assert len(secret_uses.of_variable(ctx, "api_token")) == 1
    assert secret_uses.of_variable(ctx, "api") == []


def test_what_a_file_no_longer_makes_is_not_told(ctx_of: Callable[[Role], ActionContext]) -> None:
    ctx = ctx_of(Role.OP)
    register(ctx, "shop", SOURCE)
    register(ctx, "shop", "nothing = 1\n")
    assert secret_uses.of_variable(ctx, "region") == []
