"""Rules of the house that a machine can read: docstrings, names, no swallowed errors, no sleeping tests."""

from __future__ import annotations

import ast
import re
from typing import Any

from couture_scheduler.access import PERMISSIONS

FORBIDDEN_NAMES = re.compile(r"(^|_)(utils?|common|helpers?|managers?|misc)(_|$)")
# The three edges where any exception may be caught: an HTTP request, a tick of the loop (or of a worker machine), a
# worker's task; and where code runs that is not ours: a DAG file, a callback, a kernel's message.
EDGES = (
    "server_ext/couture_server/http/",
    "scheduler/couture_scheduler/loop/",
    "scheduler/couture_scheduler/worker/",
    "scheduler/couture_scheduler/executors/remote/dispatch.py",
    "scheduler/couture_scheduler/executors/remote/machine.py",
    "scheduler/couture_scheduler/kernels/",
    "couture_jupyter/serialization/load.py",
    "couture_jupyter/callbacks.py",
    "couture_jupyter/run_task.py",
    "couture_jupyter/local_run.py",
)


def test_every_module_says_what_it_is_for(sources: list[Any]) -> None:
    silent = [each.path for each in sources if each.text.strip() and not ast.get_docstring(each.tree)]
    assert silent == []


def test_no_module_has_a_name_that_says_nothing(sources: list[Any]) -> None:
    parts = {each.path: each.path.removesuffix(".py").split("/") for each in sources}
    assert [path for path, names in parts.items() if any(FORBIDDEN_NAMES.search(name) for name in names)] == []


def test_no_unfinished_work(sources: list[Any], typescript: dict[str, str]) -> None:
    marks = re.compile(r"\b(" + "|".join(("TO" + "DO", "FIX" + "ME", "XX" + "X")) + r")\b")
    texts = {**{each.path: each.text for each in sources}, **typescript}
    assert [path for path, text in texts.items() if marks.search(text)] == []


def test_pages_ask_for_permissions_that_exist(typescript: dict[str, str]) -> None:
    nouns = "|".join({name.partition(":")[0] for name in PERMISSIONS})
    quoted = re.compile(rf"""["']((?:{nouns}):[A-Za-z]+)["']""")
    asked = {(path, name) for path, text in typescript.items() for name in quoted.findall(text)}
    assert len(asked) > 20
    assert [each for each in sorted(asked) if each[1] not in PERMISSIONS] == []


def test_tests_do_not_sleep(sources: list[Any]) -> None:
    found = [
        f"{source.path}:{node.lineno}"
        for source in sources
        if source.is_test
        for node in ast.walk(source.tree)
        if isinstance(node, ast.Call) and called_name(node) == "sleep"
    ]
    assert found == []


def test_tests_use_real_parts_and_are_never_skipped(sources: list[Any]) -> None:
    words = (
        "unittest" + ".mock",
        "mon" + "keypatch.setattr",
        "mark.sk" + "ip",
        "pytest.sk" + "ip",
        "mark.xf" + "ail",
    )
    found = [f"{each.path}: {word}" for each in sources if each.is_test for word in words if word in each.text]
    assert found == []


def test_errors_are_caught_by_name_except_at_the_edges(product: list[Any]) -> None:
    found = [
        f"{source.path}:{handler.lineno}"
        for source in product
        if not source.path.startswith(EDGES)
        for handler in ast.walk(source.tree)
        if isinstance(handler, ast.ExceptHandler) and catches_all(handler) and not raises(handler)
    ]
    assert found == []


def test_public_functions_and_classes_have_docstrings(product: list[Any]) -> None:
    found = [
        f"{source.path}:{node.lineno} {node.name}"
        for source in product
        for node in source.tree.body
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef)
        if not node.name.startswith("_") and not ast.get_docstring(node)
    ]
    assert found == []


def test_no_path_of_a_developers_machine_is_in_the_sources(sources: list[Any]) -> None:
    words = ("/" + "work/", "/ho" + "me/", "/ro" + "ot/")
    found = [f"{each.path}: {word}" for each in sources for word in words if word in each.text]
    assert found == []


def called_name(call: ast.Call) -> str:
    """The last part of what is called: ``sleep`` of ``time.sleep(1)``."""
    target = call.func
    return target.attr if isinstance(target, ast.Attribute) else getattr(target, "id", "")


def catches_all(handler: ast.ExceptHandler) -> bool:
    """Whether it is ``except:``, ``except Exception`` or ``except BaseException``."""
    kinds = handler.type.elts if isinstance(handler.type, ast.Tuple) else [handler.type]
    return any(kind is None or getattr(kind, "id", "") in ("Exception", "BaseException") for kind in kinds)


def raises(handler: ast.ExceptHandler) -> bool:
    """Whether the handler passes the error on, as itself or as another."""
    return any(isinstance(node, ast.Raise) for node in ast.walk(handler))
