"""Call a Python function in another Python: in a virtual environment made for it, or in one that exists.

Only the function's own source goes over: it imports what it needs inside. Arguments and the result are pickled.
"""

from __future__ import annotations

import ast
import importlib
import importlib.util
import inspect
import json
import os
import pickle
import shutil
import signal
import subprocess
import tempfile
import textwrap
from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from couture_jupyter.exceptions import DagError, TaskError, TaskSkipped
from couture_jupyter.operators import run_function
from couture_jupyter.operators.base import Context
from couture_jupyter.operators.branch import BranchMixin
from couture_jupyter.operators.python import PythonOperator, wanted_keywords
from couture_jupyter.operators.virtualenv_making import Recipe, cached, make

SERIALIZERS = ("pickle", "cloudpickle", "dill")
# Of the context, what means the same in another Python.
_PASSED_ON = (
    *("ds", "ds_nodash", "ts", "ts_nodash", "ts_nodash_with_tz", "yesterday_ds", "yesterday_ds_nodash"),
    *("tomorrow_ds", "tomorrow_ds_nodash", "prev_ds", "prev_ds_nodash", "next_ds", "next_ds_nodash"),
    *("run_id", "params", "task_instance_key_str", "test_mode", "map_index", "expanded_ti_count", "templates_dict"),
    *("logical_date", "execution_date", "data_interval_start", "data_interval_end", "prev_execution_date"),
    *("prev_logical_date", "next_execution_date", "prev_data_interval_start_success"),
    *("prev_data_interval_end_success", "prev_execution_date_success"),
)


class _ElsewhereOperator(PythonOperator):
    """Subclasses say in ``interpreter`` which Python it is."""

    template_fields: Sequence[str] = (*PythonOperator.template_fields, "env_vars")

    def __init__(
        self,
        *,
        serializer: str | None = None,
        use_dill: bool = False,
        string_args: Iterable[str] | None = None,
        expect_airflow: bool = True,
        expect_pendulum: bool = False,
        skip_on_exit_code: int | Container[int] | None = None,
        env_vars: dict[str, str] | None = None,
        inherit_env: bool = True,
        use_airflow_context: bool = False,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        self.serializer = serializer or ("dill" if use_dill else "pickle")
        if self.serializer not in SERIALIZERS:
            raise DagError(f'serializer of task "{self.task_id}" is {", ".join(SERIALIZERS)}, not {serializer!r}.')
        self.source = function_source(self.task_id, self.python_callable)
        self.string_args = [str(each) for each in string_args or ()]
        skips = skip_on_exit_code
        self.skip_on_exit_code = skips if isinstance(skips, Container) else () if skips is None else (skips,)
        self.env_vars = env_vars or {}
        self.inherit_env = inherit_env
        self._process: subprocess.Popen[bytes] | None = None

    @contextmanager
    def interpreter(self) -> Iterator[Path]:
        """The Python that runs the function."""
        raise NotImplementedError
        yield

    def call(self, context: Context) -> Any:
        """The function's return value."""
        context["templates_dict"] = self.templates_dict
        with self.interpreter() as python, tempfile.TemporaryDirectory(prefix="couture-python-") as folder:
            return self._call_in(python, Path(folder), context)

    def on_kill(self) -> None:
        """End the other Python and what it started."""
        if self._process is not None and self._process.poll() is None:
            os.killpg(self._process.pid, signal.SIGTERM)

    def _call_in(self, python: Path, folder: Path, context: Context) -> Any:
        serializer = self._imported_serializer()
        offered = {name: context[name] for name in _PASSED_ON if context.get(name) is not None}
        if not _has_pendulum(python):
            offered = {name: _plain(value) for name, value in offered.items()}
        kwargs = wanted_keywords(self.python_callable, len(self.op_args), {**offered, **self.op_kwargs})
        (folder / "function.py").write_text(self.source, encoding="utf-8")
        call = {
            "function": self.python_callable.__name__,
            "serializer": self.serializer,
            "string_args": self.string_args,
        }
        (folder / "call.json").write_text(json.dumps(call), encoding="utf-8")
        (folder / "input").write_bytes(_dumped(serializer, {"args": tuple(self.op_args), "kwargs": kwargs}))
        # Not from its own folder, whose modules have names of the standard library's.
        script = str(shutil.copy(run_function.__file__, folder))
        self._run([str(python), script, str(folder)], folder)
        return _loaded(serializer, (folder / "output").read_bytes())

    def _run(self, command: list[str], folder: Path) -> None:
        environment = {**os.environ, **self.env_vars} if self.inherit_env else dict(self.env_vars)
        environment.pop("PYTHONPATH", None)  # ours would shadow the packages over there
        environment.update({name: value for name, value in self.env_vars.items() if name == "PYTHONPATH"})
        self._process = subprocess.Popen(
            command,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            process_group=0,
        )
        try:
            assert self._process.stdout is not None
            for raw in self._process.stdout:
                self.log.info("%s", raw.decode(errors="backslashreplace").rstrip())
            code = self._process.wait()
        finally:
            self.on_kill()
        if code in self.skip_on_exit_code:
            raise TaskSkipped(f"The function ended with exit code {code}, which means: skip.")
        if code != 0:
            error = folder / "error"
            said = error.read_text(encoding="utf-8") if error.exists() else "Its output is in the log."
            raise TaskError(f"The function ended with exit code {code}. {said}")

    def _imported_serializer(self) -> Any:
        try:
            return importlib.import_module(self.serializer)
        except ImportError as error:
            raise TaskError(
                f"The serializer {self.serializer} is missing here as well: pip install {self.serializer}"
            ) from error


class PythonVirtualenvOperator(_ElsewhereOperator):
    """Calls ``python_callable`` in a virtual environment that is made for it.

    Args:
        python_callable: a function (no lambda) that imports what it needs inside.
        requirements: packages: a list, or the text or name of a requirements file; templated.
        python_version: such as ``"3.12"``; by default the worker's.
        serializer: ``pickle``, ``cloudpickle`` or ``dill``.
        system_site_packages: whether packages of the Python beneath can be imported too.
        pip_install_options: further options of the installer.
        index_urls: where packages come from.
        venv_cache_path: a folder in which the environment is kept for the next time; templated.
        op_args: positional arguments.
        op_kwargs: keyword arguments.
        string_args: texts that the function finds as ``virtualenv_string_args``.
        env_vars: environment variables; templated.
        inherit_env: whether the worker's environment variables are there, too.
        skip_on_exit_code: exit codes that mean: skip.
        expect_airflow, expect_pendulum, use_airflow_context: accepted for Airflow's sake; what is there is found out.
    """

    template_fields: Sequence[str] = (
        *("requirements", "index_urls", "venv_cache_path"),
        *_ElsewhereOperator.template_fields,
    )
    template_ext: Sequence[str] = (".txt",)

    def __init__(
        self,
        *,
        requirements: str | Iterable[str] | None = None,
        python_version: str | float | None = None,
        system_site_packages: bool = True,
        pip_install_options: list[str] | None = None,
        index_urls: str | list[str] | None = None,
        venv_cache_path: str | os.PathLike[str] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        is_text = isinstance(requirements, str)
        self.requirements: Any = requirements if is_text or requirements is None else list(requirements)
        self.python_version = str(python_version) if python_version is not None else None
        self.system_site_packages = system_site_packages
        self.pip_install_options = pip_install_options or []
        self.index_urls = [index_urls] if isinstance(index_urls, str) else index_urls
        self.venv_cache_path = str(venv_cache_path) if venv_cache_path else None

    @contextmanager
    def interpreter(self) -> Iterator[Path]:
        """The environment, from the cache or made now and taken away afterwards."""
        recipe = self._recipe()
        if self.venv_cache_path:
            yield cached(Path(self.venv_cache_path), recipe, self.log)
            return
        with tempfile.TemporaryDirectory(prefix="couture-venv-") as folder:
            yield make(Path(folder) / "venv", recipe, self.log)

    def _recipe(self) -> Recipe:
        given = self.requirements or []
        lines = given.splitlines() if isinstance(given, str) else [str(each) for each in given]
        extra = (
            [] if self.serializer == "pickle" or any(self.serializer in each for each in lines) else [self.serializer]
        )
        return Recipe(
            requirements=(*lines, *extra),
            python_version=self.python_version,
            system_site_packages=self.system_site_packages,
            options=tuple(self.pip_install_options),
            index_urls=tuple(self.index_urls or ()),
        )


class ExternalPythonOperator(_ElsewhereOperator):
    """Calls ``python_callable`` in a Python that exists.

    Args:
        python: the path of its interpreter; templated.
        python_callable: a function (no lambda) that imports what it needs inside.
        arguments: those of ``PythonVirtualenvOperator`` that are not about making the environment.
    """

    template_fields: Sequence[str] = ("python", *_ElsewhereOperator.template_fields)

    def __init__(self, *, python: str, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.python = python

    @contextmanager
    def interpreter(self) -> Iterator[Path]:
        """That Python."""
        path = Path(self.python)
        if not path.is_file():
            raise TaskError(f"There is no Python at {path}. Give the path of an interpreter, such as venv/bin/python.")
        yield path


class BranchPythonVirtualenvOperator(PythonVirtualenvOperator, BranchMixin):
    """``PythonVirtualenvOperator`` whose function returns the task id or ids to go on with."""

    def execute(self, context: Context) -> Any:
        """Call the function, and skip what it did not choose."""
        chosen = self.call(context)
        self.follow(context, chosen)
        return chosen


class BranchExternalPythonOperator(ExternalPythonOperator, BranchMixin):
    """``ExternalPythonOperator`` whose function returns the task id or ids to go on with."""

    def execute(self, context: Context) -> Any:
        """Call the function, and skip what it did not choose."""
        chosen = self.call(context)
        self.follow(context, chosen)
        return chosen


def is_venv_installed() -> bool:
    """Whether virtual environments can be made."""
    return importlib.util.find_spec("venv") is not None


def function_source(task_id: str, function: Callable[..., Any]) -> str:
    """The source of a function alone, without its decorators."""
    if not inspect.isfunction(function) or function.__name__ == "<lambda>":
        raise DagError(f'python_callable of task "{task_id}" must be a function with a name, not {function!r}.')
    try:
        text = textwrap.dedent(inspect.getsource(function))
    except OSError as error:
        raise DagError(f'The source of python_callable of task "{task_id}" cannot be read: {error}.') from error
    made = ast.parse(text).body[0]
    assert isinstance(made, ast.FunctionDef | ast.AsyncFunctionDef)
    lines = text.splitlines()[made.lineno - 1 :]
    return "from __future__ import annotations\n\n" + "\n".join(lines) + "\n"


def _has_pendulum(python: Path) -> bool:
    return subprocess.run([str(python), "-c", "import pendulum"], capture_output=True, check=False).returncode == 0


def _plain(value: Any) -> Any:
    """A moment as plain Python's own."""
    if not isinstance(value, datetime):
        return value
    return datetime.fromisoformat(value.isoformat())


def _dumped(serializer: Any, value: Any) -> bytes:
    try:
        found: bytes = serializer.dumps(value)
    except (TypeError, AttributeError, pickle.PicklingError) as error:
        raise TaskError(f"An argument of the function cannot be pickled: {error}.") from error
    return found


def _loaded(serializer: Any, content: bytes) -> Any:
    try:
        return serializer.loads(content)
    except (ImportError, AttributeError) as error:
        raise TaskError(f"What the function returned needs a package that is not here: {error}.") from error
