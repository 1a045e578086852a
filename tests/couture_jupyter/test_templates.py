"""Templates and the context they see."""

import pytest

from couture_jupyter import DAG, BaseOperator, PythonOperator
from couture_jupyter.exceptions import TaskError


class Show(BaseOperator):
    """Returns its field as it was rendered."""

    template_fields = ("text",)
    template_ext = (".sql",)

    def __init__(self, text, **kwargs) -> None:
        super().__init__(**kwargs)
        self.text = text

    def execute(self, context):
        return self.text


@pytest.mark.parametrize(
    ("template", "text"),
    [
        ("{{ ds }} {{ ds_nodash }}", "2026-03-04 20260304"),
        ("{{ ts }} {{ ts_nodash }}", "2026-03-04T00:00:00+00:00 20260304T000000"),
        ("{{ ts_nodash_with_tz }}", "20260304T000000+0000"),
        ("{{ logical_date == execution_date }}", "True"),
        ("{{ data_interval_end | ds }}", "2026-03-05"),
        ("{{ yesterday_ds }} {{ tomorrow_ds_nodash }} {{ next_ds }}", "2026-03-03 20260305 2026-03-05"),
        ("{{ prev_ds }} {{ prev_data_interval_start_success }}", "None None"),
        ("{{ run_id }}", "scheduled__2026-03-04T00:00:00+00:00"),
        ("{{ dag_run.conf.get('who', 'nobody') }} {{ dag_run.run_type }}", "Ada scheduled"),
        ("{{ params.country }} {{ params.rows }}", "SE 5"),
        ("{{ ti.task_id }} {{ task_instance.try_number }} {{ task.task_id }} {{ dag.dag_id }}", "a 1 a demo"),
        ("{{ macros.ds_add(ds, -4) }} {{ macros.ds_format(ds, '%Y-%m-%d', '%d.%m.') }}", "2026-02-28 04.03."),
        ("{{ macros.timedelta(days=1) + data_interval_start }}", "2026-03-05 00:00:00+00:00"),
        ("{{ logical_date.add(months=1).to_date_string() }}", "2026-04-04"),
        ("{{ task_instance_key_str }}", "demo__a__20260304"),
        ("{{ ti.xcom_pull(task_ids='before') }} {{ ti.xcom_pull('none', default=3) }}", "[1, 2] 3"),
        ("{{ double(4) }} {{ 'x' | shout }}", "8 X!"),
        ("{{ conf.get('core', 'nothing', fallback='x') }}", "x"),
        ("no template", "no template"),
    ],
)
def test_the_documented_context(worker, template, text):
    worker.run.conf.update({"who": "Ada", "country": "SE"})
    worker.xcoms["before", "return_value"] = [1, 2]
    extra = {
        "user_defined_macros": {"double": lambda n: 2 * n},
        "user_defined_filters": {"shout": lambda s: s.upper() + "!"},
    }
    with DAG("demo", params={"country": "FI", "rows": 5}, **extra):
        task = Show(task_id="a", text=template)
    assert worker.do(task).return_value == text


def test_params_of_the_task_beat_those_of_the_dag_and_conf_beats_both(worker):
    worker.run.params.update({"a": "dag", "b": "dag", "c": "dag"})
    worker.run.conf.update({"c": "conf"})
    with DAG("demo", params={"a": "dag", "b": "dag", "c": "dag"}):
        task = Show(task_id="x", text="{{ params.a }} {{ params.b }} {{ params.c }}", params={"b": "task", "c": "task"})
    assert worker.do(task).return_value == "dag task conf"


def test_templates_are_rendered_deep(worker):
    deep = {"a": ["{{ ds }}", ("{{ ds }}", {"b": "{{ 1 + 1 }}"})], "{{ ds }}": 5}
    with DAG("demo"):
        task = Show(task_id="a", text=deep)
    worker.do(task)
    assert task.text is deep
    assert worker.xcoms["a", "return_value"]["a"][0] == "2026-03-04"
    assert worker.xcoms["a", "return_value"]["{{ ds }}"] == 5


def test_native_objects_keep_their_type(worker):
    with DAG("demo", render_template_as_native_obj=True):
        task = Show(task_id="a", text="{{ [1, 2] + params.more }}", params={"more": [3]})
    assert worker.do(task).return_value == [1, 2, 3]


def test_a_file_is_a_template(worker, load):
    (worker.workspace / "sql").mkdir()
    (worker.workspace / "sql" / "q.sql").write_text("SELECT '{{ ds }}'")
    with DAG("demo", template_searchpath=str(worker.workspace / "sql")):
        found, lost = Show(task_id="a", text="q.sql"), Show(task_id="b", text="no.sql")
    assert worker.do(found).return_value == "SELECT '2026-03-04'"
    with pytest.raises(TaskError, match=r'there is no file "no\.sql"'):
        worker.do(lost)


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("{{ nothing }}", "'nothing' is undefined"),
        ("{{ 1 + }}", "cannot be rendered"),
        ("{{ ds.__class__ }}", "unsafe"),
    ],
)
def test_a_wrong_template_names_its_field(worker, template, sentence):
    with DAG("demo"):
        task = Show(task_id="a", text=template)
    with pytest.raises(TaskError, match=f'The template of "text" cannot be rendered: .*{sentence}|{sentence}'):
        worker.do(task)


def test_xcom_arguments_are_resolved(worker):
    with DAG("demo"):
        first = PythonOperator(task_id="first", python_callable=lambda: {"x": {1, 2}})
        task = Show(task_id="a", text=[first.output, "{{ ds }}", str(first.output)])
    worker.do(first)
    worker.do(task)
    assert worker.xcoms["a", "return_value"][0]["x"]["__couture__"] == "set"
    assert worker.xcoms["a", "return_value"][2] == "{'x': {1, 2}}"


class Volume:
    """An object with templates of its own, as those of Kubernetes."""

    template_fields = ("path",)

    def __init__(self, path):
        self.path = path


def test_an_object_with_template_fields_is_rendered_too(worker):
    """The object of the DAG file itself stays as it was: other instances render it, too."""
    volume = Volume(["{{ ds }}", Volume("{{ ds_nodash }}")])

    class Paths(Show):
        def execute(self, context):
            (found,) = self.text["volumes"]
            return [found.path[0], found.path[1].path]

    with DAG("demo"):
        task = Paths(task_id="a", text={"volumes": [volume]})
    assert worker.do(task).return_value == ["2026-03-04", "20260304"]
    assert volume.path[0] == "{{ ds }}"


def test_a_task_renders_what_it_wants(worker):
    """``render_template`` takes any content, also with another Jinja environment."""

    class Own(BaseOperator):
        def execute(self, context):
            other = self.get_template_env()
            other.globals["who"] = "Ada"
            return [self.render_template(["{{ ds }}"], context), self.render_template("{{ who }}", context, other)]

    with DAG("demo"):
        task = Own(task_id="a")
    assert worker.do(task).return_value == [["2026-03-04"], "Ada"]


def test_an_operator_may_change_its_fields_before_they_are_rendered(worker):
    """``prepare_template`` finds the texts of files in the fields that named them."""

    class Prepared(Show):
        def prepare_template(self):
            self.text = [each.replace("DAY", "{{ ds }}") for each in self.text]

    (worker.workspace / "query.sql").write_text("select 'DAY'")
    with DAG("demo", template_searchpath=str(worker.workspace)):
        task, lost = Prepared(task_id="a", text=["query.sql", "DAY"]), Prepared(task_id="b", text=["no.sql"])
    assert worker.do(task).return_value == ["select '2026-03-04'", "2026-03-04"]
    with pytest.raises(TaskError, match=r'there is no file "no\.sql"'):
        worker.do(lost)
