"""``conf`` for DAG files written for Airflow: answers from the environment, ``AIRFLOW__SECTION__KEY``."""

from __future__ import annotations

import json
import os
import shlex
import subprocess
from typing import Any

from couture_jupyter.exceptions import CoutureError

# Airflow's own values of options that DAG files ask for; a folder's name stands for the folder in force.
DEFAULTS: dict[tuple[str, str], str] = {
    ("core", "dags_folder"): "DAGS_FOLDER",
    ("core", "plugins_folder"): "PLUGINS_FOLDER",
    ("core", "airflow_home"): "AIRFLOW_HOME",
    ("core", "default_timezone"): "utc",
    ("core", "executor"): "LocalExecutor",
    ("core", "load_examples"): "False",
    ("core", "unit_test_mode"): "False",
    ("core", "hostname_callable"): "",
    ("kubernetes_executor", "namespace"): "default",
    ("kubernetes_executor", "worker_container_repository"): "",
    ("kubernetes_executor", "worker_container_tag"): "",
    ("kubernetes", "namespace"): "default",
    ("operators", "default_owner"): "airflow",
    ("operators", "default_queue"): "default",
    ("scheduler", "catchup_by_default"): "False",
}
_MISSING: Any = object()
_TRUE = ("1", "t", "true", "yes", "on")
_FALSE = ("0", "f", "false", "no", "off")


class ConfigurationError(CoutureError):
    """An option is missing, or is not what was asked for."""


class Configuration:
    """Reads options. There is no file behind it: an option is an environment variable, or unset.

    ``AIRFLOW__SECTION__KEY_CMD`` names a program that prints the option, as in Airflow. What ``set`` changes holds for
    this process.
    """

    def get(self, section: str, key: str, fallback: Any = _MISSING, **rest: Any) -> Any:
        """The text of an option; ``fallback`` when it is not set, else ``ConfigurationError``."""
        name = _variable(section, key)
        if name in os.environ:
            return os.environ[name]
        if f"{name}_CMD" in os.environ:
            return _printed(os.environ[f"{name}_CMD"])
        if fallback is _MISSING and (section.lower(), key.lower()) in DEFAULTS:
            return _default(section.lower(), key.lower())
        if fallback is _MISSING:
            raise ConfigurationError(f"There is no option [{section}] {key}. Set the environment variable {name}.")
        return fallback

    def get_mandatory_value(self, section: str, key: str, **rest: Any) -> Any:
        """The same; an empty option is refused as well."""
        value = self.get(section, key, **rest)
        if value in (None, ""):
            raise ConfigurationError(f"The option [{section}] {key} is empty. Set {_variable(section, key)}.")
        return value

    def getboolean(self, section: str, key: str, fallback: Any = _MISSING, **rest: Any) -> bool:
        """The option as a truth value."""
        value = str(self.get(section, key, fallback)).partition("#")[0].strip().lower()
        if value not in (*_TRUE, *_FALSE):
            raise _not_a(section, key, "true or false", value)
        return value in _TRUE

    def getint(self, section: str, key: str, fallback: Any = _MISSING, **rest: Any) -> int:
        """The option as a whole number."""
        return int(self._number(section, key, fallback, int, "a whole number"))

    def getfloat(self, section: str, key: str, fallback: Any = _MISSING, **rest: Any) -> float:
        """The option as a number."""
        return float(self._number(section, key, fallback, float, "a number"))

    def getjson(self, section: str, key: str, fallback: Any = _MISSING, **rest: Any) -> Any:
        """The option's JSON, read."""
        value = self.get(section, key, fallback)
        try:
            return json.loads(value) if isinstance(value, str) else value
        except ValueError:
            raise _not_a(section, key, "JSON", value) from None

    def getlist(self, section: str, key: str, fallback: Any = _MISSING, delimiter: str = ",", **rest: Any) -> Any:
        """The option's parts, between commas."""
        value = self.get(section, key, fallback)
        return [part.strip() for part in value.split(delimiter)] if isinstance(value, str) else value

    def getimport(self, section: str, key: str, **rest: Any) -> Any:
        """What the option names, imported; ``None`` for an empty one."""
        from couture_jupyter.airflow_compat.calling import import_string

        path = self.get(section, key, **rest)
        return import_string(path) if path else None

    def getsection(self, section: str) -> dict[str, str]:
        """The options of one section that are set, by their keys."""
        begin = _variable(section, "")
        return {name.removeprefix(begin).lower(): os.environ[name] for name in os.environ if name.startswith(begin)}

    def has_option(self, section: str, option: str, **rest: Any) -> bool:
        """Whether the option is set."""
        names = {_variable(section, option), f"{_variable(section, option)}_CMD"}
        return bool(names & set(os.environ)) or (section.lower(), option.lower()) in DEFAULTS

    def has_section(self, section: str) -> bool:
        """Whether an option of the section is set."""
        return bool(self.getsection(section))

    def set(self, section: str, option: str, value: Any) -> None:
        """Set an option, for this process and what it starts."""
        os.environ[_variable(section, option)] = str(value)

    def as_dict(self, **rest: Any) -> dict[str, dict[str, str]]:
        """All options that are set, by section, with their values."""
        names = (name.split("__", 2) for name in os.environ if name.startswith("AIRFLOW__"))
        sections = {parts[1].lower() for parts in names if len(parts) == 3}
        return {section: self.getsection(section) for section in sorted(sections)}

    def _number(self, section: str, key: str, fallback: Any, kind: type, what: str) -> Any:
        value = self.get(section, key, fallback)
        try:
            return kind(value.partition("#")[0].strip() if isinstance(value, str) else value)
        except (TypeError, ValueError):
            raise _not_a(section, key, what, value) from None


def _variable(section: str, key: str) -> str:
    return f"AIRFLOW__{section}__{key}".upper()


def _default(section: str, key: str) -> str:
    from couture_jupyter.airflow_compat import settings

    value = DEFAULTS[section, key]
    return str(getattr(settings, value)) if value.isupper() else value


def _printed(command: str) -> str:
    done = subprocess.run(shlex.split(command), capture_output=True, text=True, check=False)
    if done.returncode:
        raise ConfigurationError(f"The command {shlex.split(command)[0]} that prints an option failed: {done.stderr}")
    return done.stdout


def _not_a(section: str, key: str, what: str, value: Any) -> ConfigurationError:
    return ConfigurationError(
        f"The option [{section}] {key} is {what}, not {value!r}. It is {_variable(section, key)}."
    )


conf = Configuration()
