"""Changes of the canvas applied to a source: ``apply`` is the only way in.

Whatever is done is checked: the new text is read again, and must say what was wanted and nothing else. If it does not,
the change is refused and the text stays as it was.
"""

from __future__ import annotations

from collections.abc import Callable

from couture_scheduler.dag_editing.adding import add_dag, add_function, add_task
from couture_scheduler.dag_editing.changes import (
    AddDag,
    AddFunction,
    AddTask,
    Change,
    Connect,
    DeleteNodes,
    Disconnect,
    GroupNodes,
    MoveNodes,
    PasteNodes,
    RemoveArgument,
    Rename,
    SetArgument,
    UngroupNodes,
)
from couture_scheduler.dag_editing.checking import Edited
from couture_scheduler.dag_editing.connecting import connect, disconnect
from couture_scheduler.dag_editing.copying import paste
from couture_scheduler.dag_editing.grouping import group, move, ungroup
from couture_scheduler.dag_editing.reading import Reading
from couture_scheduler.dag_editing.removing import delete
from couture_scheduler.dag_editing.renaming import rename
from couture_scheduler.dag_editing.setting import remove_argument, set_argument
from couture_scheduler.dag_editing.statements import read

_WAYS: dict[type[Change], Callable[..., Edited]] = {
    AddDag: add_dag,
    AddTask: add_task,
    AddFunction: add_function,
    PasteNodes: paste,
    Connect: connect,
    Disconnect: disconnect,
    DeleteNodes: delete,
    Rename: rename,
    GroupNodes: group,
    MoveNodes: move,
    UngroupNodes: ungroup,
    SetArgument: set_argument,
    RemoveArgument: remove_argument,
}


def apply(text: str, change: Change) -> Edited:
    """The text after the change.

    Raises:
        InvalidInputError: it cannot be done; the message says why, the field which part of the change is wrong.
    """
    reading = read(text)
    do: Callable[[Reading, Change], Edited] = _WAYS[type(change)]
    return do(reading, change)
