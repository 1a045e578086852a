"""A forked kernel is as good as one that was started: each line here is something a notebook may rely on."""

from __future__ import annotations

import os
from typing import Any

import pytest

CHECKS = {
    "it works in the notebook's folder": "import os; print(os.getcwd() == os.path.realpath(os.getcwd()))",
    "the folder is on the import path": "import sys; print('' in sys.path or os.getcwd() in sys.path)",
    "it leads its own process group": "import os; print(os.getpgid(0) == os.getpid())",
    "nothing comes from standard input": "import sys; print(sys.stdin.read() == '')",
    "top-level await works": "import asyncio; print(await asyncio.sleep(0, True))",
    "asyncio tasks work": "print(await asyncio.create_task(asyncio.sleep(0, True)))",
    "the history is kept": "print('history is kept' in ''.join(get_ipython().user_ns['In'][-1:]))  # history is kept",
    "code is in __main__": "print(__name__ == '__main__' and sys.modules['__main__'].__dict__ is globals())",
    "functions can be pickled": "import pickle\ndef f(): return True\nprint(pickle.loads(pickle.dumps(f))())",
    "magics work": "x = %pwd\nprint(x == os.getcwd())",
    "the shell works": "out = !echo hello\nprint(out == ['hello'])",
    "subprocesses print into the cell": "import subprocess; _ = subprocess.run('echo True', shell=True)",
    "random numbers are its own": "import random; print(random.random() != -1)",
    "threads work": "import threading; t = threading.Thread(target=lambda: print(True)); t.start(); t.join()",
    "processes can be forked": (
        "import multiprocessing as mp\ndef g(q): q.put(True)\n"
        "q = mp.get_context('fork').Queue(); p = mp.get_context('fork').Process(target=g, args=(q,)); p.start()\n"
        "print(q.get()); p.join()"
    ),
    "its arguments look usual": "print(sys.argv[0].endswith('ipykernel_launcher.py') and sys.argv[1] == '-f')",
    "its connection file is found": (
        "from ipykernel import get_connection_file; print(os.path.exists(get_connection_file()))"
    ),
    "the connection file is private": "print(oct(os.stat(get_connection_file()).st_mode & 0o777) == '0o600')",
    "the inline backend is asked for": "print('inline' in os.environ.get('MPLBACKEND', ''))",
    "the user's code is not the pool's": "print('couture_scheduler' not in sys.modules)",
}


def test_it_behaves_as_an_ordinary_kernel(notebooks: Any) -> None:
    document = notebooks.run(*CHECKS.values())
    said = {
        name: "".join(output.get("text", "") for output in cell.outputs).strip()
        for name, cell in zip(CHECKS, document.cells, strict=True)
    }
    assert said == dict.fromkeys(CHECKS, "True")


def test_two_kernels_share_nothing(notebooks: Any) -> None:
    ask = "import os, random; print(os.getpid(), random.random(), get_ipython().kernel.session.key)"
    first, second = (notebooks.run(ask).cells[0].outputs[0].text.split() for _ in range(2))
    assert all(one != other for one, other in zip(first, second, strict=True))


def test_names_of_an_earlier_notebook_are_not_there(notebooks: Any) -> None:
    notebooks.run("left_behind = 1")
    run = notebooks.start("left_behind")
    run.end()
    assert run.failure is not None
    assert run.failure.error_name == "NameError"


def test_exit_handlers_of_the_notebook_run(notebooks: Any) -> None:
    run = notebooks.start("import atexit, pathlib\natexit.register(lambda: pathlib.Path('left').touch())")
    run.end()
    run.thread.join()
    run.wait_until((notebooks.folder / "left").exists)


def test_what_a_kernel_started_ends_with_it(notebooks: Any) -> None:
    document = notebooks.run("import subprocess; p = subprocess.Popen(['sleep', '1000']); print(p.pid)")
    pid = int(document.cells[0].outputs[0].text)
    notebooks.start("1").wait_until(lambda: not _exists(pid))


def _exists(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


@pytest.mark.parametrize("name", ["COUTURE_KERNEL_POOL", "JPY_PARENT_PID"])
def test_the_environment_has_nothing_of_the_pools_own(notebooks: Any, name: str) -> None:
    document = notebooks.run(f"import os; print({name!r} in os.environ)")
    assert document.cells[0].outputs[0].text == "False\n"
