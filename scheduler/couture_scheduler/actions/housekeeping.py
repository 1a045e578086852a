"""What would grow without limit: logs of long-lived processes, sources and snapshots that nothing runs any more,
folders of runs whose rows are gone, environments, state that tasks kept for a time, updates of assets. Called by the
engine now and then; each function answers how many things it removed."""

from __future__ import annotations

import logging
import os
import shutil
import sys
import time
from collections.abc import Iterable
from datetime import timedelta
from pathlib import Path

from couture_scheduler.actions import audit
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import Settings
from couture_scheduler.files import layout, snapshots
from couture_scheduler.store import asset_states, retention, task_states

LOGS = ("engine.log", "workers.log", "kernel-pool.log", "asset-watchers.log", "watchers/task.log")
LARGEST_LOG = 10 * 1024 * 1024
OLD = 24 * 3600.0  # seconds: what is younger may be about to be used
MOST_AT_ONCE = 100  # transactions that delete updates of assets in one hour
UNUSED = 30 * 24 * 3600.0  # seconds that a virtual environment waits to be used again
log = logging.getLogger(__name__)


def keep_house(ctx: ActionContext) -> dict[str, int]:
    """All of it; what was removed, by kind."""
    return {
        "logs": rotate_logs(ctx.settings.home),
        "sources": remove_unused_sources(ctx),
        "snapshots": remove_unused_snapshots(ctx),
        "run folders": remove_orphaned_folders(ctx),
        "environments": remove_unused_environments(ctx.settings),
        "values of state stores": remove_old_state(ctx),
        "updates of assets": remove_old_asset_events(ctx),
        "entries of the audit log": audit.cut(ctx),
    }


def rotate_logs(home: Path, largest: int = LARGEST_LOG) -> int:
    """A log that became too large is copied to ``<name>.1`` and emptied in place: the processes that write it append,
    and need not know."""
    count = 0
    for name in LOGS:
        path = home / name
        if path.is_file() and path.stat().st_size > largest:
            shutil.copyfile(path, home / f"{name}.1")
            os.truncate(path, 0)
            count += 1
    return count


def remove_unused_sources(ctx: ActionContext) -> int:
    """Copies of DAG sources of versions that are gone."""
    old = {path.stem: path for path in _old((ctx.settings.home / "versions").glob("*.py"))}
    with ctx.store.reading() as tx:
        known = retention.known_sources(tx, old)
    for name in set(old) - known:
        old[name].unlink(missing_ok=True)
    return len(set(old) - known)


def remove_unused_snapshots(ctx: ActionContext) -> int:
    """Snapshots that no version of a DAG runs. (A run belongs to a version, so a retry still finds its own.)"""
    home = ctx.settings.home
    old = {path.name: path for path in _old(snapshots.folder_of(home, name) for name in snapshots.names(home))}
    with ctx.store.reading() as tx:
        known = retention.known_snapshots(tx, old)
    for name in set(old) - known:
        shutil.rmtree(old[name], ignore_errors=True)
    return len(set(old) - known)


def remove_orphaned_folders(ctx: ActionContext) -> int:
    """Folders of runs that no row speaks of: their removal failed once. When most are such, the database is probably
    not the one that they belong to, and nothing is removed."""
    known, orphans = 0, []
    with ctx.store.reading() as tx:
        expected = {
            layout.run_folder(ctx.settings.runs_folder, dag_id, "any").parent.name: dag_id
            for dag_id in retention.dag_ids(tx)
        }
        for place in _folders(ctx.settings.runs_folder):
            dag_id = expected.get(place.name)
            names = retention.run_ids(tx, dag_id) if dag_id is not None else []
            runs = {layout.run_folder(ctx.settings.runs_folder, place.name, name).name for name in names}
            found = list(_folders(place))
            known += sum(each.name in runs for each in found)
            orphans += [each for each in _old(found) if each.name not in runs]
    if len(orphans) > known:
        log.warning("%d of %d run folders have no row: nothing is removed.", len(orphans), len(orphans) + known)
        return 0
    for folder in orphans:
        shutil.rmtree(folder, ignore_errors=True)
    return len(orphans)


def remove_unused_environments(settings: Settings) -> int:
    """Virtual environments that no run has used for long, and the ones used longest ago where all take too much disk; a
    run that wants one again makes it again."""
    if os.name != "posix" or not (settings.home / "environments").is_dir():
        return 0  # they are made with the locks of POSIX systems only
    from couture_scheduler.environments.pruning import prune_environments

    most = settings.environments_megabytes * 1024 * 1024 or sys.maxsize
    return len(prune_environments(settings.home, UNUSED, most))


def remove_old_state(ctx: ActionContext) -> int:
    """What tasks kept for a time that is over, and what they kept with assets that no DAG names any more."""
    with ctx.store.transaction() as tx:
        return task_states.remove_expired(tx, ctx.clock()) + asset_states.remove_unused(tx)


def remove_old_asset_events(ctx: ActionContext) -> int:
    """Updates of assets from before the time for which the settings keep them; some at once, so that nobody waits."""
    if ctx.settings.asset_event_days <= 0:
        return 0
    before, count = ctx.clock() - timedelta(days=ctx.settings.asset_event_days), 0
    for _ in range(MOST_AT_ONCE):
        with ctx.store.transaction() as tx:
            gone = retention.remove_asset_events(tx, before)
        if not gone:
            break
        count += gone
    return count


def _folders(place: Path) -> list[Path]:
    try:
        return [Path(each.path) for each in os.scandir(place) if each.is_dir(follow_symlinks=False)]
    except FileNotFoundError:
        return []


def _old(paths: Iterable[Path]) -> list[Path]:
    limit = time.time() - OLD
    return [path for path in paths if path.exists() and path.stat().st_mtime < limit]
