"""Import: what becomes of jobs of jupyter-scheduler and of a crontab, and what is said of the others."""

from __future__ import annotations

import base64
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from couture_scheduler.actions import importing, schedules
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.actions.import_drafts import Draft
from couture_scheduler.actions.schedule_form import When
from couture_scheduler.errors import InvalidInputError
from people import write_notebook

# As jupyter-scheduler 2.12 makes them (jupyter_scheduler/orm.py).
COMMON = """
    runtime_environment_name VARCHAR(256) NOT NULL, runtime_environment_parameters VARCHAR(1024),
    compute_type VARCHAR(256), input_filename VARCHAR(256) NOT NULL, output_formats VARCHAR(512), name VARCHAR(256),
    tags VARCHAR(1024), parameters VARCHAR(1024), email_notifications VARCHAR(1024), timeout_seconds INTEGER,
    retry_on_timeout BOOLEAN, max_retries INTEGER, min_retry_interval_millis INTEGER,
    output_filename_template VARCHAR(256), update_time INTEGER, package_input_folder BOOLEAN, packaged_files VARCHAR,
"""
TABLES = f"""
CREATE TABLE jobs ({COMMON} create_time INTEGER, job_id VARCHAR(36) PRIMARY KEY, job_definition_id VARCHAR(36),
    status VARCHAR(64), status_message VARCHAR(1024), start_time INTEGER, end_time INTEGER, url VARCHAR(256),
    pid INTEGER, idempotency_token VARCHAR(256));
CREATE TABLE job_definitions ({COMMON} job_definition_id VARCHAR(36) PRIMARY KEY, schedule VARCHAR(256),
    timezone VARCHAR(36), url VARCHAR(256), create_time INTEGER, active BOOLEAN);
INSERT INTO job_definitions (runtime_environment_name, input_filename, name, schedule, timezone, active, parameters,
    output_formats, tags, job_definition_id, create_time) VALUES
    ('base', 'daily.ipynb', 'Daily', '0 9 * * MON-FRI', 'Europe/Helsinki', 0, '{{"rows": "5"}}', '["ipynb", "html"]',
     '["sales"]', 'd1', 1),
    ('base', 'gone.ipynb', 'Gone', '0 9 * * *', 'UTC', 1, NULL, '["ipynb"]', NULL, 'd2', 2),
    ('base', 'daily.ipynb', 'Wrong', '99 9 * * *', 'UTC', 1, NULL, '["ipynb"]', NULL, 'd3', 3);
INSERT INTO jobs (runtime_environment_name, input_filename, name, job_id, job_definition_id, create_time) VALUES
    ('base', 'daily.ipynb', 'Once', 'j1', NULL, 4), ('base', 'daily.ipynb', 'Once', 'j2', NULL, 5),
    ('base', 'daily.ipynb', 'Daily', 'j3', 'd1', 6);
"""


@pytest.fixture
def database(tmp_path: Path) -> Path:
    """The database of a jupyter-scheduler."""
    path = tmp_path / "scheduler.sqlite"
    with closing(sqlite3.connect(path)) as connection:
        connection.executescript(TABLES)
    return path


def test_definitions_and_single_jobs_become_paused_schedules(ctx: ActionContext, notebook: str, database: Path) -> None:
    before = database.read_bytes()
    drafts = importing.preview_jupyter_scheduler(ctx, database)
    assert [draft.source for draft in drafts] == [
        "Job definition Daily",
        "Job definition Gone",
        "Job definition Wrong",
        "Job Once",
    ]
    assert drafts[0].notes == ("It is paused there.", "rows was the text '5'; here it is 5, as declared.")
    assert drafts[1].problems == ("There is no notebook gone.ipynb in the workspace.",)
    assert drafts[2].problems[0].startswith("when.cron: ")
    done = importing.create(ctx, drafts)
    assert [each.schedule.dag_id if each.schedule else None for each in done] == ["daily", None, None, "once"]
    form = schedules.get(ctx, "daily").form
    assert (form.notebook, form.when, form.timezone) == (
        notebook,
        When("cron", cron="0 9 * * MON-FRI"),
        "Europe/Helsinki",
    )
    assert (form.parameters, form.exports, form.tags, form.paused) == ({"rows": 5}, ("html",), ("sales",), True)
    assert database.read_bytes() == before


def test_what_is_no_such_database_is_refused(ctx: ActionContext, tmp_path: Path) -> None:
    (tmp_path / "text.sqlite").write_text("not a database, only text that is long enough to look at")
    for path in (tmp_path / "missing.sqlite", tmp_path / "text.sqlite"):
        with pytest.raises(InvalidInputError):
            importing.preview_jupyter_scheduler(ctx, path)


def test_papermill_lines_of_a_crontab_become_schedules(ctx: ActionContext, notebook: str) -> None:
    folder = ctx.settings.workspace
    write_notebook(folder / "other one.ipynb", None)
    text = f"""
# comment
MAILTO=me@example.org
CRON_TZ=Europe/Helsinki
0 6 * * 1-5 cd {folder} && /usr/bin/papermill reports/daily.ipynb out/daily-$(date +\\%F).ipynb -p rows 7 -p country SE
@daily papermill '{folder}/other one.ipynb' /tmp/x.ipynb -k python3 --log-output >> /var/log/x.log 2>&1
5 4 * * * /usr/local/bin/backup --all
@reboot papermill {folder}/reports/daily.ipynb x.ipynb
0 5 * * * papermill /etc/other.ipynb x.ipynb
0 7 * * * python -m papermill {folder}/reports/daily.ipynb -y '{{share: 0.25}}' && rm -f x
"""
    drafts = importing.preview_crontab(ctx, text)
    assert drafts[0].problems == ()
    assert [bool(draft.form and not draft.problems) for draft in drafts] == [True, True, False, False, False, True]
    first, second, last = drafts[0].form, drafts[1].form, drafts[5].form
    assert first
    assert (first.when.cron, first.timezone, first.output_path) == (
        "0 6 * * 1-5",
        "Europe/Helsinki",
        "out/daily-{date}.ipynb",
    )
    assert first.parameters == {"rows": 7, "country": "SE"}
    assert second
    assert (second.notebook, second.kernel_name, second.output_path) == ("other one.ipynb", "python3", None)
    assert last
    assert (last.name, last.parameters) == ("daily 2", {"share": 0.25})
    assert drafts[5].notes == ("What the line runs after papermill is left out: rm -f x.",)
    assert drafts[2].problems == ("It does not run papermill.",)
    done = importing.create(ctx, drafts, only={drafts[0].source}, switched_on=True)
    assert [each.schedule.form.paused for each in done if each.schedule] == [False]


def read_one(ctx: ActionContext, line: str, *before: str) -> Draft:
    """The draft of one line of a crontab, after lines that set variables."""
    (draft,) = importing.preview_crontab(ctx, "\n".join((*before, line)))
    return draft


def test_parameters_of_papermill_are_read_in_all_their_forms(ctx: ActionContext, notebook: str) -> None:
    (ctx.settings.workspace / "day.yaml").write_text("rows: 3\ncountry: NO\n")
    coded = base64.b64encode(b"{share: 0.25}").decode()
    call = f"cd {ctx.settings.workspace} && papermill {notebook} o.ipynb"
    draft = read_one(ctx, f"@daily {call} -p rows 5 -f day.yaml -b {coded} -r until 9 --parameters=country inf 2>> log")
    assert draft.problems == ()
    assert draft.form
    assert draft.form.parameters == {"rows": 5, "country": "inf", "share": 0.25, "until": 9}
    assert draft.form.output_path == "o.ipynb"
    assert draft.notes == (
        "The parameters are those that day.yaml holds now; later changes of it do not count.",
        "until was the text '9'; here it is 9, as declared.",
    )


def test_what_is_lost_of_a_line_is_said(ctx: ActionContext, notebook: str) -> None:
    call = f"papermill {ctx.settings.workspace}/{notebook}"
    line = f"0 6 * * * git pull && {call} out-$(date +\\%d).ipynb -p country $(date) -f /etc/x.yaml --cwd /srv; rm x"
    draft = read_one(ctx, line)
    assert draft.form
    assert (draft.form.parameters, draft.form.output_path) == ({}, "out-{date}.ipynb")
    assert draft.notes == (
        "Its parameters are not read: /etc/x.yaml is not in the workspace. Give them in the schedule.",
        "The notebook runs in its own folder, not in --cwd.",
        "The parameter country was the date of the run. Here parameters are the same for each run: left out.",
        "What the line runs before papermill is left out: git pull.",
        "What the line runs after papermill is left out: rm x.",
        "The date in the output's name is written as 2026-01-31, not by +%d.",
    )
    assert read_one(ctx, f"0 6 * * * {call} --prepare-only").problems[0].endswith("(--prepare-only).")


@pytest.mark.parametrize(
    "line",
    ["@daily cd $PLACE && papermill reports/daily.ipynb", "@daily papermill ${PLACE}/reports/daily.ipynb x 2>&1",
     "@daily flock -n /tmp/l bash -lc 'cd $PLACE; papermill reports/daily.ipynb -'",
     "@daily papermill reports/daily.ipynb > /dev/null", "@daily papermill >log reports/daily.ipynb"]
)  # fmt: skip
def test_the_notebook_of_a_line_is_found(ctx: ActionContext, notebook: str, line: str) -> None:
    before = ("TZ=Asia/Tokyo", "CRON_TZ = 'Europe/Helsinki'", f"PLACE={ctx.settings.workspace}")
    draft = read_one(ctx, line, *before)
    assert draft.problems == ()
    assert draft.form
    assert (draft.form.notebook, draft.form.timezone) == (notebook, "Europe/Helsinki")


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("@daily papermill $NOWHERE/a.ipynb", "a variable has no value in it"),
        ("@reboot papermill reports/daily.ipynb", "It runs when the machine starts"),
        ("@daily papermill", "It names no notebook"),
        ("@daily papermill ~nobody_here/a.ipynb", "is not in the workspace"),
        ("@daily papermill 'a.ipynb", "It does not run papermill"),
        ("99 * * * * papermill reports/daily.ipynb", "Its time cannot be followed"),
        ("* * *", "It does not run papermill"),
    ],
)
def test_a_line_that_cannot_become_a_schedule_says_why(
    ctx: ActionContext, notebook: str, line: str, sentence: str
) -> None:
    draft = read_one(ctx, line)
    assert sentence in draft.problems[0]


def test_importing_twice_makes_nothing_twice(ctx: ActionContext, notebook: str, database: Path) -> None:
    line = f"papermill {ctx.settings.workspace}/{notebook}"
    text = f"0 6 * * * {line}\n0 18 * * * {line}\n"
    first = importing.create(ctx, importing.preview_crontab(ctx, text))
    assert [each.schedule.dag_id for each in first if each.schedule] == ["daily", "daily_2"]
    form = schedules.get(ctx, "daily").form
    schedules.update(ctx, "daily", replace(form, when=When("cron", cron="0 7 * * *")))  # changed since
    drafts = importing.preview_crontab(ctx, text)
    assert [each.existing for each in drafts] == ["daily", "daily_2"]
    again = importing.create(ctx, drafts)
    assert [each.problems for each in again] == [
        ("It is here already: the schedule daily.",),
        ("It is here already: the schedule daily_2.",),
    ]
    chosen = importing.create(ctx, drafts, only={drafts[0].source})  # whoever asks for it gets another
    assert [each.schedule.dag_id for each in chosen if each.schedule] == ["daily_3"]


def test_jobs_with_the_same_name_are_told_apart(ctx: ActionContext, notebook: str, database: Path) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("UPDATE job_definitions SET name = 'Daily', schedule = '0 10 * * *', create_time = 9")
        connection.commit()
    drafts = importing.preview_jupyter_scheduler(ctx, database)
    assert [each.source for each in drafts][:3] == [
        "Job definition Daily",
        "Job definition Daily (2)",
        "Job definition Daily (3)",
    ]
    importing.create(ctx, drafts)
    assert [each.existing for each in importing.preview_jupyter_scheduler(ctx, database)] == [
        "daily",
        None,
        "daily_2",
        "once",
    ]


def test_the_notebook_is_the_one_like_the_copy_that_jupyter_scheduler_keeps(
    ctx: ActionContext, notebook: str, database: Path
) -> None:
    workspace = ctx.settings.workspace
    write_notebook(workspace / "a" / "daily.ipynb", ["other = 1"])
    copy = database.parent / "scheduler_staging_area" / "d1" / "daily.ipynb"
    copy.parent.mkdir(parents=True)
    copy.write_bytes((workspace / notebook).read_bytes())
    (database.parent / "scheduler_staging_area" / "d2").mkdir()
    (database.parent / "scheduler_staging_area" / "d2" / "gone.ipynb").write_text("{}")
    drafts = importing.preview_jupyter_scheduler(ctx, database)
    assert drafts[0].form
    assert drafts[0].form.notebook == notebook
    assert "jupyter-scheduler keeps a copy: " in drafts[1].problems[0]
    copy.write_text("{}")
    changed = importing.preview_jupyter_scheduler(ctx, database)[0]
    assert "runs the copy that it made then" in changed.notes[0]
