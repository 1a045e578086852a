"""Extra links of operators (Airflow's documentation, "Define an operator extra link")."""

from __future__ import annotations

from typing import Any

from couture_jupyter import DAG, PythonOperator
from couture_jupyter.airflow_compat.operator_parts import BaseOperatorLink, XComOperatorLink
from couture_jupyter.exceptions import TaskFailed
from couture_jupyter.sensors.external_task import ExternalTaskMarker
from couture_jupyter.serialization.serialize import serialize_dag


class JobLink(BaseOperatorLink):
    name = "Job"

    def get_link(self, operator: Any, *, ti_key: Any) -> str:
        return f"https://jobs.example.org/{ti_key.dag_id}/{ti_key.task_id}/{ti_key.try_number}"


class BrokenLink(BaseOperatorLink):
    name = "Broken"

    def get_link(self, operator: Any, *, ti_key: Any) -> str:
        raise ValueError("no job")


class JobOperator(PythonOperator):
    operator_extra_links = (JobLink(), BrokenLink(), XComOperatorLink(name="Report", xcom_key="report"))


def test_the_names_of_links_are_part_of_the_dag() -> None:
    """The web server shows links without running the operator's code: names and places are serialized."""
    with DAG("links") as dag:
        JobOperator(task_id="job", python_callable=print)
    assert serialize_dag(dag).task("job").extra_links == {
        "Job": "_link_JobLink",
        "Broken": "_link_BrokenLink",
        "Report": "report",
    }


def _fail() -> None:
    raise TaskFailed("no")


def test_a_task_leaves_its_links_whether_it_succeeded_or_failed() -> None:
    """A link is worked out where the task ran, and kept as an XCom under the link's own key."""
    with DAG("links") as dag:
        JobOperator(task_id="well", python_callable=print)
        JobOperator(task_id="badly", python_callable=_fail)
    run = dag.test()
    assert run.xcom_pull("well", key="_link_JobLink") == "https://jobs.example.org/links/well/1"
    assert run.xcom_pull("badly", key="_link_JobLink") == "https://jobs.example.org/links/badly/1"


def test_a_link_that_cannot_be_told_changes_nothing() -> None:
    """An operator's link must never fail its task."""
    with DAG("links") as dag:
        JobOperator(task_id="job", python_callable=print)
    run = dag.test()
    assert run.state == "success"
    assert run.xcom_pull("job", key="_link_BrokenLink") is None


def test_a_task_may_push_the_address_itself() -> None:
    """``XComOperatorLink`` shows what the task pushed under the key that it names."""
    with DAG("links") as dag:
        JobOperator(task_id="job", python_callable=lambda ti: ti.xcom_push("report", "https://reports.example.org/7"))
    assert dag.test().xcom_pull("job", key="report") == "https://reports.example.org/7"


def test_a_marker_leads_to_the_page_of_the_other_dag() -> None:
    """``ExternalTaskMarker`` links to the DAG that depends on it."""
    with DAG("links") as dag:
        ExternalTaskMarker(task_id="points", external_dag_id="other one", external_task_id="a")
    assert dag.test().xcom_pull("points", key="_link_ExternalDagLink") == "lab/couture/dag/other%20one"
