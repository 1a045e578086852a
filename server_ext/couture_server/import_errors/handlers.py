"""Routes of DAG files that could not be read."""

from __future__ import annotations

import zlib

from couture_scheduler.actions import dags
from couture_scheduler.actions.context import ActionContext
from couture_scheduler.config import Settings
from couture_scheduler.errors import NotFoundError
from couture_scheduler.store.import_errors import ImportErrorRecord

from couture_server.http.filters import fits
from couture_server.http.paging import is_descending
from couture_server.http.resources import file_name
from couture_server.http.routes import Routes
from couture_server.import_errors.bodies import ImportErrorCollection, ImportErrorQuery, ImportFailure

routes = Routes("Import Error", store_only=True)

MOST = 10_000  # files that cannot be read


@routes.get("importErrors", "importErrors:read")
def get_import_errors(ctx: ActionContext, query: ImportErrorQuery) -> ImportErrorCollection:
    """DAG files that could not be read, by their paths."""
    is_down = is_descending(query.order_by, "filename")
    found = [_answer(each, ctx.settings) for each in dags.list_import_errors(ctx, limit=MOST).entries]
    fitting = [
        each for each in found if query.filename in (None, each.filename) and fits(query, "filename", each.filename)
    ]
    fitting.sort(key=lambda each: each.filename, reverse=is_down)
    part = fitting[query.offset : query.offset + query.limit]
    return ImportErrorCollection(import_errors=part, total_entries=len(fitting))


@routes.get("importErrors/{import_error_id}", "importErrors:read")
def get_import_error(ctx: ActionContext, import_error_id: int) -> ImportFailure:
    """One DAG file that could not be read."""
    for each in dags.list_import_errors(ctx, limit=MOST).entries:
        if _number(each.file) == import_error_id:
            return _answer(each, ctx.settings)
    raise NotFoundError(f"There is no import error {import_error_id}.")


def _answer(record: ImportErrorRecord, settings: Settings) -> ImportFailure:
    return ImportFailure(
        import_error_id=_number(record.file),
        timestamp=record.at,
        filename=file_name(record.file, settings) or record.file,
        stack_trace=record.traceback or record.message,
        message=record.message,
        line=record.line,
    )


def _number(file: str) -> int:
    """Airflow's shape wants a number; ours are found by their file. It fits the path's pattern of nine digits."""
    return zlib.crc32(file.encode()) % 1_000_000_000
