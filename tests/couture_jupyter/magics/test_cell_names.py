"""What a cell reads and makes, found without running it."""

from __future__ import annotations

import pytest

from couture_jupyter.magics.cell_names import names_of


@pytest.mark.parametrize(
    ("source", "reads"),
    [
        ("y = x + 1", {"x"}),
        ("x = 1\ny = x + 1", set()),
        ("x = x + 1", {"x"}),
        ("x += 1", {"x"}),
        ("frame['a'] = frame.b.sum()", {"frame"}),
        ("a, (b, *c) = rows", {"rows"}),
        ("for row in rows:\n    total = row\nprint(total)", {"rows", "print"}),
        ("[x for x in xs if x > low]", {"xs", "low"}),
        ("{k: v for k, v in pairs for _ in v}", {"pairs"}),
        ("f = lambda a, b=d: a + b + c", {"c", "d"}),
        ("def f(a, b=d):\n    t = a + c\n    return t + g()\ndef g(): return h", {"c", "d", "h"}),
        ("class A(B):\n    x = y\n    def f(self): return x + z", {"B", "y", "x", "z"}),
        ("import a.b\na.b.c(x)", {"x"}),
        ("from m import f as g\ng(x)", {"x"}),
        ("with open(p) as f:\n    t = f.read()", {"open", "p"}),
        ("try:\n    x = f()\nexcept E as e:\n    x = str(e)\nprint(x)", {"f", "E", "str", "print"}),
        ("f'{a!r:{w}} {b}'", {"a", "b", "w"}),
        ("if (n := len(xs)) > 3:\n    print(n)", {"len", "xs", "print"}),
        ("match p:\n    case {'k': v, **rest}: print(v, rest)\n    case [a, *b]: print(a, b)", {"p", "print"}),
        ("x: int = 3\ny: list[T]", {"int", "list", "T"}),
        ("del x", set()),
        ("any(y := x for x in xs)", {"any", "xs"}),
    ],
)
def test_what_a_cell_reads(source: str, reads: set[str]) -> None:
    assert names_of(source).reads == reads


@pytest.mark.parametrize(
    ("source", "values"),
    [
        ("y = x + 1", {"y"}),
        ("a, (b, *c) = rows", {"a", "b", "c"}),
        ("frame['a'].b = 1", set()),
        ("for row in rows:\n    total = row", {"row", "total"}),
        ("[x for x in xs]", set()),
        ("any(y := x for x in xs)", {"y"}),
        ("def f(): z = 1", set()),
        ("import os\nos.environ['A'] = 'b'", set()),
        ("x = 1\ndel x", set()),
        ("with open(p) as f:\n    t = f.read()", {"f", "t"}),
        ("try:\n    x = 1\nexcept E as e:\n    pass", {"x"}),
    ],
)
def test_what_a_cell_makes(source: str, values: set[str]) -> None:
    assert names_of(source).values == values


@pytest.mark.parametrize(
    ("source", "changed"),
    [
        ("frame['a'].b = 1", {"frame"}),
        ("frame.loc[0, 'a'] += 1", {"frame"}),
        ("del config['a'], thing.b", {"config", "thing"}),
        ("rows.append(1)", {"rows"}),
        ("config.update(a=1)", {"config"}),
        ("found.setdefault('a', []).append(1)", {"found"}),
        ("config['a']['b'].pop()", {"config"}),
        ("frame.drop(columns='a', inplace=True)", {"frame"}),
        ("frame.drop(columns='a', inplace=False)", set()),
        ("random.shuffle(rows)\nheappush(heap[0], 1)", {"rows", "heap"}),
        ("for row in rows:\n    row['a'] = 1", {"rows"}),
        ("for i, row in enumerate(rows['x']):\n    row.append(i)", {"rows"}),
        ("for key, row in groups.items():\n    row.total = 1", {"groups"}),
        ("[row.pop('a') for row in rows]", {"rows"}),
        ("first = rows[0]\nfirst['a'] = 1", {"rows"}),
        ("same = rows\nsame.sort()", {"rows"}),
        ("a = b\nb = a\na.sort()", set()),
        ("copy = rows.copy()\ncopy.sort()", set()),
        ("rows = []\nrows.append(1)", set()),
        ("def add(): rows.append(1)\nadd()", {"rows"}),
        ("def add(rows): rows.append(1)", set()),
        ("def add():\n    rows = []\n    rows.append(1)", set()),
        ("rows.count(1)\nlen(rows)\nrows + [1]", set()),
        ("rows += [1]", set()),
        ("f(rows).append(1)", set()),
    ],
)
def test_what_a_cell_changes_in_place(source: str, changed: set[str]) -> None:
    assert names_of(source).changed == changed


def test_what_only_some_ways_make_is_perhaps_read() -> None:
    found = names_of("if c:\n    x = 1\nprint(x)")
    assert found.may_read == {"x"}
    assert "x" not in found.reads
    both = names_of("if c:\n    x = 1\nelse:\n    x = 2\nprint(x)")
    assert not both.may_read
    raised = names_of("try:\n    x = f()\nexcept E:\n    raise\nprint(x)")
    assert not raised.may_read


def test_imports_and_definitions_are_no_values() -> None:
    found = names_of("import a.b as c, d.e\nfrom .m import x as y\nfrom n import *\ndef f(): ...\nclass G: ...\nv = 1")
    assert found.imports == {"c": "import a.b as c", "d": "import d.e", "y": "from .m import x as y"}
    assert found.values == {"v"}
    assert found.definitions == {"f", "G"}
    assert found.star_imports == (("n", 3),)


def test_a_wrong_cell_is_a_syntax_error() -> None:
    with pytest.raises(SyntaxError):
        names_of("x =")
