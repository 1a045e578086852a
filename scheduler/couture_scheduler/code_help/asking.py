"""Asks the process that answers; starts it when it is needed, and ends it when nobody asks any more."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from multiprocessing.connection import Connection, Pipe
from typing import Any

from couture_scheduler.code_help.model import Completion, Completions, Explanation, Place, Signature, Surroundings
from couture_scheduler.errors import UnavailableError
from couture_scheduler.files.environment import without_secrets

IDLE = 600.0  # seconds after which the process ends
LONGEST = 20.0  # seconds that one answer may take
FIRST = 120.0  # seconds that the first answer of a process may take: it reads libraries
PATIENCE = 20.0  # seconds that one may wait for its turn


class CodeHelper:
    """May be used from any thread; the questions are answered one at a time."""

    def __init__(self, *, longest: float = LONGEST, first: float = FIRST, idle: float = IDLE) -> None:
        self._longest = longest
        self._first = first
        self._idle = idle
        self._lock = threading.Lock()
        self._questions: Connection | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._timer: threading.Timer | None = None

    def complete(self, where: Surroundings, place: Place) -> Completions:
        """How the word at the cursor can go on."""
        found = self._ask("complete", where, place)
        return Completions(found["prefix"], tuple(Completion(**each) for each in found["items"]))

    def explain(self, where: Surroundings, place: Place, name: str | None) -> Explanation | None:
        """What stands at the cursor; ``name``: what it would be, completed to this."""
        found = self._ask("explain", where, place, name)
        return Explanation(**found) if found else None

    def signature(self, where: Surroundings, place: Place) -> Signature | None:
        """The call around the cursor."""
        found = self._ask("signature", where, place)
        return Signature(**{**found, "parameters": tuple(found["parameters"])}) if found else None

    def close(self) -> None:
        """End the process; the next question starts another one."""
        with self._lock:
            self._stop_timer()
            self._drop()

    def _ask(self, about: str, where: Surroundings, place: Place, name: str | None = None) -> Any:
        question = {
            **{"about": about, "name": name, "content": place.content, "line": place.line, "column": place.column},
            **{"file": str(where.file), "dags_folder": str(where.dags_folder), "home": str(where.home)},
        }
        if not self._lock.acquire(timeout=PATIENCE):
            raise UnavailableError("Other people's code is being read. Try again in a moment.")
        try:
            self._stop_timer()
            reply = self._answer(json.dumps(question).encode(), where)
            self._start_timer()
        finally:
            self._lock.release()
        if "error" in reply:
            raise UnavailableError(f"The help for code cannot understand this text: {reply['error']}.")
        return reply["answer"]

    def _answer(self, question: bytes, where: Surroundings) -> dict[str, Any]:
        patience = self._first if self._questions is None else self._longest
        questions = self._questions or self._start(where)
        try:
            questions.send_bytes(question)
            if questions.poll(patience):
                return dict(json.loads(questions.recv_bytes()))
            told = f"Reading the code took more than {patience:.0f} seconds. It is read anew at the next question."
        except (OSError, EOFError):
            told = "The process that reads code ended. It is started anew at the next question."
        self._drop()
        raise UnavailableError(told)

    def _start(self, where: Surroundings) -> Connection:
        ours, theirs = Pipe()
        self._process = subprocess.Popen(
            [sys.executable, "-P", "-m", "couture_scheduler.code_help.child", str(theirs.fileno()), str(where.home)],
            pass_fds=(theirs.fileno(),),
            env=without_secrets(),
            stdin=subprocess.DEVNULL,
            start_new_session=True,
        )
        theirs.close()
        self._questions = ours
        return ours

    def _drop(self) -> None:
        if self._questions is not None:
            self._questions.close()
            self._questions = None
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None

    def _start_timer(self) -> None:
        self._timer = threading.Timer(self._idle, self.close)
        self._timer.daemon = True
        self._timer.start()

    def _stop_timer(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
