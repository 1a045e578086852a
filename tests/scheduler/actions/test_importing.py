"""Import: what becomes of jobs of jupyter-scheduler and of a crontab, and what is said of the others."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from couture_scheduler.actions import importing, schedules
from couture_scheduler.actions.context import ActionContext
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
    ('base', 'daily.ipynb', 'Daily', '0 9 * * MON-FRI', 'Europe/Helsinki', 0, '{{"rows": 5}}', '["ipynb", "html"]',
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
    assert drafts[0].notes == ("It is paused there.",)
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
    assert drafts[5].notes == ("What the line runs after papermill is left out.",)
    assert drafts[2].problems == ("It does not run papermill.",)
    done = importing.create(ctx, drafts, only={drafts[0].source}, switched_on=True)
    assert [each.schedule.form.paused for each in done if each.schedule] == [False]
