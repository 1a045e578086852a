"""Questions to people while ``dag.test()`` runs: asked at the terminal or in the notebook."""

from __future__ import annotations

import getpass
import json
import sys
from datetime import UTC, datetime
from typing import Any

from couture_jupyter.exceptions import TaskError
from couture_jupyter.params import Param
from couture_jupyter.runtime import HumanQuestion


def answered(question: HumanQuestion) -> dict[str, Any]:
    """The answer, as the engine tells it to the task. Where nobody can be asked the defaults are taken; ``TaskError``
    when there are none."""
    try:
        chosen = _chosen(question)
        given = {name: _given(name, each) for name, each in question.params.items()}
        who = getpass.getuser()
    except (EOFError, OSError, NotImplementedError):
        if question.defaults is None:
            raise TaskError(f'Nobody is here to answer "{question.subject}": give it defaults.') from None
        return _answer(question, list(question.defaults), _defaults(question), None)
    return _answer(question, chosen, given, {"id": who, "name": who})


def _answer(question: HumanQuestion, chosen: list[str], given: dict[str, Any], who: Any) -> dict[str, Any]:
    return {
        "chosen_options": chosen,
        "params_input": given,
        "responded_at": datetime.now(UTC).isoformat(),
        "responded_by_user": who,
    }


def _chosen(question: HumanQuestion) -> list[str]:
    sys.stdout.write(f"{question.subject}\n{question.body or ''}\n")
    for number, option in enumerate(question.options, 1):
        sys.stdout.write(f"  {number}  {option}\n")
    several = ", several with commas between" if question.multiple else ""
    while True:
        words = [word.strip() for word in input(f"Choose by number or name{several}: ").split(",")]
        found = [_option(question, word) for word in words if word] or list(question.defaults or ())
        if found and None not in found and (question.multiple or len(found) == 1):
            return [each for each in found if each is not None]


def _option(question: HumanQuestion, word: str) -> str | None:
    if word.isdigit() and 0 < int(word) <= len(question.options):
        return question.options[int(word) - 1]
    return word if word in question.options else None


def _given(name: str, field: dict[str, Any]) -> Any:
    """What somebody typed for a field: JSON, or else text."""
    param = Param(**({"default": field["value"]} if "value" in field else {}), schema=field["schema"])
    while True:
        text = input(f"{name} [{field.get('value', '')}]: ")
        value = field.get("value") if not text else _read(text, field["schema"])
        problem = param.problem(value)
        if not problem:
            return value
        sys.stdout.write(f"That does not fit: {problem}\n")


def _read(text: str, schema: dict[str, Any]) -> Any:
    if schema.get("type") == "string":
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _defaults(question: HumanQuestion) -> dict[str, Any]:
    return {name: field.get("value") for name, field in question.params.items()}
