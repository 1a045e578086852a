"""One try in a fresh process: ``python -m couture_scheduler.worker.main LAUNCH NEWS DAGS``.

``LAUNCH`` is a file with the launch as JSON (it is deleted: it holds a token), ``NEWS`` the descriptor to tell news
through or -1, ``DAGS`` the folder of DAG files.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

from couture_scheduler.files.environment import look_here_last
from couture_scheduler.files.launch_files import read_launch
from couture_scheduler.files.processes import TASK_SCORE, offer_to_oom_killer
from couture_scheduler.worker.dag_source import DagSource
from couture_scheduler.worker.news import News
from couture_scheduler.worker.run import prepare_output, run_launch


def main(arguments: list[str]) -> int:
    """Read the launch and do it."""
    path = Path(arguments[0])
    launch = read_launch(path)
    path.unlink()
    news_fd = int(arguments[1])
    if news_fd >= 0:
        os.set_inheritable(news_fd, False)
    look_here_last()
    prepare_output()
    offer_to_oom_killer(TASK_SCORE)
    source = DagSource(Path(launch.source_path), Path(launch.origin_path), Path(arguments[2]))
    return run_launch(launch, source.operator, News(news_fd))


if __name__ == "__main__":
    sys.stdout.flush()
    os._exit(main(sys.argv[1:]))
