"""What a task meets in its worker: a light process, XComs through the engine, a log, an end."""

from __future__ import annotations

import time
from pathlib import Path
from typing import Any

from couture_scheduler.engine.launch import Died, OutcomeKind, Progressed

HEAVY = ("sqlalchemy", "tornado", "apscheduler", "pandas", "papermill", "nbclient", "zmq", "jupyter_client")


def python_task(body: str, arguments: str = "") -> str:
    """A DAG file whose one task runs ``body``."""
    lines = "\n".join("    " + line for line in body.splitlines())
    return (
        f"import os, sys, time, logging\nfrom pathlib import Path\nfrom couture_jupyter import DAG, PythonOperator\n"
        f"def work({arguments}):\n{lines}\n"
        "with DAG('dag'):\n    PythonOperator(task_id='task', python_callable=work)\n"
    )


def test_a_worker_is_light_until_the_task_asks(place: Any) -> None:
    body = f"import sys\nreturn [name for name in {HEAVY!r} if name in sys.modules]"
    assert place.run(python_task(body)).xcom == {"return_value": []}


def test_xcoms_go_through_the_engine_as_this_try(place: Any) -> None:
    body = "ti.xcom_push('k', {'n': 1})\nreturn ti.xcom_pull(task_ids='task', key='k')"
    assert place.run(python_task(body, "ti")).xcom == {"return_value": {"n": 1}}
    assert place.engine.hellos == [{"token": "token", "role": "worker", "launch": "1.1.1"}]


def test_what_the_engine_refuses_fails_the_task_with_its_sentence(place: Any) -> None:
    outcome = place.run(python_task("ti.xcom_push('forbidden', 1)", "ti"))
    assert outcome.kind is OutcomeKind.FAILED
    assert "This key is not for you." in outcome.error


def test_a_task_outlives_a_restart_of_the_engine(place: Any) -> None:
    body = (
        "ti.xcom_push('before', 1)\nPath('told').touch()\n"
        "while not Path('go').exists():\n    time.sleep(0.01)\n"
        "ti.xcom_push('after', 2)"
    )
    launch = place.launch(python_task(f"os.chdir({str(place.folder)!r})\n{body}", "ti"))
    place.executor.submit(launch)
    place.wait_until((place.folder / "told").exists)
    place.engine.close()
    place.engine.open()
    (place.folder / "go").touch()
    assert place.end(launch).outcome.kind is OutcomeKind.SUCCESS
    assert place.engine.xcoms == {"before": 1, "after": 2}


def test_everything_printed_is_in_the_log(place: Any) -> None:
    body = (
        "print('printed ä')\nprint('to stderr', file=sys.stderr)\nlogging.getLogger('mine').info('logged')\n"
        "os.system('echo from a child')\nos.write(1, b'raw')"
    )
    launch = place.launch(python_task(body))
    place.executor.submit(launch)
    place.end(launch)
    for words in ("printed ä", "to stderr", "{mine} INFO - logged", "from a child", "raw"):
        assert words in place.log(launch)


def test_a_growing_log_is_told(place: Any) -> None:
    body = f"print('begun')\nwhile not os.path.exists({str(place.folder / 'go')!r}):\n    time.sleep(0.01)"
    launch = place.launch(python_task(body))
    place.executor.submit(launch)
    size = place.wait_until(lambda: [e.log_size for e in place.events if isinstance(e, Progressed) and e.log_size])
    assert size[0] <= Path(launch.folder, "task.log").stat().st_size
    (place.folder / "go").touch()
    place.end(launch)


def test_the_timeout_reaches_a_task_that_catches_everything(place: Any) -> None:
    body = "while True:\n    try:\n        time.sleep(100)\n    except Exception:\n        pass"
    began = time.monotonic()
    outcome = place.run(python_task(body), execution_timeout=0.5)
    assert outcome.error_name == "TaskTimeout"
    assert time.monotonic() - began < 60


def test_a_command_ends_with_its_task(place: Any) -> None:
    source = (
        "from couture_jupyter import DAG, BashOperator\nwith DAG('dag'):\n"
        f"    BashOperator(task_id='task', bash_command='echo $$ > {place.folder}/pid; sleep 1000')\n"
    )
    launch = place.launch(source)
    place.executor.submit(launch)
    pid = place.wait_until(lambda: (place.folder / "pid").exists() and (place.folder / "pid").read_text().strip())
    place.executor.kill(launch.id, "Stopped.")
    assert place.end(launch) == Died(launch.id, "Stopped.")
    place.wait_until(lambda: not Path("/proc", pid).exists())


def test_what_a_killed_task_had_started_ends_with_it(place: Any) -> None:
    body = (
        "import subprocess, signal\nchild = subprocess.Popen(['sleep', '1000'])\n"
        f"Path({str(place.folder / 'pid')!r}).write_text(str(child.pid))\nos.kill(os.getpid(), signal.SIGKILL)"
    )
    launch = place.launch(python_task(body))
    place.executor.submit(launch)
    assert isinstance(place.end(launch), Died)
    pid = (place.folder / "pid").read_text()
    place.wait_until(lambda: not Path("/proc", pid).exists())


def test_a_full_disk_at_the_end_is_told(place: Any) -> None:
    """The result cannot be renamed into place over a folder: the nearest thing to a full disk without one."""
    launch = place.launch(python_task("return 1"))
    Path(launch.folder, "result.json").mkdir(parents=True)
    place.executor.submit(launch)
    ended = place.end(launch)
    assert isinstance(ended, Died)
    assert "could not be written" in ended.because
