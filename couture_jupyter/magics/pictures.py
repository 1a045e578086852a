"""What the output of a cell shows: the graph of a DAG, states, tables; each as HTML and as text for consoles."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from html import escape
from typing import Any

from couture_jupyter.magics.graph_layout import Box, Node, place

MOST_TASKS = 150  # a larger graph is a list: as a picture nobody could read it

# Sign and colour of a state; never the colour alone. The colours are those of Jupyter's theme.
_SIGNS = {
    "success": ("✓", "success-color1"),
    "failed": ("✗", "error-color1"),
    "upstream_failed": ("✗", "error-color2"),
    "running": ("▶", "info-color1"),
    "queued": ("…", "ui-font-color2"),
    "scheduled": ("…", "ui-font-color2"),
    "up_for_retry": ("↻", "warn-color1"),
    "up_for_reschedule": ("↻", "warn-color1"),
    "restarting": ("↻", "warn-color1"),
    "deferred": ("…", "info-color2"),
    "skipped": ("»", "ui-font-color3"),
    "removed": ("-", "ui-font-color3"),
}
_FALLBACKS = {
    "success-color1": "#388e3c",
    "error-color1": "#d32f2f",
    "info-color1": "#0288d1",
    "warn-color1": "#f57c00",
}


@dataclass(frozen=True, slots=True)
class Picture:
    """Something to show: IPython asks for the form that the front end can draw."""

    html: str
    text: str

    def _repr_mimebundle_(self, **_: Any) -> dict[str, str]:
        return {"text/html": self.html, "text/plain": self.text}


def say(text: str) -> None:
    """A line in the cell's output."""
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()


def show(picture: Picture) -> None:
    """A picture in the cell's output."""
    from IPython.core.display_functions import display

    display(picture)  # type: ignore[no-untyped-call]


def said(state: str | None) -> str:
    """A state with its sign."""
    return f"{_SIGNS.get(state or '', ('·', ''))[0]} {state or 'waiting'}"


def colour(state: str | None) -> str:
    """The colour of a state, as CSS has it."""
    name = _SIGNS.get(state or "", ("", "ui-font-color2"))[1]
    return f"var(--jp-{name}, {_FALLBACKS.get(name, '#757575')})"


def graph(title: str, nodes: Sequence[Node]) -> Picture:
    """The graph of a DAG."""
    text = "\n".join([title, *_lines(nodes)])
    if len(nodes) > MOST_TASKS:
        return Picture(f"<pre>{escape(text)}</pre>", text)
    heading = f"<div style='font-weight: 600; margin: 4px 0'>{escape(title)}</div>"
    return Picture(f'{heading}<div style="overflow: auto; max-height: 30em">{svg(title, nodes)}</div>', text)


def table(columns: Sequence[str], rows: Iterable[Sequence[object]], empty: str, caption: str = "") -> Picture:
    """A table; ``empty`` is said when there are no rows."""
    shown = [["" if value is None else str(value) for value in row] for row in rows]
    if not shown:
        return Picture(f"<div>{escape(empty)}</div>", empty)
    widths = [max(len(each) for each in column) for column in zip(columns, *shown, strict=True)]
    lines = [_padded(row, widths) for row in [columns, *shown]]
    head = "".join(f"<th style='text-align: left'>{escape(name)}</th>" for name in columns)
    body = "".join(
        "<tr>" + "".join(f"<td style='text-align: left'>{escape(v)}</td>" for v in row) + "</tr>" for row in shown
    )
    name = f"<caption style='text-align: left'>{escape(caption)}</caption>" if caption else ""
    html = f"<table>{name}<thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
    return Picture(html, "\n".join([*([caption] if caption else []), *lines]))


def record(fields: Mapping[str, object]) -> Picture:
    """The fields of one thing, those that have a value."""
    shown = {name: str(value) for name, value in fields.items() if value not in (None, "", [], {})}
    width = max((len(name) for name in shown), default=0)
    rows = "".join(
        f"<tr><th style='text-align: left'>{escape(name)}</th><td style='text-align: left'>{escape(value)}</td></tr>"
        for name, value in shown.items()
    )
    return Picture(f"<table>{rows}</table>", "\n".join(f"{name:{width}}  {value}" for name, value in shown.items()))


def source(code: str) -> Picture:
    """Python code."""
    return Picture(f"<pre>{escape(code)}</pre>", code)


def progress(done: int, total: int, words: str) -> str:
    """A bar of HTML, with words beside it that say the same."""
    share = 100 * done // max(total, 1)
    bar = f"<progress value='{done}' max='{max(total, 1)}' style='width: 20em' aria-label='{escape(words)}'></progress>"
    return f"<div>{bar} {share} % · {escape(words)}</div>"


def text_bar(done: int, total: int, width: int = 30) -> str:
    """The same of characters."""
    full = width * done // max(total, 1)
    return f"[{'#' * full}{'.' * (width - full)}] {done} of {total}"


def _padded(row: Sequence[str], widths: Sequence[int]) -> str:
    return "  ".join(value.ljust(width) for value, width in zip(row, widths, strict=True)).rstrip()


def _lines(nodes: Sequence[Node]) -> list[str]:
    """A line a task, with what comes after it."""
    lines = []
    for each in nodes:
        after = f" -> {', '.join(each.downstream)}" if each.downstream else ""
        state = f"  {said(each.state)}" if each.state else ""
        lines.append(f"  {each.task_id}{after}{state}")
    return lines


def svg(title: str, nodes: Sequence[Node]) -> str:
    """The graph as a picture, which can stand in a page or in a file."""
    layout = place(nodes)
    boxes = layout.boxes
    everything = [*boxes.values(), *(box for passes in layout.edges.values() for box in passes)]
    width = max((box.x + box.width for box in everything), default=0) + 2
    height = max((box.y + box.height for box in everything), default=0) + 2
    edges = [_edge([boxes[start], *passes, boxes[end]]) for (start, end), passes in layout.edges.items()]
    drawn = [_box(each, boxes[each.task_id]) for each in nodes]
    told = escape(f"{title}: " + "; ".join(line.strip() for line in _lines(nodes)), quote=True)
    return (
        f'<svg role="img" aria-label="{told}" width="{width:.0f}" '
        f'height="{height:.0f}" viewBox="0 0 {width:.0f} {height:.0f}" xmlns="http://www.w3.org/2000/svg" '
        f'style="font-family: var(--jp-ui-font-family, sans-serif); font-size: 12px; max-width: none">'
        f"{''.join(edges)}{''.join(drawn)}</svg>"
    )


def _edge(way: Sequence[Box]) -> str:
    """A line from the first box to the last, through those between."""
    x, y = way[0].x + way[0].width, way[0].y + way[0].height / 2
    path = f"M {x:.0f} {y:.0f}"
    for box in way[1:]:
        end, middle = box.x - (6 if box is way[-1] else 0), box.y + box.height / 2
        bend = max((end - x) / 2, 16)
        path += f" C {x + bend:.0f} {y:.0f}, {end - bend:.0f} {middle:.0f}, {end:.0f} {middle:.0f}"
        x, y = (box.x + box.width, middle) if box is not way[-1] else (box.x, middle)
        path += f" H {x:.0f}" if box is not way[-1] else ""
    line = f"fill: none; stroke: {_LINE}; stroke-width: 1.5"
    return f'<path d="{path}" style="{line}"/><path d="M {x:.0f} {y:.0f} l -8 -4 v 8 z" style="fill: {_LINE}"/>'


def _box(node: Node, box: Box) -> str:
    edge = colour(node.state) if node.state else _LINE
    face = f"fill: var(--jp-layout-color2, #eee); stroke: {edge}; stroke-width: {2 if node.state else 1}"
    below = said(node.state) if node.state else node.note
    x, middle = box.x + 12, box.y + box.height / 2
    line = middle - 3 if below else middle + 4
    name = f'<text x="{x:.0f}" y="{line:.0f}" style="{_WORDS}">{escape(node.task_id)}</text>'
    note = f'<text x="{x:.0f}" y="{middle + 13:.0f}" style="{_NOTE}">{escape(below)}</text>' if below else ""
    place_of = f'x="{box.x:.0f}" y="{box.y:.0f}" width="{box.width:.0f}" height="{box.height:.0f}"'
    return f'<g><rect {place_of} rx="5" style="{face}"/>{name}{note}</g>'


_LINE = "var(--jp-border-color0, #9e9e9e)"
_WORDS = "fill: var(--jp-ui-font-color1, #212121); font-weight: 600"
_NOTE = "fill: var(--jp-ui-font-color2, #616161); font-size: 11px"
