"""What a person may ask about this installation as a whole: every setting with its origin and meaning, and which
packages it stands on. No secret is told.
"""

from __future__ import annotations

import dataclasses
import importlib.metadata
import inspect
import platform
import re
from dataclasses import dataclass
from typing import Any

from couture_jupyter.sensitive import HIDDEN, is_sensitive
from couture_jupyter.version import __version__
from couture_scheduler import config
from couture_scheduler.actions.context import ActionContext, needs
from couture_scheduler.config import Settings
from couture_scheduler.store.session import Store

PACKAGE = "couture-jupyter"
_FOUNDATIONS = ("jupyterlab", "jupyter-server", "SQLAlchemy", "APScheduler", "papermill", "nbclient", "ipykernel")
_ATTRIBUTES = re.compile(r"^ {4}(\w+(?:, \w+)*): (.+(?:\n {6,}.+)*)", re.MULTILINE)
_EXTRA = re.compile(r"""extra\s*==\s*['"]([\w.-]+)['"]""")
_PROJECT = re.compile(r"[\w.-]+")

SECTIONS: dict[str, tuple[str, ...]] = {
    "places": ("workspace", "home", "dags_folder", "db_url", "base_url"),
    "engine": ("parallelism", "parse_timeout", "heartbeat", "lease_ttl", "idle_exit", "default_timezone"),
    "server": ("answering_processes",),
    "workers": (
        *("executor", "broker_url", "broker_ca_file", "workers_listen", "workers_connect"),
        "worker_lost_after",
    ),
    "kernels": ("spare_kernels", "held_kernels", "held_memory_megabytes", "environments_megabytes"),
    "keeping": (
        *("keep_runs", "keep_days", "keep_megabytes", "task_state_days", "asset_event_days"),
        *("audit_days", "audit_to_log"),
    ),
    "mail": (
        *("smtp_host", "smtp_port", "smtp_security", "smtp_user", "smtp_password", "smtp_from"),
        *("smtp_ca_file", "smtp_timeout", "smtp_connection"),
    ),
    "security": (
        "expose_config",
        "show_sensitive_variables",
        "test_connection",
        "test_connection_local",
        "webhook_private",
    ),
}


@dataclass(frozen=True, slots=True)
class Option:
    """One setting in force. ``origin`` is ``default``, ``file``, ``environment``, or ``server`` for what the command
    line or the server's own configuration says; ``value`` is ``***`` where it is secret."""

    section: str
    name: str
    value: str
    default: str
    origin: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Package:
    """A package; ``version`` is ``None`` where it is not installed. ``extra`` is the extra of ours that brings it."""

    name: str
    version: str | None
    extra: str | None = None


@dataclass(frozen=True, slots=True)
class Installation:
    """All of it."""

    version: str
    python: str
    platform: str
    database: str
    settings_file: str
    options: list[Option]
    packages: list[Package]


@needs("config:read")
def describe(ctx: ActionContext) -> Installation:
    """The settings in force and what is installed."""
    settings = ctx.settings
    return Installation(
        version=__version__,
        python=platform.python_version(),
        platform=platform.platform(terse=True),
        database=_database(ctx.store),
        settings_file=str(settings.home / config.FILE_NAME),
        options=_options(ctx),
        packages=[*(Package(name, _version(name)) for name in _FOUNDATIONS), *_extras()],
    )


def _options(ctx: ActionContext) -> list[Option]:
    settings, meanings, origins = ctx.settings, meanings_of(Settings), config.origins(ctx.settings)
    defaults = {each.name: each.default for each in dataclasses.fields(settings)}
    shown = shown_settings(settings, ctx.store)
    return [
        Option(section, name, shown[name], _default(defaults[name]), origins[name], meanings[name])
        for section, names in SECTIONS.items()
        for name in names
    ]


def _default(value: Any) -> str:
    """Empty for those places that follow from the workspace."""
    return "" if value is dataclasses.MISSING else str(value)


def shown_settings(settings: Settings, store: Store) -> dict[str, str]:
    """All settings as people may see them, without what is secret."""
    values = {each.name: str(getattr(settings, each.name)) for each in dataclasses.fields(settings)}
    shown = {name: HIDDEN if is_sensitive(name) and value else value for name, value in values.items()}
    shown["db_url"] = store.url.set(query={}).render_as_string(hide_password=True)
    shown["broker_url"] = _without_login(settings.broker_url)
    return shown


def _without_login(url: str) -> str:
    """The address without user and password, whatever signs they are made of."""
    login, at, place = url.rpartition("@")
    return f"{login.partition('://')[0]}://{HIDDEN}@{place}" if at else url


def meanings_of(kind: type[Settings]) -> dict[str, str]:
    """What its docstring says of each attribute, as a sentence; several may share one."""
    found: dict[str, str] = {}
    for names, text in _ATTRIBUTES.findall(inspect.getdoc(kind) or ""):
        sentence = " ".join(text.split()).replace("``", "")
        found |= dict.fromkeys(names.split(", "), sentence[:1].upper() + sentence[1:])
    return found


def _database(store: Store) -> str:
    """Its kind and version, without where it is."""
    with store.reading() as tx:
        version = ".".join(str(each) for each in tx.dialect.server_version_info or ())
        return f"{tx.dialect.name} {version}".strip()


def _extras() -> list[Package]:
    """What our extras bring, and which of it is installed."""
    found = []
    for line in importlib.metadata.requires(PACKAGE) or ():
        extra, project = _EXTRA.search(line), _PROJECT.match(line)
        if extra and project:
            found.append(Package(project.group(), _version(project.group()), extra.group(1)))
    return found


def _version(name: str) -> str | None:
    try:
        return importlib.metadata.version(name)
    except importlib.metadata.PackageNotFoundError:
        return None
