"""A first DAG: a shell command, a Python function, then two notebooks at the same time.

prepare >> count_orders >> [report_finland, report_sweden]
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from couture_jupyter import DAG, BashOperator, CoutureJupyterOperator, CronTrigger, PythonOperator


def count_orders(orders: str, ds: str) -> int:
    """How many orders there are. ``orders`` is what the task before printed last; ``ds`` comes from the run."""
    count = len(orders.split())
    print(f"{count} orders on {ds}")
    return count


with DAG(
    "hello_pipeline",
    description="Shell, Python, and two notebooks in parallel",
    schedule=CronTrigger("0 6 * * *", timezone="Europe/Helsinki"),
    start_date=datetime(2026, 1, 1, tzinfo=ZoneInfo("Europe/Helsinki")),
    tags=["example"],
) as dag:
    prepare = BashOperator(
        task_id="prepare",
        bash_command='echo "preparing {{ ds }}"; echo $(seq -s " " 1 30)',
    )
    count = PythonOperator(
        task_id="count_orders",
        python_callable=count_orders,
        op_kwargs={"orders": prepare.output},
    )
    finland, sweden = (
        CoutureJupyterOperator(
            task_id=f"report_{name}",
            input_notebook="welcome.ipynb",
            output_notebook=f"outputs/{{dag_id}}/{{date}}-{name}.ipynb",
            parameters={"country": code, "rows": count.output},
        )
        for name, code in (("finland", "FI"), ("sweden", "SE"))
    )
    count >> [finland, sweden]
