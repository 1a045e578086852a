"""A folder of one user that one more may use, and nobody else: groups have too many members for that.

The list (a POSIX ACL, Linux only) also stands in what is made in the folder later. Of that, the other user may do
what the mode lets the group do: a socket that both are to reach needs ``open_socket``.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from couture_scheduler.errors import UnavailableError

_FOLDERS_OWN, _INHERITED = "system.posix_acl_access", "system.posix_acl_default"
_OWNER, _USER, _GROUP, _MASK, _OTHERS = 0x01, 0x02, 0x04, 0x10, 0x20
_ALL, _LOOK = 7, 5  # read, write, enter; all but write
_NOBODY = 0xFFFFFFFF  # for entries that are about no particular user


def let_in(folder: Path, user: int, *, may_add: bool = True) -> None:
    """From now on ``user`` may do in ``folder`` what its owner may; all others nothing. Who may not ``may_add`` can put
    nothing there, or in the place of what is there; a link that we then follow, say.

    Raises ``UnavailableError`` where the file system keeps no such lists.
    """
    try:
        os.setxattr(folder, _FOLDERS_OWN, _written(user, _ALL if may_add else _LOOK))
        os.setxattr(folder, _INHERITED, _written(user, _ALL))
    except (AttributeError, OSError) as error:
        raise UnavailableError(
            f"The file system of {folder} keeps no access lists (ACL), so one user alone cannot be let in. "
            "Mount it with them, as Linux's tmpfs and ext4 are."
        ) from error


def _written(user: int, rights: int) -> bytes:
    """The list as Linux keeps it."""
    entries = (
        *((_OWNER, _ALL, _NOBODY), (_USER, rights, user), (_GROUP, 0, _NOBODY)),
        *((_MASK, _ALL, _NOBODY), (_OTHERS, 0, _NOBODY)),
    )
    return struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *each) for each in entries)


def open_socket(path: str | Path) -> None:
    """Let those connect whom the list of the socket's folder names."""
    os.chmod(path, 0o770)  # noqa: S103 - "group" stands for the list, in which the group has nothing
