"""The settings in force with their origins and meanings, and what is installed."""

from __future__ import annotations

import dataclasses
from dataclasses import replace

import pytest
from couture_scheduler import config
from couture_scheduler.actions import configuration
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import Settings


def test_every_setting_is_in_one_section_and_has_a_meaning() -> None:
    names = sorted(name for section in configuration.SECTIONS.values() for name in section)
    assert names == sorted(each.name for each in dataclasses.fields(Settings))
    assert configuration.meanings_of(Settings).keys() == set(names)


def test_a_setting_tells_where_it_comes_from(ctx: ActionContext, monkeypatch: pytest.MonkeyPatch) -> None:
    home = ctx.settings.home
    home.mkdir(exist_ok=True)
    (home / "couture.toml").write_text("parallelism = 7\nheartbeat = 2\nkeep_days = 'many'\n")
    monkeypatch.setenv("COUTURE_HEARTBEAT", "3")
    settings = replace(ctx.settings, parallelism=7, heartbeat=3.0, held_kernels=2)
    options = {each.name: each for each in configuration.describe(replace(ctx, settings=settings)).options}
    named = {name: options[name].origin for name in ("parallelism", "heartbeat", "held_kernels", "keep_days")}
    assert named == {
        "parallelism": "file",
        "heartbeat": "environment",
        "held_kernels": "server",
        "keep_days": "default",
    }
    assert {options[name].origin for name in ("workspace", "home", "db_url", "dags_folder")} == {"default"}
    assert (options["parallelism"].value, options["parallelism"].default) == ("7", "32")
    assert options["smtp_user"].meaning == options["smtp_password"].meaning


def test_no_secret_is_told(ctx: ActionContext) -> None:
    urls = {"db_url": "postgresql://ada:s3cret@db/couture", "broker_url": "amqp://ada:s3cret/@@broker:5672/room"}
    settings = replace(ctx.settings, smtp_password="s3cret", **urls)
    told = configuration.describe(replace(ctx, settings=settings))
    assert "s3cret" not in str(told)
    shown = {each.name: each.value for each in told.options}
    assert (shown["smtp_password"], shown["broker_url"]) == ("***", "amqp://***@broker:5672/room")


def test_what_is_installed_is_told(ctx: ActionContext) -> None:
    told = configuration.describe(ctx)
    packages = {each.name: each for each in told.packages}
    assert packages["SQLAlchemy"].version
    assert packages["paramiko"].extra == "ssh"
    assert told.database.startswith("sqlite 3")
    assert told.settings_file.endswith(config.FILE_NAME)
