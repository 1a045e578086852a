"""nbclient's way of running cells, on a kernel that is there already, each message saved and shown as it comes."""

from __future__ import annotations

import asyncio
import time
from contextlib import suppress
from queue import Empty
from typing import Any

import zmq
from jupyter_client.asynchronous.client import AsyncKernelClient
from nbclient import NotebookClient
from nbclient.client import timestamp
from nbclient.exceptions import CellExecutionComplete, CellTimeoutError, DeadKernelError
from nbformat.v4 import new_output

from couture_scheduler.kernels.borrowed import BorrowedKernel
from couture_scheduler.kernels.holding import answers
from couture_scheduler.kernels.masked_messages import MaskedMessages
from couture_scheduler.kernels.masks import Masks
from couture_scheduler.kernels.notebook_saver import NotebookSaver
from couture_scheduler.kernels.output_log import OutputLog
from couture_scheduler.kernels.stream_text import StreamText

MOST_RICH = 50_000_000  # characters of rich output kept for one cell
SILENCE = 10.0  # seconds without a message after which a lost "idle" is not waited for any longer
QUEUE = 100_000  # messages that may wait while a large notebook is being saved


class StreamingClient(NotebookClient):
    """Runs cells one by one. ``because`` says why the kernel died, when it did."""

    kc: Any
    _death: asyncio.Future[str]
    task_poll_for_reply: Any

    def __init__(
        self,
        nb: Any,
        kernel: BorrowedKernel,
        saver: NotebookSaver,
        printed: OutputLog,
        masks: Masks | None = None,
        **options: Any,
    ) -> None:
        super().__init__(nb, **options)
        self.kernel = kernel
        self.because = ""
        self._saver = saver
        self._output_log = printed
        self._masked = MaskedMessages(Masks() if masks is None else masks)
        self._texts: dict[int, tuple[Any, StreamText]] = {}  # id of an output -> the output and its text
        self._requests: dict[str, tuple[Any, int]] = {}  # message id -> cell and its index
        self._rich: dict[int, int] = {}  # cell index -> characters of rich output
        self._heard = 0.0
        saver.render = self.render

    async def connect(self, timeout: float) -> dict[str, Any]:
        """Open the channels and wait until the kernel answers and its output reaches us; its kernel info.

        Raises ``DeadKernelError`` when it died before, or did not answer within ``timeout`` seconds.
        """
        client = AsyncKernelClient()
        client.allow_stdin = False
        client.load_connection_info(self.kernel.connection)  # type: ignore[arg-type]
        client.start_channels(stdin=False, hb=False)
        client.iopub_channel.socket.setsockopt(zmq.RCVHWM, QUEUE)
        self.kc = client
        self._death = asyncio.ensure_future(self.kernel.death())
        info = asyncio.ensure_future(self._kernel_info(client))
        await asyncio.wait({info, self._death}, timeout=timeout, return_when=asyncio.FIRST_COMPLETED)
        if info.done():
            return info.result()
        info.cancel()
        raise DeadKernelError(self._death.result() if self._death.done() else "It did not answer in time.")

    async def run_cell(self, cell: Any, index: int) -> None:
        """Run one cell. Raises what nbclient raises."""
        await self.async_execute_cell(cell, index)

    async def finish(self, quiet: float = 0.0) -> None:
        """Take the messages that are still on their way; end after ``quiet`` seconds without one."""
        with suppress(Empty):
            while self.kc is not None:
                self._route(await self.kc.iopub_channel.get_msg(timeout=quiet))
        for msg in self._masked.rest():
            self._process(msg)
        self.render()

    async def run_hidden(self, code: str) -> bool:
        """Run code that leaves no trace in the notebook or in the kernel's history; whether it did."""
        asked = self.kc.execute(code, silent=True, store_history=False, allow_stdin=False)
        reply = await self._reply(asked, {"metadata": {"execution": {}}})
        return bool(reply["content"]["status"] == "ok")

    async def answers(self, timeout: float) -> bool:
        """Whether the kernel is idle and answers."""
        return await answers(self.kc, timeout)

    async def disconnect(self, *, end: bool = True) -> None:
        """Tell the kernel to end, unless it is to stay, and close the channels."""
        if self.kc is not None:
            self._death.cancel()
            await asyncio.wait({self._death})
            if end:
                self.kc.shutdown()
            self.kc.stop_channels()
            self.kc = None

    def render(self) -> None:
        """Put the collected text of streams into the document."""
        for output, text in self._texts.values():
            output["text"] = text.text

    def render_cell(self, cell: Any) -> None:
        """The same for one cell that has ended."""
        for output in cell.outputs:
            if (kept := self._texts.get(id(output))) is not None:
                output["text"] = kept[1].text

    def output(self, outs: list[Any], msg: Any, display_id: str | None, cell_index: int) -> Any:
        """Add an output. Pieces of one stream become one output, as JupyterLab shows them."""
        content = msg["content"]
        if msg["msg_type"] == "error":
            self._output_log.traceback(content["traceback"])
        hooked = self.output_hook_stack[msg["parent_header"].get("msg_id")]
        if msg["msg_type"] != "stream" or hooked:
            if not hooked and self._too_rich(content, outs, cell_index):
                return None
            return super().output(outs, msg, display_id, cell_index)
        if self.clear_before_next_output:
            outs[:] = []
            self.clear_display_id_mapping(cell_index)
            self.clear_before_next_output = False
        self._output_log.write(content["text"])
        return self._append(outs, content["name"], content["text"])

    def process_message(self, msg: Any, cell: Any, cell_index: int) -> Any:
        """nbclient's, then have it saved in time."""
        output = super().process_message(msg, cell, cell_index)
        self._saver.journal.touch(cell_index)
        self._saver.changed()
        return output

    def _update_display_id(self, display_id: str, msg: Any) -> None:
        """nbclient's, then have it told to those who look on."""
        super()._update_display_id(display_id, msg)
        for index, places in self._display_id_map.get(display_id, {}).items():
            for place in places:
                self._saver.journal.changed(index, self.nb.cells[index].outputs[place])

    def _append(self, outs: list[Any], name: str, text: str) -> Any:
        last = outs[-1] if outs else None
        if last is None or last.get("name") != name or id(last) not in self._texts:
            last = new_output("stream", name=name, text="")  # type: ignore[no-untyped-call]
            outs.append(last)
            self._texts[id(last)] = (last, StreamText())
        self._texts[id(last)][1].append(text)
        self._saver.journal.text(last, text)
        return last

    def _too_rich(self, content: Any, outs: list[Any], cell_index: int) -> bool:
        """Whether this cell has put out too much already; it is said once."""
        size = sum(len(value) for value in content.get("data", {}).values() if isinstance(value, str))
        before = self._rich.get(cell_index, 0)
        self._rich[cell_index] = before + size
        if before + size <= MOST_RICH:
            return False
        if before <= MOST_RICH:
            self._append(outs, "stderr", "[This cell put out more than 50 MB: further outputs are left out.]\n")
        return True

    async def _kernel_info(self, client: Any) -> dict[str, Any]:
        """Ask until the answer comes by both ways: then the output channel is open too, and nothing will be missed."""
        while True:
            asked = client.kernel_info()
            reply = await client.shell_channel.get_msg(timeout=None)
            with suppress(Empty):
                while True:
                    told = await client.iopub_channel.get_msg(timeout=0.2)
                    if told["parent_header"].get("msg_id") == asked:
                        return dict(reply["content"])

    async def _async_poll_output_msg(self, parent_msg_id: str, cell: Any, cell_index: int) -> None:
        self._requests[parent_msg_id] = (cell, cell_index)
        while not self._route(await self.kc.iopub_channel.get_msg(timeout=None), parent_msg_id):
            pass

    def _route(self, msg: Any, waiting_for: str = "") -> bool:
        """Give the message to its cell, which may be an earlier one (a thread that goes on printing). Answers
        whether it completes the cell that is waited for."""
        self._heard = time.monotonic()
        completes = [self._process(each) for each in self._masked.of(msg)]
        return any(completes) and msg["parent_header"].get("msg_id") == waiting_for

    def _process(self, msg: Any) -> bool:
        """Whether it completes its cell."""
        found = self._requests.get(msg["parent_header"].get("msg_id"))
        if found is None:
            return False
        try:
            self.process_message(msg, *found)
        except CellExecutionComplete:
            return True
        return False

    async def _async_poll_for_reply(
        self, msg_id: str, cell: Any, timeout: Any, output: asyncio.Future[Any], alive: asyncio.Future[Any]
    ) -> Any:
        """nbclient's gives the output a fixed time after the reply; ours as long as messages keep coming."""
        try:
            reply = await asyncio.wait_for(self._reply(msg_id, cell), timeout)
        except TimeoutError:
            alive.cancel()
            output.cancel()
            raise CellTimeoutError.error_from_timeout_and_cell("Cell execution timed out", timeout, cell) from None
        while not (await asyncio.wait({output}, timeout=SILENCE))[0]:
            if time.monotonic() - self._heard > SILENCE:
                self.log.warning("The kernel did not say that cell output is complete.")
                output.cancel()
                break
        alive.cancel()
        return reply

    async def _reply(self, msg_id: str, cell: Any) -> Any:
        while True:
            msg = await self.kc.shell_channel.get_msg(timeout=None)
            if msg["parent_header"].get("msg_id") == msg_id:
                if self.record_timing:
                    cell["metadata"]["execution"]["shell.execute_reply"] = timestamp(msg)
                return self._masked.hidden(msg)

    async def _async_poll_kernel_alive(self) -> None:
        self.because = await asyncio.shield(self._death)
        self.task_poll_for_reply.cancel()

    async def _async_check_alive(self) -> None:
        if self.because:
            raise DeadKernelError(self.because)
