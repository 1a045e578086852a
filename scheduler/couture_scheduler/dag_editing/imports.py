"""Imports merged into a source: what is there is used again, what is missing is added at the place where it belongs.

The names of Airflow and ours are the same things (``couture_jupyter.airflow_compat``): a file that takes
``BashOperator`` from ``airflow.operators.bash`` needs no second one.
"""

from __future__ import annotations

import sys
from bisect import bisect
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import libcst as cst

from couture_scheduler.dag_editing.source import Source, Splice, parse
from couture_scheduler.errors import InvalidInputError

SAME_THINGS = ("airflow", "couture_jupyter")
LINE_LENGTH = 120


@dataclass(frozen=True, slots=True)
class Wanted:
    """One name to be imported. ``module`` has its leading dots; ``name`` is empty for ``import module``."""

    module: str
    name: str
    alias: str

    @property
    def bound(self) -> str:
        """The name that the file can use afterwards."""
        return self.alias or self.name or self.module.partition(".")[0]

    @property
    def text(self) -> str:
        """How the name stands in an import."""
        return (self.name or self.module) + (f" as {self.alias}" if self.alias else "")

    @property
    def statement(self) -> str:
        """A statement for this name alone."""
        return f"from {self.module} import {self.text}" if self.name else f"import {self.text}"

    @property
    def group(self) -> int:
        """Where it stands among imports: the future, Python's own, others, the package's own."""
        top = self.module.partition(".")[0]
        return 0 if top == "__future__" else 3 if not top else 1 if top in sys.stdlib_module_names else 2


@dataclass(frozen=True, slots=True)
class Existing:
    """One import statement of a file and the names that it imports."""

    node: cst.Import | cst.ImportFrom
    line: cst.SimpleStatementLine
    names: tuple[Wanted, ...]
    is_in_header: bool


def merge_imports(source: str, statements: Sequence[str]) -> str:
    """The source with these import statements merged in.

    A statement that imports nothing, or takes a name that already means something else, is an ``InvalidInputError`` at
    ``imports``; a source that is no Python one at ``content``.
    """
    for each in statements:
        for wanted in wanted_names(each):
            source = _merged(source, wanted)
    return source


def wanted_names(statement: str) -> tuple[Wanted, ...]:
    """What a statement such as ``from a import b as c, d`` imports."""
    try:
        lines = cst.parse_module(statement.strip()).body
    except cst.ParserSyntaxError as error:
        raise InvalidInputError.at("imports", f"`{statement}` is no valid Python.") from error
    nodes = [node for line in lines if isinstance(line, cst.SimpleStatementLine) for node in line.body]
    imports = [node for node in nodes if isinstance(node, cst.Import | cst.ImportFrom)]
    if len(imports) != len(nodes) or len(nodes) < len(lines) or not nodes:
        raise InvalidInputError.at("imports", f"`{statement}` must be import statements and nothing else.")
    return tuple(name for node in imports for name in existing_names(node))


def existing_imports(source: Source) -> tuple[Existing, ...]:
    """The import statements of the module's own level, those in ``try`` too."""
    return tuple(_existing(source.module.body))


def _existing(body: Sequence[cst.CSTNode], is_in_header: bool = True) -> Iterator[Existing]:
    for position, each in enumerate(body):
        if isinstance(each, cst.Try):
            yield from _existing(each.body.body, is_in_header=False)
        elif isinstance(each, cst.SimpleStatementLine):
            imports = [node for node in each.body if isinstance(node, cst.Import | cst.ImportFrom)]
            for node in imports:
                yield Existing(node, each, existing_names(node), is_in_header)
            is_in_header = is_in_header and (bool(imports) or (position == 0 and _is_text(each)))
        elif not isinstance(each, cst.If):
            is_in_header = False


def _is_text(line: cst.SimpleStatementLine) -> bool:
    first = line.body[0]
    return isinstance(first, cst.Expr) and isinstance(first.value, cst.SimpleString | cst.ConcatenatedString)


def existing_names(node: cst.Import | cst.ImportFrom) -> tuple[Wanted, ...]:
    """What the statement imports."""
    if isinstance(node, cst.Import):
        return tuple(Wanted(each.evaluated_name, "", each.evaluated_alias or "") for each in node.names)
    module = "." * len(node.relative) + (_dotted(node.module) if node.module else "")
    if isinstance(node.names, cst.ImportStar):
        return (Wanted(module, "*", ""),)
    return tuple(Wanted(module, each.evaluated_name, each.evaluated_alias or "") for each in node.names)


def _dotted(node: cst.BaseExpression) -> str:
    if isinstance(node, cst.Attribute):
        return f"{_dotted(node.value)}.{node.attr.value}"
    return node.value if isinstance(node, cst.Name) else ""


def _merged(text: str, wanted: Wanted) -> str:
    source = parse(text)
    there = existing_imports(source)
    if any(_gives(name, wanted) for each in there for name in each.names):
        return text
    _refuse_other_meaning(wanted, there)
    joined = next((splices for each in there if (splices := _joined(source, each, wanted))), None)
    return source.spliced(joined or [_new_line(source, there, wanted)])


def _gives(there: Wanted, wanted: Wanted) -> bool:
    if there.bound != wanted.bound or bool(there.name) != bool(wanted.name):
        return there == wanted
    if not wanted.name:
        # ``import a.b`` binds ``a``, but ``a.c`` needs an import of its own.
        return there.module == wanted.module and there.alias == wanted.alias
    return there.name == wanted.name and (there.module == wanted.module or _are_same_things(there, wanted))


def _are_same_things(one: Wanted, other: Wanted) -> bool:
    return all(each.module.partition(".")[0] in SAME_THINGS for each in (one, other))


def _refuse_other_meaning(wanted: Wanted, there: Sequence[Existing]) -> None:
    for each in there:
        for name in each.names:
            is_package = not name.name and not wanted.name and not name.alias and not wanted.alias
            if name.bound == wanted.bound and name.name != "*" and not is_package:
                what = f"The name `{wanted.bound}` already means something else here: `{name.statement}`."
                raise InvalidInputError.at("imports", f"{what} Import it under another name.")


def _joined(source: Source, each: Existing, wanted: Wanted) -> list[Splice]:
    """The splices that add the name to a statement that imports from its module already."""
    node = each.node
    if not wanted.name or wanted.name == "*" or not each.is_in_header or not isinstance(node, cst.ImportFrom):
        return []
    if isinstance(node.names, cst.ImportStar) or each.names[0].module != wanted.module:
        return []
    place = _sorted_place([name.name for name in each.names], wanted.name)
    splices = _before(source, node.names[place], wanted) if place < len(each.names) else _at_end(source, node, wanted)
    added = sum(len(splice.text) for splice in splices if "\n" not in splice.text)
    end = source.span(node)[1]
    return splices if source.line_end(end) - source.line_start(end) + added <= LINE_LENGTH or node.lpar else []


def _sorted_place(names: Sequence[str], name: str) -> int:
    """Where a name belongs among names that are sorted, constants first or by their letters; else at the end."""
    for key in (_by_type, str.lower):
        keys = [key(each) for each in names]
        if keys == sorted(keys):
            return bisect(keys, key(name))
    return len(names)


def _by_type(name: str) -> str:
    kind = 0 if name.isupper() and len(name) > 1 else 1 if name[:1].isupper() else 2
    return f"{kind}{name}"


def _before(source: Source, alias: cst.ImportAlias, wanted: Wanted) -> list[Splice]:
    start = source.span(alias)[0]
    blank = source.text[source.line_start(start) : start]
    gap = " " if blank.strip() else source.newline + blank
    return [Splice(start, start, f"{wanted.text},{gap}")]


def _at_end(source: Source, node: cst.ImportFrom, wanted: Wanted) -> list[Splice]:
    assert not isinstance(node.names, cst.ImportStar)
    last = node.names[-1]
    name_end = source.span(last.asname)[1] if last.asname else source.span(last.name)[1]
    comma = source.text.find(",", name_end, source.span(node)[1]) if isinstance(last.comma, cst.Comma) else -1
    end = comma + 1 if comma >= 0 else name_end
    if node.lpar is None or source.line_of(source.span(node)[1]) == source.line_of(name_end):
        return [Splice(end, end, f" {wanted.text}," if comma >= 0 else f", {wanted.text}")]
    start = source.span(last)[0]
    blank = source.text[source.line_start(start) : start]
    indent = blank if not blank.strip() else source.indent
    line_end = source.line_end(end)
    return [
        *([] if comma >= 0 else [Splice(name_end, name_end, ",")]),
        Splice(line_end, line_end, f"{source.newline}{indent}{wanted.text},"),
    ]


def _new_line(source: Source, there: Sequence[Existing], wanted: Wanted) -> Splice:
    """A line of its own, in its group of the file's first imports."""
    header = [each for each in there if each.is_in_header]
    same = [each for each in header if each.names[0].group == wanted.group]
    before = same or [each for each in header if each.names[0].group < wanted.group]
    newline = source.newline
    if before:
        last = before[-1]
        end = source.after_line(source.span(last.line)[1])
        is_new_group = last.names[0].group < wanted.group
        text = (newline if is_new_group else "") + wanted.statement + newline
        if is_new_group and last is not header[-1]:
            text += "" if source.text[end:].startswith(("\n", "\r")) else newline
        return Splice(end, end, text if source.text[:end].endswith(("\n", "\r")) or not end else newline + text)
    if header:
        start = source.line_start(source.span(header[0].line)[0])
        return Splice(start, start, wanted.statement + newline + newline)
    return _first_line(source, wanted)


def _first_line(source: Source, wanted: Wanted) -> Splice:
    """The line of a file that imports nothing yet: after the docstring, else after the comments at the top."""
    body, newline = source.module.body, source.newline
    has_docstring = bool(body) and isinstance(body[0], cst.SimpleStatementLine) and _is_text(body[0])
    if has_docstring:
        end = source.after_line(source.span(body[0])[1])
        gap = "" if source.text[:end].endswith(("\n", "\r")) else newline
        rest = source.text[end:]
        after = newline if rest.strip() and not rest.startswith(("\n", "\r")) else ""
        return Splice(end, end, f"{gap}{newline}{wanted.statement}{newline}{after}")
    start = _after_top_comments(source)
    rest = source.text[start:]
    after = newline if rest.strip() and not rest.startswith(("\n", "\r")) else ""
    return Splice(start, start, f"{newline if start else ''}{wanted.statement}{newline}{after}")


def _after_top_comments(source: Source) -> int:
    """Behind the shebang, the encoding and a licence; a comment right above the first statement belongs to that."""
    start = 0
    for line in source.module.header:
        if line.comment is None:
            break
        start = source.after_line(start)
    return start
