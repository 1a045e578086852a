"""Output path templates."""

from datetime import UTC, datetime

import pytest

from couture_jupyter.output_paths import PLACEHOLDERS, check_output_template, output_values, render_output_path

VALUES = output_values(
    run_id="scheduled__2026-03-04T22:30:00+00:00",
    dag_id="daily",
    task_id="notebook",
    logical_date=datetime(2026, 3, 4, 22, 30, tzinfo=UTC),
    notebook="reports/sales.ipynb",
    try_number=2,
    timezone="Europe/Helsinki",
)


def test_every_placeholder_has_a_value():
    assert set(VALUES) == set(PLACEHOLDERS)


@pytest.mark.parametrize(
    ("template", "path"),
    [
        ("out/{name}.ipynb", "out/daily.ipynb"),
        ("out/{run_id}.ipynb", "out/scheduled__2026-03-04T22-30-00+00-00.ipynb"),
        ("{date}/{notebook}-{time}-{ try_number }.ipynb", "2026-03-05/sales-00-30-00-2.ipynb"),
        ("plain.ipynb", "plain.ipynb"),
    ],
)
def test_placeholders_are_replaced(template, path):
    check_output_template(template)
    assert render_output_path(template, VALUES) == path


@pytest.mark.parametrize(
    ("template", "sentence"),
    [
        ("", "is empty"),
        ("   ", "is empty"),
        ("out/{day}.ipynb", "unknown placeholder {day}"),
        ("out/{}.ipynb", "unknown placeholder {}"),
        ("out/{date.ipynb", "brace without its partner"),
        ("../{date}.ipynb", "must not contain '..'"),
        ("a/../../b.ipynb", "must not contain '..'"),
        ("out/", "needs a file name"),
    ],
)
def test_a_bad_template_is_explained(template, sentence):
    with pytest.raises(ValueError, match=sentence.replace("{", r"\{")):
        check_output_template(template)


@pytest.mark.parametrize(
    "template", ["out/{{ ds }}.ipynb", "out/{{ ds }}-{run_id}.ipynb", "{% if 1 %}a{% endif %}.ipynb"]
)
def test_jinja_is_left_alone(template):
    check_output_template(template)


def test_a_value_cannot_climb():
    assert render_output_path("{name}.ipynb", {"name": "../../etc"}) == "..-..-etc.ipynb"
