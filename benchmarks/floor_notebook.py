"""The floor for notebooks: a kernel forked from a warm parent, the cells sent, the document saved once."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import nbformat
from jupyter_client import BlockingKernelClient
from jupyter_client.connect import write_connection_file

ROOT = Path(__file__).resolve().parents[1]
PARAMETERS = "country = 'FI'\nn = 3"
WORK = "print(country, n * 2)"


def trivial_notebook() -> nbformat.NotebookNode:
    """Two code cells: parameters, and one line of work."""
    parameters = nbformat.v4.new_code_cell(PARAMETERS, metadata={"tags": ["parameters"]})
    spec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    return nbformat.v4.new_notebook(cells=[parameters, nbformat.v4.new_code_cell(WORK)], metadata={"kernelspec": spec})


@contextmanager
def warm_parent() -> Iterator[Callable[[Path], BlockingKernelClient]]:
    """Gives a function that forks a kernel and connects to it."""
    process = subprocess.Popen(
        [sys.executable, "-m", "benchmarks.kernel_parent"],
        cwd=ROOT,
        stderr=subprocess.DEVNULL,
        stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    assert process.stdin is not None
    assert process.stdout is not None
    process.stdout.readline()

    def fork(folder: Path) -> BlockingKernelClient:
        file, _ = write_connection_file(str(folder / f"kernel-{time.perf_counter_ns()}.json"))
        assert process.stdin is not None
        process.stdin.write(f"{file}\n")
        process.stdin.flush()
        client = BlockingKernelClient(connection_file=file)
        client.load_connection_file()
        client.start_channels()
        wait_for(client)
        return client

    try:
        yield fork
    finally:
        process.stdin.close()
        process.wait(60)


def wait_for(client: BlockingKernelClient) -> None:
    """Until the kernel answers and its output reaches us (``wait_for_ready`` would idle for 0.2 s)."""
    client.kernel_info()
    client.get_shell_msg(timeout=60)
    while not client.iopub_channel.msg_ready():
        client.kernel_info()
        client.get_shell_msg(timeout=60)


def execute(client: BlockingKernelClient, target: Path) -> None:
    """Send the cells one by one, keep their outputs, save the document."""
    notebook = trivial_notebook()
    for cell in notebook.cells:
        client.execute_interactive(cell.source, timeout=60, output_hook=lambda message, cell=cell: keep(cell, message))
    nbformat.write(notebook, target)


def keep(cell: nbformat.NotebookNode, message: dict[str, object]) -> None:
    """Add an output message to its cell."""
    header = message["header"]
    if isinstance(header, dict) and header["msg_type"] in (
        "stream",
        "display_data",
        "execute_result",
        "error",
    ):
        cell.outputs.append(nbformat.v4.output_from_msg(message))


def measure(times: int) -> tuple[list[float], list[float]]:
    """Seconds for a fork plus the notebook, and for the notebook when a spare kernel is ready."""
    forked, spare = [], []
    with tempfile.TemporaryDirectory(prefix="couture-floor-") as name, warm_parent() as fork:
        folder = Path(name)
        for _ in range(times):
            began = time.perf_counter()
            client = fork(folder)
            ready = time.perf_counter()
            execute(client, folder / "out.ipynb")
            ended = time.perf_counter()
            forked.append(ended - began)
            spare.append(ended - ready)
            client.shutdown()
            client.stop_channels()
    return forked, spare
