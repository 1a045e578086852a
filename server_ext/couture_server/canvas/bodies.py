"""The canvas and the catalogue of operators at the HTTP edge."""

from __future__ import annotations

from typing import Annotated, Literal

from pydantic import Field

from couture_server.http.models import Answer, Body, Json, Text

Name = Annotated[Text, Field(min_length=1, max_length=250)]
Node = Annotated[Text, Field(min_length=1, max_length=1000)]
Nodes = Annotated[list[Node], Field(max_length=1000)]
Source = Annotated[Text, Field(max_length=2_000_000)]
Kind = Literal["string", "number", "boolean", "none", "json", "duration", "name", "expression"]


class GivenValue(Body):
    """A value for an argument. Names and expressions are Python in ``code``; all others are ``value``, a duration in
    seconds."""

    kind: Kind
    code: Annotated[Text, Field(max_length=100_000)] = ""
    value: Json = None


class AddDagEdit(Body):
    """A new DAG at the end of the file."""

    edit: Literal["add_dag"]
    dag_id: Name
    arguments: dict[Name, GivenValue] = Field(default_factory=dict)


class AddTaskEdit(Body):
    """A new task, in the group ``parent`` or in none. It comes after the tasks ``after``."""

    edit: Literal["add_task"]
    dag: Node
    operator: Annotated[Text, Field(pattern=r"^[^\W\d]\w*$", max_length=250)]
    module: Annotated[Text, Field(pattern=r"^[^\W\d]\w*(\.[^\W\d]\w*)*$", max_length=250)]
    task_id: Text
    arguments: dict[Name, GivenValue] = Field(default_factory=dict)
    parent: Node | None = None
    after: Annotated[list[Node], Field(max_length=100)] = Field(default_factory=list)


class AddFunctionEdit(Body):
    """A new function under ``@task``, and its task. It takes the values of the tasks ``values``; it comes after those
    in ``after`` without a value."""

    edit: Literal["add_function"]
    dag: Node
    name: Text
    values: Nodes = Field(default_factory=list)
    parent: Node | None = None
    after: Nodes = Field(default_factory=list)


class PasteEdit(Body):
    """Copies of tasks and groups of a file with the text ``source``, under ids that are free."""

    edit: Literal["paste"]
    dag: Node
    source: Source
    nodes: Nodes
    parent: Node | None = None


class DeleteEdit(Body):
    """Tasks and groups go; a group with all that is in it. ``mend``: what came before them then comes before what came
    after them."""

    edit: Literal["delete"]
    nodes: Nodes
    mend: bool = False


class RenameEdit(Body):
    """Another id; with ``variable`` the variable gets the fitting name, with ``variable_name`` this one."""

    edit: Literal["rename"]
    node: Node
    name: Text
    variable: bool = False
    variable_name: Text | None = None


class GroupEdit(Body):
    """A new task group around tasks and groups that stand in the same group, or in none."""

    edit: Literal["group"]
    nodes: Nodes
    group_id: Text


class MoveEdit(Body):
    """Tasks and groups go into the group ``parent``; without one out of all groups."""

    edit: Literal["move"]
    nodes: Nodes
    parent: Node | None = None


class UngroupEdit(Body):
    """A group goes, its tasks stay."""

    edit: Literal["ungroup"]
    node: Node


class SetArgumentEdit(Body):
    """An argument of a task or group (``node``) or of a DAG (``dag``)."""

    edit: Literal["set_argument"]
    name: Name
    value: GivenValue
    node: Node | None = None
    dag: Node | None = None


class RemoveArgumentEdit(Body):
    """An argument goes; its default counts."""

    edit: Literal["remove_argument"]
    name: Name
    node: Node | None = None
    dag: Node | None = None


class ConnectEdit(Body):
    """``target`` comes after ``source``; with ``argument`` it gets the value of ``source`` as that argument."""

    edit: Literal["connect"]
    source: Node
    target: Node
    argument: Name | None = None


class DisconnectEdit(Body):
    """``target`` does not come after ``source`` any more."""

    edit: Literal["disconnect"]
    source: Node
    target: Node


Edit = Annotated[
    AddDagEdit
    | AddTaskEdit
    | AddFunctionEdit
    | PasteEdit
    | DeleteEdit
    | RenameEdit
    | GroupEdit
    | MoveEdit
    | UngroupEdit
    | SetArgumentEdit
    | RemoveArgumentEdit
    | ConnectEdit
    | DisconnectEdit,
    Field(discriminator="edit"),
]


class CanvasBody(Body):
    """The text of a DAG file."""

    content: Source


class CanvasEditBody(Body):
    """The text of a DAG file and what is to be changed in it."""

    content: Source
    edit: Edit


class CanvasPlace(Answer):
    """Lines of the file, counted from 1, and offsets into its text, counted in characters."""

    line: int
    end_line: int
    start: int
    end: int


class CanvasValue(Answer):
    """A value in the file: its Python text, and what a form shows of it."""

    kind: Kind
    code: str
    value: Json


class CanvasArgument(Answer):
    """An argument in the file; ``*`` and ``**`` are names of what is unpacked."""

    name: str
    value: CanvasValue
    line: int


class CanvasDag(Answer):
    """A DAG of the file. ``dag_id`` is null when it is worked out by code."""

    key: str
    dag_id: str | None
    variable: str | None
    arguments: list[CanvasArgument]
    place: CanvasPlace


class CanvasParameter(Answer):
    """What the function of a task takes; annotation and default are Python text, empty where there is none."""

    name: str
    annotation: str
    default: str
    is_required: bool


class CanvasNode(Answer):
    """A task, a task group, or code that cannot be drawn. ``reason`` says why it cannot be edited (empty: it can be);
    ``code`` is then its text. ``parameters`` are those of the function of a task; ``has_value``: others can take its
    value."""

    id: str
    kind: Literal["task", "group", "code"]
    dag: str
    parent: str | None
    label: str
    task_id: str | None
    operator: str
    module: str
    variable: str | None
    arguments: list[CanvasArgument]
    parameters: list[CanvasParameter]
    has_value: bool
    place: CanvasPlace
    reason: str
    code: str


class CanvasEdge(Answer):
    """A dependency. ``reason`` says why it cannot be taken away (empty: it can be)."""

    source: str
    target: str
    label: str | None
    line: int
    reason: str


class CanvasOutside(Answer):
    """Code that makes DAGs or tasks which no drawing can show."""

    reason: str
    code: str
    place: CanvasPlace


class Canvas(Answer):
    """What a DAG file says. ``functions``: the names of its functions, for arguments that take one."""

    dags: list[CanvasDag]
    nodes: list[CanvasNode]
    edges: list[CanvasEdge]
    outside: list[CanvasOutside]
    functions: list[str]


class CanvasReading(Answer):
    """The canvas of a text; null when the text cannot be read, for ``problem``."""

    canvas: Canvas | None
    problem: str | None


class CanvasNote(Answer):
    """Something to look at after a change."""

    line: int
    message: str


class CanvasEdited(Answer):
    """The text after the change, what it says, and the nodes that are to be selected."""

    content: str
    canvas: Canvas
    selected: list[str]
    notes: list[CanvasNote]


class OperatorArgument(Answer):
    """An argument of an operator: which control it gets, its default as Python text, and what it is for."""

    name: str
    title: str
    form: Literal["string", "text", "number", "boolean", "duration", "json", "choice", "function", "expression"]
    is_required: bool
    default: str
    choices: list[str]
    doc: str
    is_common: bool


class Operator(Answer):
    """An operator or sensor that a DAG can have."""

    name: str
    module: str
    title: str
    category: str
    doc: str
    color: str
    arguments: list[OperatorArgument]


class OperatorCollection(Answer):
    """All operators and sensors, by category."""

    operators: list[Operator]
    total_entries: int
