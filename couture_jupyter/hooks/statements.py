"""Where one SQL statement ends and the next begins."""

from __future__ import annotations

import re

# What may hold a semicolon that ends nothing: texts, names, comments, the bodies of PostgreSQL's functions.
_PARTS = re.compile(
    r"""'(?:[^']|'')*' | "(?:[^"]|"")*" | `[^`]*` | --[^\n]* | /\*.*?\*/ | (?P<dollar>\$\w*\$).*?(?P=dollar)""",
    re.DOTALL | re.VERBOSE,
)


def split_sql(sql: str) -> list[str]:
    """The statements in a text, without their semicolons; what holds only comments is left out."""
    found, begin, position = [], 0, 0
    while position < len(sql):
        part = _PARTS.match(sql, position)
        if part is not None:
            position = part.end()
            continue
        if sql[position] == ";":
            found.append(sql[begin:position])
            begin = position + 1
        position += 1
    found.append(sql[begin:])
    return [each.strip() for each in found if _without_comments(each).strip()]


def _without_comments(sql: str) -> str:
    return _PARTS.sub(lambda part: "" if part.group().startswith(("--", "/*")) else part.group(), sql)
