"""The types of connections that providers describe."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from couture_jupyter.hooks.installed_types import ExtraField, installed_types, type_of

LIVY = {
    "hook-class-name": "airflow.providers.apache.livy.hooks.livy.LivyHook",
    "connection-type": "livy",
    "hook-name": "Apache Livy",
    "ui-field-behaviour": {
        "hidden-fields": ["schema"],
        "relabeling": {"host": "Livy server"},
        "placeholders": {"port": "8998"},
    },
    "conn-fields": {
        "region": {"label": "Region", "schema": {"type": ["string", "null"]}},
        "token": {"label": "Token", "schema": {"type": ["string", "null"], "format": "password"}},
        "retries": {"schema": {"type": "integer"}, "description": "How often."},
        "secure": {"schema": {"type": ["null", "boolean"]}},
    },
}


def test_a_type_is_what_its_provider_says() -> None:
    found = type_of(LIVY, "apache-airflow-providers-apache-livy")
    assert (found.conn_type, found.label, found.hidden_fields) == ("livy", "Apache Livy", ("schema",))
    assert (found.labels, found.placeholders) == ({"host": "Livy server"}, {"port": "8998"})
    assert found.extra_fields == (
        ExtraField("region", "Region", "text", None),
        ExtraField("token", "Token", "secret", None),
        ExtraField("retries", "retries", "number", "How often."),
        ExtraField("secure", "secure", "switch", None),
    )


def test_installed_providers_are_asked_and_a_broken_one_is_left_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "test_installed_provider.py").write_text(
        "def works():\n    return {'package-name': 'p', 'connection-types': [{'connection-type': 'kafka'}]}\n"
        "def breaks():\n    raise RuntimeError('no')\n"
        "def none():\n    return {'package-name': 'q'}\n"
    )
    metadata = tmp_path / "test_installed_provider-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text("Name: test-installed-provider\nVersion: 1.0\n")
    lines = [f"{name} = test_installed_provider:{name}" for name in ("works", "breaks", "none")]
    (metadata / "entry_points.txt").write_text("[apache_airflow_provider]\n" + "\n".join(lines) + "\n")
    monkeypatch.syspath_prepend(str(tmp_path))
    assert [each.conn_type for each in installed_types() if each.package == "p"] == ["kafka"]
    sys.modules.pop("test_installed_provider", None)
