"""DAG files that could not be read, at the HTTP edge."""

from __future__ import annotations

from couture_server.http.models import Answer, Moment, Text
from couture_server.http.paging import SortedPage


class ImportFailure(Answer):
    """A DAG file that could not be read."""

    import_error_id: int
    timestamp: Moment
    filename: str
    bundle_name: str | None = None
    stack_trace: str
    message: str
    line: int | None


class ImportErrorQuery(SortedPage):
    """Which files; they come by their paths, which are relative to the workspace."""

    filename: Text | None = None
    filename_pattern: Text | None = None
    filename_prefix_pattern: Text | None = None


class ImportErrorCollection(Answer):
    """A page of import errors."""

    import_errors: list[ImportFailure]
    total_entries: int
