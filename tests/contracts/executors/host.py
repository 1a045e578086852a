"""An executor in a process of its own: ``host.py WORKSPACE FORKS``, launches as JSON on standard input."""

import json
import sys
from multiprocessing.connection import wait
from pathlib import Path

from couture_scheduler.config import load
from couture_scheduler.engine.launch import Launch
from couture_scheduler.executors.choosing import has_machines, make_executor
from couture_scheduler.executors.local import LocalExecutor
from couture_scheduler.executors.remote.machines import Machines

settings = load(Path(sys.argv[1]))
far = has_machines(settings)
executor = make_executor(settings, Machines()) if far else LocalExecutor(settings, fork=sys.argv[2] == "True")
executor.start()
for document in json.loads(sys.stdin.readline()):
    executor.submit(Launch.from_json(document))
while True:
    wait(executor.waitables())
    executor.drain()
