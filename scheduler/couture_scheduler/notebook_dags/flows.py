"""What each part needs of earlier ones: values to take, definitions to copy, files to wait for.

The notebook runs from top to bottom, so a part needs what its statements read before they set it, and what they change;
a function needs, wherever it is called, what its body reads. The value comes from the last part that set or changed it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Literal

from couture_scheduler.notebook_dags.parts import Part
from couture_scheduler.notebook_dags.pieces import Kind, Piece, pieces_of
from couture_scheduler.preflight.cells import place
from couture_scheduler.preflight.reading import Reading


@dataclass(frozen=True, slots=True)
class Flow:
    """Something that goes from one part to another, by their task ids. ``kind``: ``value`` (of the variable ``name``),
    ``file`` (``name`` is its path), or ``order``: what goes cannot be known, so the order of the notebook is kept
    (``name`` says why)."""

    source: str
    target: str
    name: str
    kind: Literal["value", "file", "order"] = "value"


@dataclass(slots=True)
class PartPlan:
    """What becomes of a part: the pieces that are copied to its top, what it takes (name -> from which part), what it
    leaves for others, and the parameters that it uses."""

    part: Part
    copies: list[Piece] = field(default_factory=list)
    takes: dict[str, str] = field(default_factory=dict)
    leaves: list[str] = field(default_factory=list)
    parameters: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Plan:
    """The parts that become tasks, and the flows between them."""

    parts: list[PartPlan]
    flows: list[Flow]

    def upstream(self, task_id: str) -> list[str]:
        """The parts that a part waits for, without those that others of them wait for already."""
        direct = list(dict.fromkeys(each.source for each in self.flows if each.target == task_id))
        behind = {each for name in direct for each in self._all_before(name)}
        return [each for each in direct if each not in behind]

    def _all_before(self, task_id: str) -> set[str]:
        found: set[str] = set()
        waiting = [task_id]
        while waiting:
            name = waiting.pop()
            new = {each.source for each in self.flows if each.target == name} - found
            found |= new
            waiting += new
        return found


def plan(reading: Reading, parts: list[Part], parameters: Iterable[str]) -> Plan:
    """What flows between ``parts``; parts that hold nothing but definitions and parameters are no tasks."""
    pieces = pieces_of(reading)
    foreign = {cell.index for cell in reading.source.code} - {each.cell for each in pieces}
    planner = _Planner(pieces, set(parameters), _parameters_cell(reading))
    made = [planner.read(part) for part in parts]
    kept = [each for each in made if each.part.task_id in planner.tasks or foreign & {*each.part.cells}]
    flows = [*planner.flows, *_files(reading, kept), *_order(reading, foreign, kept)]
    flows = list(dict.fromkeys(flows))
    for each in kept:
        each.leaves = sorted({flow.name for flow in flows if flow.kind == "value" and flow.source == each.part.task_id})
    return Plan(kept, flows)


class _Planner:
    """Reads the parts one after the other, and remembers where each name comes from."""

    def __init__(self, pieces: list[Piece], parameters: set[str], parameters_cell: int) -> None:
        self.flows: list[Flow] = []
        self.tasks: set[str] = set()
        self._pieces = pieces
        self._parameters = parameters
        self._parameters_cell = parameters_cell
        self._owner: dict[str, str] = {}  # value -> the part that set it last
        self._definitions: dict[str, Piece] = {}
        self._order = {id(piece): at for at, piece in enumerate(pieces)}
        self._set_up: list[Piece] = []

    def read(self, part: Part) -> PartPlan:
        """What a part needs; afterwards what it sets is known to the next ones."""
        found = PartPlan(part)
        mine = [each for each in self._pieces if each.cell in part.cells and each.cell != self._parameters_cell]
        known, self._own = dict(self._definitions), set[str]()
        before = list(self._set_up)
        for piece in mine:
            self._needs(piece, found)
            self._remember(piece, part.task_id)
        if any(each.kind is Kind.CODE for each in mine):
            self.tasks.add(part.task_id)
            self._copy(found, known, before, mine)
        return found

    def _needs(self, piece: Piece, found: PartPlan) -> None:
        reads, changes = self._all_uses(piece)
        changes |= piece.uses.deletes
        for name in sorted((reads | changes | piece.uses.maybe) - self._own):
            self._need(name, found)
        if piece.kind is not Kind.CODE:
            return
        for name in changes - piece.uses.sets:
            if name in self._owner or name in self._parameters:
                self._owner[name] = found.part.task_id

    def _need(self, name: str, found: PartPlan) -> None:
        owner = self._owner.get(name)
        if owner is not None and owner != found.part.task_id:
            found.takes.setdefault(name, owner)
            self.flows.append(Flow(owner, found.part.task_id, name))
        elif owner is None and name in self._parameters:
            found.parameters.add(name)

    def _all_uses(self, piece: Piece) -> tuple[set[str], set[str]]:
        """What a piece reads and changes, and what the functions that it calls do."""
        reads, changes = set(piece.uses.reads), set(piece.uses.changes)
        changes |= self._changed_by_calls(piece)
        if piece.kind is Kind.DEFINITION and not piece.is_class:
            return set(), set()  # it needs them where it is called
        seen: set[int] = set()
        waiting = [self._definitions[name] for name in reads if name in self._definitions]
        while waiting:
            each = waiting.pop()
            if id(each) in seen:
                continue
            seen.add(id(each))
            reads |= each.uses.reads
            changes |= each.uses.changes | each.uses.maybe | self._changed_by_calls(each)
            waiting += [self._definitions[name] for name in each.uses.reads if name in self._definitions]
        return reads, changes - set(self._definitions)

    def _changed_by_calls(self, piece: Piece) -> set[str]:
        """The names of what is given to functions of the notebook that change it."""
        found: set[str] = set()
        for name, arguments in piece.uses.calls:
            changed = self._definitions[name].changed_parameters if name in self._definitions else frozenset()
            found |= {root for place_, root in arguments.items() if place_ in changed and root}
        return found

    def _remember(self, piece: Piece, task_id: str) -> None:
        if piece.kind is Kind.SET_UP:
            self._set_up.append(piece)
        elif piece.kind is Kind.DEFINITION:
            if piece.takes_all:
                self._set_up.append(piece)
            for name in piece.uses.sets | piece.uses.maybe:
                self._definitions[name] = piece
                self._owner.pop(name, None)
        else:
            for name in piece.uses.sets | piece.uses.maybe:
                self._owner[name] = task_id
                self._definitions.pop(name, None)
            self._own |= piece.uses.sets

    def _copy(self, found: PartPlan, known: dict[str, Piece], before: list[Piece], mine: list[Piece]) -> None:
        """The definitions of earlier parts that this one uses, with what they use themselves, in their order."""
        wanted = {name for piece in mine for name in (*piece.uses.reads, *piece.uses.changes)}
        if found.takes:  # unpickling looks for the classes by name, and for functions that values hold
            held = self._passed_on()
            wanted |= {name for name, piece in known.items() if piece.is_class or (piece.is_function and name in held)}
        copied: dict[int, Piece] = {}
        waiting = sorted(wanted)
        while waiting:
            piece = known.get(waiting.pop())
            if piece is not None and id(piece) not in copied and piece.cell not in found.part.cells:
                copied[id(piece)] = piece
                waiting += sorted(piece.uses.reads)
        modules = {name for piece in [*copied.values(), *mine] if piece.is_import for name in piece.uses.sets}
        for piece in before:
            if (not piece.module or piece.module in modules) and piece.cell not in found.part.cells:
                copied[id(piece)] = piece
        found.copies = sorted(copied.values(), key=lambda each: self._order[id(each)])

    def _passed_on(self) -> set[str]:
        return {name for piece in self._pieces if piece.kind is Kind.CODE for name in piece.uses.passed_on}


def _files(reading: Reading, parts: list[PartPlan]) -> Iterator[Flow]:
    """A part that reads a file waits for the last one before it that wrote it."""
    at = {cell: each.part.task_id for each in parts for cell in each.part.cells}
    written: dict[str, str] = {}
    writes = [(line, path, True) for line, path in reading.code.effects.written]
    uses = [*writes, *((use.line, use.path, use.is_write) for use in reading.files)]
    for line, path, is_write in sorted(uses, key=lambda use: (use[0], use[2])):
        task_id, found = at.get(place(line)[0]), reading.folders.locate(path, line)
        if task_id is None or found is None:
            continue
        if is_write:
            written[str(found)] = task_id
        elif written.get(str(found), task_id) != task_id:
            yield Flow(written[str(found)], task_id, path, "file")


def _order(reading: Reading, foreign: set[int], parts: list[PartPlan]) -> Iterator[Flow]:
    """A part with cells that are no Python waits for the part before it, and the next one for it."""
    unknown = foreign | {place(line)[0] for line, _ in reading.code.effects.shell}
    for before, after in pairwise(parts):
        cells = sorted(unknown & {*before.part.cells, *after.part.cells})
        if cells:
            why = f"cell {cells[0] + 1} is not only Python"
            yield Flow(before.part.task_id, after.part.task_id, why, "order")


def _parameters_cell(reading: Reading) -> int:
    cell = reading.source.parameters_cell
    return -1 if cell is None else cell.index
