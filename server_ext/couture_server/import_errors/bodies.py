"""DAG files that could not be read, at the HTTP edge."""

from __future__ import annotations

from couture_server.http.models import Answer, Moment


class ImportFailure(Answer):
    """A DAG file that could not be read."""

    import_error_id: int
    timestamp: Moment
    filename: str
    bundle_name: str | None = None
    stack_trace: str
    message: str
    line: int | None


class ImportErrorCollection(Answer):
    """A page of import errors."""

    import_errors: list[ImportFailure]
    total_entries: int
