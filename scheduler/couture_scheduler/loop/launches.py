"""Turns a queued task instance into a ``Launch``: the source as a file, the try's folder, what a worker may know."""

from __future__ import annotations

import hashlib
import hmac
from collections import OrderedDict
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from couture_jupyter.serialization import DagSpec
from couture_scheduler.actions.running_as import owning_schedule
from couture_scheduler.config import Settings
from couture_scheduler.engine.graph import graph_of
from couture_scheduler.engine.launch import Launch
from couture_scheduler.engine.outcomes import may_retry, retry_delay
from couture_scheduler.engine.snapshot import RunView, TaskInstanceView
from couture_scheduler.files import layout
from couture_scheduler.files.atomic import write_atomically
from couture_scheduler.kernels import account_pools
from couture_scheduler.store import versions
from couture_scheduler.store.callbacks import CallbackRecord
from couture_scheduler.store.dag_runs import DagRunRecord
from couture_scheduler.store.session import Store
from couture_scheduler.store.task_instances import TaskInstanceRecord
from couture_scheduler.store.triggers import WaitRecord

CACHED_VERSIONS = 1_000
WATCHER = 0  # stands for a task instance in the launches of asset watchers
NOT_THEIRS = (
    "This run is of what somebody else had scheduled before {owner} changed it, so it does not run as {owner}. "
    "Start a new run."
)
CALLBACK_SECONDS = 600.0  # that a callback may take


class Versions:
    """DAG versions by id, the most recently used ones kept in memory; a version never changes."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._cache: OrderedDict[int, versions.VersionRecord] = OrderedDict()

    def get(self, version_id: int) -> versions.VersionRecord:
        """The version; ``NotFoundError`` when there is none."""
        record = self._cache.get(version_id)
        if record is None:
            with self._store.reading() as tx:
                record = versions.get(tx, version_id)
            self._cache[version_id] = record
            if len(self._cache) > CACHED_VERSIONS:
                self._cache.popitem(last=False)
        self._cache.move_to_end(version_id)
        return record

    def spec(self, version_id: int) -> DagSpec:
        """What the version describes."""
        return self.get(version_id).spec


class Launches:
    """Builds launches, and knows their secrets: a token is an HMAC of the launch's id, so none has to be stored.

    ``folder_stamp`` changes when a module beside the DAG files changes: warm parents have imported the old one.
    """

    def __init__(self, settings: Settings, known: Versions, store: Store, secret: bytes) -> None:
        self._store = store
        self._settings = settings
        self._versions = known
        self._secret = secret
        self._sources = settings.home / "versions"
        self.folder_stamp = ""
        self.endpoint: dict[str, Any] = {}
        self.kernel_pool = ""

    def build(self, run: RunView, task: TaskInstanceView, info: dict[str, Any]) -> Launch:
        """The hand-over of the current try of ``task``."""
        version = self._versions.get(run.version_id)
        spec = graph_of(run.dag).nodes[task.task_id].task
        account, refusal = self._account(version)
        return Launch(
            task_instance_id=task.id,
            dag_id=run.dag.dag_id,
            run_id=run.run_id,
            task_id=task.task_id,
            map_index=task.map_index,
            try_number=task.try_number,
            max_tries=task.max_tries,
            launch=task.launch,
            source_hash=f"{version.source_hash}{self.folder_stamp}",
            source_path=str(self._source_file(version)),
            origin_path=str(self._origin(version)),
            folder=str(self.folder(run, task)),
            workspace=str(self._settings.workspace),
            run=self._placed(info),
            execution_timeout=spec.execution_timeout,
            endpoint=self.endpoint,
            token=self.token(launch_id(task)),
            resume=resume_of(task),
            account=account,
            refusal=refusal,
            kernel_pool=str(account_pools.address_of(account)) if account else self.kernel_pool,
            held_kernels=self._settings.held_kernels,
            held_memory_megabytes=self._settings.held_memory_megabytes,
            queue=spec.queue,
            retry_in=retry_delay(spec, task, run) if may_retry(spec, task) else None,
        )

    def of_wait(self, wait: WaitRecord, info: dict[str, Any]) -> Launch:
        """The launch that deferred a try, as far as its trigger needs it: to ask the engine, and for its log."""
        name = (wait.dag_id, wait.run_id, wait.task_id, wait.map_index, wait.try_number)
        return Launch(
            task_instance_id=wait.task_instance_id,
            dag_id=wait.dag_id,
            run_id=wait.run_id,
            task_id=wait.task_id,
            map_index=wait.map_index,
            try_number=wait.try_number,
            max_tries=wait.max_tries,
            launch=wait.launch,
            source_hash="",
            source_path="",
            origin_path="",
            folder=str(layout.try_folder(self._settings.runs_folder, *name)),
            workspace=str(self._settings.workspace),
            run=self._placed(info),
            endpoint=self.endpoint,
            token=self.token(wait.launch_id),
        )

    def of_callback(
        self, callback: CallbackRecord, run: DagRunRecord, task: TaskInstanceRecord, info: dict[str, Any], launch: int
    ) -> Launch:
        """The hand-over of a callback, with the context of ``task``."""
        version = self._versions.get(run.version_id)
        shown = {"state": task.state, "started_at": _text(task.began_at), "ended_at": _text(task.ended_at)}
        details = {**callback.details, "task": shown}
        return Launch(
            task_instance_id=-callback.id,
            dag_id=callback.dag_id,
            run_id=callback.run_id,
            task_id=task.task_id,
            map_index=task.map_index,
            try_number=0,
            max_tries=task.max_tries,
            launch=launch,
            source_hash=f"{version.source_hash}{self.folder_stamp}",
            source_path=str(self._source_file(version)),
            origin_path=str(self._origin(version)),
            folder=str(layout.callback_folder(self._settings.runs_folder, run.dag_id, run.run_id, callback.id)),
            workspace=str(self._settings.workspace),
            run=self._placed(info),
            execution_timeout=CALLBACK_SECONDS,
            endpoint=self.endpoint,
            token=self.token(f"{-callback.id}.0.{launch}"),
            callback={"kind": callback.kind, "try_number": task.try_number, "run_state": run.state, **details},
        )

    def _account(self, version: versions.VersionRecord) -> tuple[str, str]:
        """As whom a notebook runs (decision 12); empty: as the service, as all tasks of DAG files do. Then why it may
        not run as them."""
        if account_pools.place() is None:
            return "", ""
        with self._store.reading() as tx:
            found = owning_schedule(tx, version)
        if found is None:
            return "", ""
        return found.owner, "" if version.id >= found.owned_since else NOT_THEIRS.format(owner=found.owner)

    def _placed(self, info: dict[str, Any]) -> dict[str, Any]:
        """With the address of the run's page, which only the settings tell."""
        names = (quote(info["dag_id"], safe=""), quote(info["run_id"], safe=""))
        return {**info, "page": f"{self._settings.base_url.rstrip('/')}/lab/couture/run/{names[0]}/{names[1]}"}

    def of_watcher(self, number: int, name: str, folder: Path, now: datetime) -> Launch:
        """A launch for the trigger of an asset's watcher, as far as it needs one: to ask for secrets, and for its log.
        ``number`` tells it from all others of this engine."""
        moment = now.isoformat()
        dates = dict.fromkeys(("logical_date", "data_interval_start", "data_interval_end", "run_after"), moment)
        return Launch(
            task_instance_id=WATCHER,
            dag_id="",
            run_id="",
            task_id=name,
            map_index=-1,
            try_number=1,
            max_tries=0,
            launch=number,
            source_hash="",
            source_path="",
            origin_path="",
            folder=str(folder),
            workspace=str(self._settings.workspace),
            run={"dag_id": "", "run_id": "", "run_type": "asset_triggered", **dates},
            endpoint=self.endpoint,
            token=self.token(f"{WATCHER}.1.{number}"),
        )

    def folder(self, run: RunView, task: TaskInstanceView) -> Path:
        """The folder of the current try."""
        return layout.try_folder(
            self._settings.runs_folder,
            run.dag.dag_id,
            run.run_id,
            task.task_id,
            task.map_index,
            task.try_number,
        )

    def token(self, launch: str) -> str:
        """What the worker of this launch shows to the endpoint."""
        return hmac.new(self._secret, launch.encode(), hashlib.sha256).hexdigest()

    def _source_file(self, version: versions.VersionRecord) -> Path:
        path = self._sources / f"{version.source_hash}.py"
        if not path.exists():
            self._sources.mkdir(parents=True, exist_ok=True)
            write_atomically(path, version.source, durable=True)  # a power cut must not leave an empty one
        return path

    def _origin(self, version: versions.VersionRecord) -> Path:
        if version.file is not None:
            return self._settings.dags_folder / version.file
        return self._settings.dags_folder / "notebook_schedules" / f"{version.dag_id}.py"


def resume_of(task: TaskInstanceView) -> dict[str, Any] | None:
    """``Launch.resume``; ``None`` for a try that begins."""
    if task.first_started_at is None:
        return None
    began = task.first_started_at.isoformat()
    return {"method": task.next_method, "first_started_at": began, **(task.next_kwargs or {})}


def launch_id(task: TaskInstanceView) -> str:
    """The id of the current launch of ``task``, as ``Launch.id`` builds it."""
    return f"{task.id}.{task.try_number}.{task.launch}"


def _text(moment: datetime | None) -> str | None:
    return moment.isoformat() if moment else None
