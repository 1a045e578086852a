"""Settings: where things are and how much may happen at once.

Read once at start, in this order, the later winning: defaults, ``<home>/couture.toml``, environment variables
``COUTURE_<NAME>``, what the caller passes. Every process (engine, server, command line) reads the same way.
"""

from __future__ import annotations

import dataclasses
import os
import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from couture_scheduler.errors import InvalidInputError

HOME_NAME = ".couture"
FILE_NAME = "couture.toml"


@dataclass(frozen=True, slots=True)
class Settings:
    """All settings.

    Attributes:
        workspace: notebooks, DAG files and outputs live in here (the Jupyter server's root, or ``common_workspace``).
        home: our own folder: database, logs, executed notebooks, the engine's address; default
            ``<workspace>/.couture``.
        db_url: SQLAlchemy URL; default SQLite in ``home``.
        dags_folder: where DAG files are looked for; default ``<workspace>/dags``.
        parallelism: how many tasks may run at once on this engine.
        executor: ``local``: tasks run on the engine's machine; ``celery``: on worker machines (``couture worker run``).
        broker_url: the broker for ``celery``, e.g. ``amqps://couture:…@broker:5671/couture``. Give it as
            ``COUTURE_BROKER_URL``: it holds a password.
        broker_ca_file: certificates to trust at the broker, beside the machine's own.
        workers_listen: ``host:port`` at which the engine listens for worker machines, for ``celery``.
        workers_connect: ``host:port`` at which worker machines find it; default: this machine's name and that port.
        worker_lost_after: seconds of silence after which a worker machine is lost, and its tasks with it; one that
            cannot write to the shared folder for half as long ends them itself. At least 5.
        answering_processes: processes beside the server that answer what is only read, so that many people do not wait
            for each other; -1: two in the Couture service of a Hub, else none.
        parse_timeout: seconds that reading one DAG file may take.
        spare_kernels: how many warm kernels wait for each kernelspec in use.
        held_kernels: how many kernels are kept at once after a failure; 0: none.
        held_memory_megabytes: how much memory these may take together.
        environments_megabytes: how much disk the virtual environments of jobs may take together; 0: no limit.
        heartbeat: seconds between the engine's sweeps and lease renewals.
        lease_ttl: seconds after which a silent engine has lost its lease.
        idle_exit: seconds after which an engine that the server started ends itself when no server is connected and
            nothing is scheduled; 0 means never.
        keep_runs, keep_days, keep_megabytes: how many finished runs of a DAG are kept, for how long, and how much of
            their files, where the DAG does not say it itself; 0: no limit.
        task_state_days: for how long tasks keep state of their own where they do not say it themselves; 0: as long as
            their run is there.
        asset_event_days: for how many days updates of assets are kept; 0: for ever.
        audit_days: for how many days entries of the audit log are kept; 0: for ever.
        audit_to_log: write each entry of the audit log into the engine's log too, as a line of JSON.
        default_timezone: IANA name used where a schedule names none.
        base_url: where people reach JupyterLab, e.g. ``https://jupyter.example.org/user/ada/``: messages link to it.
        smtp_host: the mail server; empty: the connection ``smtp_connection`` says it.
        smtp_port: its port; 0: 587, 465 or 25, as ``smtp_security`` has it.
        smtp_security: ``starttls``, ``ssl`` or ``none``.
        smtp_user, smtp_password: how to log in, if at all. Give the password as ``COUTURE_SMTP_PASSWORD``.
        smtp_from: the sender of messages.
        smtp_ca_file: certificates to trust beside the machine's own.
        smtp_timeout: seconds to wait for the mail server.
        smtp_connection: id of a connection of the type ``smtp``, used where ``smtp_host`` is empty.
        expose_config: whether `GET config` shows the settings (never passwords) to whoever may see them.
        show_sensitive_variables: whether people who may see variables see the values under sensitive names, too.
        test_connection: whether people may have the server try a connection out, in a process of the server's.
        test_connection_local: whether these trials may reach link-local addresses, where clouds hand out credentials,
            and this machine also where users are entered.
        webhook_private: whether webhooks may go to loopback, link-local and private addresses.
    """

    workspace: Path
    home: Path
    db_url: str
    dags_folder: Path
    parallelism: int = 32
    executor: str = "local"
    broker_url: str = dataclasses.field(default="", repr=False)
    broker_ca_file: str = ""
    workers_listen: str = "0.0.0.0:8790"
    workers_connect: str = ""
    worker_lost_after: float = 120.0
    answering_processes: int = -1
    parse_timeout: float = 30.0
    spare_kernels: int = 1
    held_kernels: int = 5
    held_memory_megabytes: int = 2048
    environments_megabytes: int = 10_000
    heartbeat: float = 5.0
    lease_ttl: float = 15.0
    idle_exit: float = 60.0
    keep_runs: int = 0
    keep_days: float = 0.0
    keep_megabytes: float = 0.0
    task_state_days: float = 30.0
    asset_event_days: float = 365.0
    audit_days: float = 0.0
    audit_to_log: bool = False
    default_timezone: str = "UTC"
    base_url: str = ""
    smtp_host: str = ""
    smtp_port: int = 0
    smtp_security: str = "starttls"
    smtp_user: str = ""
    smtp_password: str = dataclasses.field(default="", repr=False)
    smtp_from: str = ""
    smtp_ca_file: str = ""
    smtp_timeout: float = 20.0
    smtp_connection: str = "smtp_default"
    expose_config: bool = False
    show_sensitive_variables: bool = False
    test_connection: bool = False
    test_connection_local: bool = False
    webhook_private: bool = False

    @property
    def runs_folder(self) -> Path:
        """One folder a run: logs, executed notebooks, results."""
        return self.home / "runs"


def load(workspace: Path | None = None, **overrides: Any) -> Settings:
    """The settings for ``workspace`` (default: ``COUTURE_WORKSPACE``, else the nearest folder upwards that has a
    ``.couture`` folder, else the current folder).

    Raises ``InvalidInputError`` for an unknown name or a value of the wrong type.
    """
    root = (workspace or _find_workspace()).resolve()
    home = Path(overrides.get("home") or os.environ.get("COUTURE_HOME") or root / HOME_NAME)
    given = {**_from_file(home / FILE_NAME), **_from_environment(), **_clean(overrides)}
    given.pop("home", None)
    values: dict[str, Any] = {
        "workspace": root,
        "home": home.resolve(),
        "db_url": f"sqlite:///{home.resolve() / 'couture.db'}",
        "dags_folder": root / "dags",
    }
    for name, value in given.items():
        values[name] = _convert(name, value)
    return Settings(**values)


def origins(settings: Settings) -> dict[str, str]:
    """Where each setting comes from: ``default``, ``file``, ``environment``, or ``server``: what the caller of ``load``
    passed, which is the command line or the server's configuration. As of now: a file may have been changed since."""
    sources = {"environment": _from_environment(), "file": _from_file(settings.home / FILE_NAME)}
    found = {}
    for field in dataclasses.fields(Settings):
        value = getattr(settings, field.name)
        given = (name for name, each in sources.items() if field.name in each and _is(field.name, each, value))
        found[field.name] = next(given, "default" if value == _default_of(field.name, settings) else "server")
    return found


def _is(name: str, given: dict[str, Any], value: Any) -> bool:
    try:
        return bool(_convert(name, given[name]) == value)
    except InvalidInputError:  # what stands there now cannot be what was read
        return False


def _default_of(name: str, settings: Settings) -> Any:
    derived = {
        "workspace": settings.workspace,
        "home": settings.workspace / HOME_NAME,
        "db_url": f"sqlite:///{settings.home / 'couture.db'}",
        "dags_folder": settings.workspace / "dags",
    }
    return derived.get(name, next(each.default for each in dataclasses.fields(Settings) if each.name == name))


def _find_workspace() -> Path:
    named = os.environ.get("COUTURE_WORKSPACE")
    if named:
        return Path(named)
    here = Path.cwd()
    for folder in (here, *here.parents):
        if (folder / HOME_NAME).is_dir():
            return folder
    return here


def _from_file(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text(encoding="utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise InvalidInputError.at("couture.toml", f"{path} is not valid TOML: {error}") from error


def _from_environment() -> dict[str, Any]:
    return {
        field.name: os.environ[f"COUTURE_{field.name.upper()}"]
        for field in dataclasses.fields(Settings)
        if field.name not in ("workspace", "home") and f"COUTURE_{field.name.upper()}" in os.environ
    }


def _clean(overrides: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in overrides.items() if value is not None}


def _flag(value: Any) -> bool:
    words = {"true": True, "1": True, "yes": True, "false": False, "0": False, "no": False, "": False}
    if str(value).lower() not in words:
        raise ValueError("it is true or false")
    return words[str(value).lower()]


_CONVERTERS: dict[str, Callable[[Any], Any]] = {"Path": Path, "int": int, "float": float, "str": str, "bool": _flag}


def _convert(name: str, value: Any) -> Any:
    types = {field.name: str(field.type) for field in dataclasses.fields(Settings)}
    if name not in types:
        raise InvalidInputError.at(name, f"There is no setting {name!r}. Settings are: {', '.join(sorted(types))}.")
    try:
        return _CONVERTERS[types[name]](value)
    except (TypeError, ValueError) as error:
        raise InvalidInputError.at(name, f"The setting {name!r} cannot be {value!r}: {error}") from error
