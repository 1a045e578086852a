"""The process that answers: ``python -m couture_scheduler.code_help.child DESCRIPTOR HOME``.

One question after the other comes through a connection. Reading libraries takes all of a processor: it must not be the
server's.
"""

from __future__ import annotations

import json
import sys
import tempfile
from dataclasses import asdict
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from couture_scheduler.code_help.airflow_stubs import write_stubs
from couture_scheduler.code_help.answering import Answers
from couture_scheduler.code_help.model import Place, Surroundings

# What jedi raises over code that it has not met before.
MISTAKES = (ArithmeticError, AssertionError, AttributeError, LookupError, RuntimeError, TypeError, ValueError, OSError)


def serve(questions: Connection, answers: Answers) -> None:
    """Answer until the asking side is gone."""
    while True:
        try:
            question = json.loads(questions.recv_bytes())
        except EOFError:
            return
        questions.send_bytes(json.dumps(answer(answers, question)).encode())


def answer(answers: Answers, question: dict[str, Any]) -> dict[str, Any]:
    """``{"answer": …}``, or ``{"error": …}``: code that jedi cannot understand must not end the process."""
    where = Surroundings(*(Path(question[name]) for name in ("file", "dags_folder", "home")))
    place = Place(question["content"], question["line"], question["column"])
    try:
        if question["about"] == "complete":
            return {"answer": asdict(answers.complete(where, place))}
        if question["about"] == "signature":
            signature = answers.signature(where, place)
            return {"answer": asdict(signature) if signature else None}
        explanation = answers.explain(where, place, question["name"])
        return {"answer": asdict(explanation) if explanation else None}
    except MISTAKES as error:
        return {"error": f"{type(error).__name__}: {error}"}


def main(descriptor: str, home: str) -> None:
    """Get ready, then answer."""
    with tempfile.TemporaryDirectory(prefix="couture-names-") as stubs:
        write_stubs(Path(stubs))
        answers = Answers(Path(home), Path(stubs))
        answers.warm()
        serve(Connection(int(descriptor)), answers)


if __name__ == "__main__":
    main(*sys.argv[1:])
