"""A folder of one user that one more may use, and nobody else: groups have too many members for that.

The list (a POSIX ACL, Linux only) also stands in what is made in the folder later. Of that, the other user may do
what the mode lets the group do: a socket that both are to reach needs ``open_socket``.
"""

from __future__ import annotations

import os
import struct
from pathlib import Path

from couture_scheduler.errors import UnavailableError

_LISTS = ("system.posix_acl_access", "system.posix_acl_default")
_OWNER, _USER, _GROUP, _MASK, _OTHERS = 0x01, 0x02, 0x04, 0x10, 0x20
_ALL = 7  # read, write, enter
_NOBODY = 0xFFFFFFFF  # for entries that are about no particular user


def let_in(folder: Path, user: int) -> None:
    """From now on ``user`` may do in ``folder`` what its owner may; all others nothing.

    Raises ``UnavailableError`` where the file system keeps no such lists.
    """
    entries = ((_OWNER, _ALL, _NOBODY), (_USER, _ALL, user), (_GROUP, 0, _NOBODY), (_MASK, _ALL, _NOBODY))
    written = struct.pack("<I", 2) + b"".join(struct.pack("<HHI", *each) for each in (*entries, (_OTHERS, 0, _NOBODY)))
    try:
        for name in _LISTS:
            os.setxattr(folder, name, written)
    except (AttributeError, OSError) as error:
        raise UnavailableError(
            f"The file system of {folder} keeps no access lists (ACL), so one user alone cannot be let in. "
            "Mount it with them, as Linux's tmpfs and ext4 are."
        ) from error


def open_socket(path: str | Path) -> None:
    """Let those connect whom the list of the socket's folder names."""
    os.chmod(path, 0o770)  # noqa: S103 - "group" stands for the list, in which the group has nothing
