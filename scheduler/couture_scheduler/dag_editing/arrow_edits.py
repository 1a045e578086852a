"""Dependencies taken out of arrows: ``a >> b >> c``, lists, ``chain()``, ``set_downstream()``.

What remains of an arrow keeps its own text; an arrow may fall into two statements, or go when nothing is left to
connect.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import product

import libcst as cst

from couture_scheduler.dag_editing.lines import gone
from couture_scheduler.dag_editing.listing import entries, removed
from couture_scheduler.dag_editing.literals import dotted
from couture_scheduler.dag_editing.reading import Arrow, How, Item, Operand
from couture_scheduler.dag_editing.source import Source, Splice
from couture_scheduler.errors import InvalidInputError

COMMENT = re.compile(r"#.*")


@dataclass(frozen=True, slots=True)
class Rewriting:
    """An arrow with a statement of its own, and its text."""

    source: Source
    arrow: Arrow

    @property
    def operands(self) -> tuple[Operand, ...]:
        """What stands between its operators, labels too."""
        return self.arrow.operands

    def without_edge(self, before: str, after: str) -> list[Splice]:
        """Splices after which the arrow does not say any more that one node comes before the other."""
        self.refuse_unless_alone()
        place = next(at for at, one, other, _ in self.arrow.pairs() if (one, other) == (before, after))
        following = self._next(place)
        left, right = self.operands[place], self.operands[following]
        first, second = (before, after) if self.arrow.is_forward[following - 1] else (after, before)
        one, other = _item(left, first), _item(right, second)
        if self.arrow.how is How.METHOD:
            return self._without_method(other, right)
        if right.is_list and not left.is_list and following == self._last and len(right.items) > 1:
            return _without_item(self.source, right, other)
        if left.is_list and not right.is_list and place == 0 and len(left.items) > 1:
            return _without_item(self.source, left, one)
        return self._split(place, following, one, other)

    def without_node(self, node: str, mend: bool) -> list[Splice]:
        """Splices after which the node is in the arrow no more."""
        self.refuse_unless_alone()
        place = next(at for at, operand in enumerate(self.operands) if node in operand.ids)
        operand = self.operands[place]
        item = _item(operand, node)
        if self.arrow.how is How.METHOD:
            return self._without_method(item, operand)
        if len(operand.items) > 1 and not self._is_paired(place):
            return _without_item(self.source, operand, item)
        if len(operand.items) > 1:
            edge = next((one, other) for _, one, other, _ in self.arrow.pairs() if node in (one, other))
            return self.without_edge(*edge)
        return self._without_operand(place, mend)

    def _without_operand(self, place: int, mend: bool) -> list[Splice]:
        previous = self._previous(place)
        following = self._next(place) if place < self._last else None
        if previous is None or following is None:
            return self._without_end(place, previous, following)
        both_lists = self.operands[previous].is_list and self.operands[following].is_list
        same_way = len({self.arrow.is_forward[each] for each in range(previous, following)}) == 1
        if mend and same_way and not both_lists:
            start, end = self._span(place)[0], self._span(following)[0]
            if "#" not in self.source.text[start:end]:
                return [Splice(start, end, "")]
        return self._emitted([self._pieces(0, previous), self._pieces(following, self._last)])

    def _without_end(self, place: int, previous: int | None, following: int | None) -> list[Splice]:
        remaining = [each for at, each in enumerate(self.operands) if at != place and each.label is None]
        if len(remaining) < 2:
            return self._emitted([self._pieces(each, each) for each in (previous, following) if each is not None])
        if isinstance(self.arrow.expression, cst.Call):
            return removed(self.source, entries(self.source, self.arrow.expression.args), place)
        if following is not None:
            return [Splice(self._span(place)[0], self._span(following)[0], "")]
        assert previous is not None
        start = self._span(previous)[1]
        gap = self.source.text[start : self._span(place)[0]]
        kept = len(gap.rpartition("\n")[0]) if "#" in gap else 0
        return [Splice(start + kept, self._span(place)[1], "")]

    def _split(self, place: int, following: int, one: Item, other: Item) -> list[Splice]:
        """The arrow falls apart between two operands; what else was connected there stays so."""
        left, right = self.operands[place], self.operands[following]
        first, second = self._pieces(0, place), self._pieces(following, self._last)
        extra: list[str] = []
        if left.is_list and right.is_list:
            extra = self._other_pairs(place, following, one, other)
        elif right.is_list and len(right.items) > 1:
            first = [*self._pieces(0, place, lonely=True), _list_without(self.source, right, other)]
        elif left.is_list and len(left.items) > 1:
            second = [_list_without(self.source, left, one), *self._pieces(following, self._last, lonely=True)]
        operator = " >> " if self.arrow.is_forward[following - 1] else " << "
        return self._emitted([first, second], operator, extra, self._comments(place, following))

    def _other_pairs(self, place: int, following: int, one: Item, other: Item) -> list[str]:
        left, right = self.operands[place], self.operands[following]
        paired = self.arrow.how is How.CHAIN
        pairs = zip(left.items, right.items, strict=False) if paired else product(left.items, right.items)
        kept = [(a, b) for a, b in pairs if (a, b) != (one, other)]
        return [f"{self.source.code(a.node)} >> {self.source.code(b.node)}" for a, b in kept]

    def _emitted(
        self,
        parts: Sequence[list[str]],
        operator: str = " >> ",
        extra: Sequence[str] = (),
        comments: Sequence[str] = (),
    ) -> list[Splice]:
        """The statement replaced by its parts; it goes when there are none."""
        statement = self.arrow.statement
        assert statement is not None
        texts = [text for each in parts if (text := self._joined(each, operator))] + list(extra)
        if not texts and not comments:
            return [gone(self.source, statement)]
        between = self.source.newline + self.source.indent_of(statement)
        texts = [*texts[:-1], *comments, *texts[-1:]]
        start, end = self.source.whole(self.arrow.expression)
        return [Splice(start, end, between.join(texts))]

    def _joined(self, pieces: list[str], operator: str) -> str:
        if self.arrow.how is How.SHIFT or len(pieces) == 1:
            text = operator.join(pieces)
            return f"({text})" if "\n" in text and self.arrow.expression.lpar else text
        assert isinstance(self.arrow.expression, cst.Call)
        return f"{self.source.code(self.arrow.expression.func)}({', '.join(pieces)})" if pieces else ""

    def _pieces(self, first: int, last: int | None, lonely: bool = False) -> list[str]:
        """The texts of operands ``first`` to ``last``: of a shift one with its operators; none if nothing is connected.

        ``lonely``: also a single operand, for something is joined to it.
        """
        if last is None:
            return []
        if first == last and not lonely and is_reference(self.operands[first].node):
            return []
        if self.arrow.how is How.SHIFT:
            return [self.source.text[self._span(first)[0] : self._span(last)[1]]]
        return [self.source.code(each.node) for each in self.operands[first : last + 1]]

    def _without_method(self, item: Item, operand: Operand) -> list[Splice]:
        assert self.arrow.statement is not None
        if operand.is_list and len(operand.items) > 1:
            return _without_item(self.source, operand, item)
        others = [each for each in self.operands if not is_reference(each.node)]
        if others:
            raise _refusal("A task is made in this very expression. Give it a variable in the text first.")
        return [gone(self.source, self.arrow.statement)]

    def _comments(self, place: int, following: int) -> list[str]:
        return COMMENT.findall(self.source.text[self._span(place)[1] : self._span(following)[0]])

    def _is_paired(self, place: int) -> bool:
        """Whether the list stands beside another one in ``chain()``: they are connected one by one."""
        around = [self.operands[each] for each in (place - 1, place + 1) if 0 <= each < len(self.operands)]
        return self.arrow.how is How.CHAIN and any(each.is_list for each in around)

    def _span(self, place: int) -> tuple[int, int]:
        return self.source.whole(self.operands[place].node)

    @property
    def _last(self) -> int:
        return len(self.operands) - 1

    def _next(self, place: int) -> int:
        return next(at for at in range(place + 1, len(self.operands)) if self.operands[at].label is None)

    def _previous(self, place: int) -> int | None:
        return next((at for at in range(place - 1, -1, -1) if self.operands[at].label is None), None)

    def refuse_unless_alone(self) -> None:
        """Raises an ``InvalidInputError`` for an arrow that is no statement of its own."""
        if self.arrow.statement is None:
            line = self.source.line_of(self.source.span(self.arrow.expression)[0])
            raise _refusal(f"Line {line}: {self.arrow.reason}")


def _refusal(message: str) -> InvalidInputError:
    return InvalidInputError.at("target", message)


def _item(operand: Operand, node: str) -> Item:
    item = next(each for each in operand.items if node in each.ids)
    if len(item.ids) > 1:
        raise _refusal("This dependency is set for several tasks at once. Change it in the text.")
    return item


def _without_item(source: Source, operand: Operand, item: Item) -> list[Splice]:
    assert isinstance(operand.node, cst.List | cst.Tuple)
    there = entries(source, operand.node.elements)
    return removed(source, there, operand.items.index(item))


def _list_without(source: Source, operand: Operand, item: Item) -> str:
    others = [source.code(each.node) for each in operand.items if each is not item]
    return f"[{', '.join(others)}]"


def is_reference(node: cst.BaseExpression) -> bool:
    """Whether the expression only names things: nothing is lost without it."""
    if isinstance(node, cst.List | cst.Tuple):
        return all(is_reference(each.value) for each in node.elements)
    if isinstance(node, cst.Subscript):
        return is_reference(node.value)
    return bool(dotted(node))
