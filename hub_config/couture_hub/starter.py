"""The starter: has root's rights, and does one thing with them. It starts a person's kernel pool, as that person.

    python -m couture_hub.starter FOLDER SERVICE_USER

It listens on the socket ``starter`` in FOLDER, which only the service's user can open. One connection is one question:
a line with the name of an account. The answer is a line of JSON: ``{"ready": true}``, or ``{"error": sentence}``, which
the task's log repeats. The pool then listens in ``FOLDER/<account>/``, which the person and the service's user can
open and nobody else; the starter itself never opens anything in there.

It starts pools for members of the service's group only: who is not in it has not been entered for Couture, and the
service has no rights over their account.
"""

from __future__ import annotations

import grp
import json
import os
import pwd
import re
import signal
import socket
import stat
import subprocess
import sys
import threading
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from couture_scheduler.errors import SchedulerError
from couture_scheduler.files.access_lists import let_in
from couture_scheduler.kernels.account_pools import STARTER, peer

from couture_hub.ending import end_with_the_hub

NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_.-]{0,31}")
LOGIN_DEFS = Path("/etc/login.defs")
FIRST_PERSON = 1000  # where the system does not say from which number on users are people
KEPT = ("LANG", "LC_ALL", "TZ", "PYTHONPATH", "JUPYTER_PATH")  # of the Hub's environment, beside PATH
UMASK = 0o027  # as in people's own servers
PATIENCE = 10.0  # seconds that the service has for its question
START_TIMEOUT = 60.0  # seconds for a pool to say that it is ready
LONGEST = 200  # bytes of a question, and of that word
MOST_SAID = 10_000  # bytes that are read of what a pool says that does not start


class Refused(Exception):
    """No pool is started; the message says why, and what to do."""


class Starter:
    """Starts pools for the service of ``service_user``; at most one for each account."""

    def __init__(self, folder: Path, service_user: str) -> None:
        self._folder = folder
        self._service = pwd.getpwnam(service_user)
        self._pools: dict[int, subprocess.Popen[bytes]] = {}
        self._starting: dict[int, threading.Lock] = {}  # one person's slow start holds up nobody else

    def listen(self) -> socket.socket:
        """The socket that the service asks at; one of an earlier starter is replaced."""
        for each in (self._folder.parent, self._folder):
            make_ours(each)
        place = self._folder / STARTER
        place.unlink(missing_ok=True)
        asked = socket.socket(socket.AF_UNIX)
        before = os.umask(0o177)
        try:
            asked.bind(str(place))
        finally:
            os.umask(before)
        os.chown(place, self._service.pw_uid, -1)
        asked.listen()
        return asked

    def serve(self, asked: socket.socket) -> None:
        """Answer for ever."""
        while True:
            line, _ = asked.accept()
            threading.Thread(target=self.answer, args=(line,), daemon=True).start()

    def answer(self, line: socket.socket) -> None:
        """One connection."""
        with line:
            line.settimeout(PATIENCE)
            try:
                line.sendall(json.dumps(self._answer(line)).encode() + b"\n")
            except OSError:
                return  # whoever asked has gone away, or is silent

    def _answer(self, line: socket.socket) -> dict[str, object]:
        if peer(line) not in (0, self._service.pw_uid):
            return {"error": "Only the service may ask the starter."}
        name = line.makefile("rb").readline(LONGEST).decode("utf-8", "replace").rstrip("\n")
        try:
            who = person(name, self._service)
            with self._starting.setdefault(who.pw_uid, threading.Lock()):
                self._start(who)
        except (Refused, SchedulerError) as error:
            return {"error": str(error)}
        except OSError as error:
            return {"error": f"The kernel pool of {name} could not be started: {error}."}
        return {"ready": True}

    def _start(self, who: pwd.struct_passwd) -> None:
        known = self._pools.get(who.pw_uid)
        if known is not None and known.poll() is None:
            return
        process = self._popen(who)
        assert process.stdout is not None
        assert process.stderr is not None
        too_long = threading.Timer(START_TIMEOUT, process.kill)
        too_long.start()
        with process.stdout, process.stderr:
            is_ready = process.stdout.readline(LONGEST) == b"ready\n"
            if not is_ready and process.wait():  # 0: that of an earlier starter still works
                said = process.stderr.read(MOST_SAID).decode("utf-8", "replace").strip().splitlines()[-1:]
                raise Refused(f"The kernel pool of {who.pw_name} did not start. {' '.join(said)}".strip())
        too_long.cancel()
        self._pools[who.pw_uid] = process

    def _popen(self, who: pwd.struct_passwd) -> subprocess.Popen[bytes]:
        module = "couture_scheduler.kernels.account_pool"
        return subprocess.Popen(
            [sys.executable, "-m", module, str(self._folder_of(who)), str(self._service.pw_uid)],
            user=who.pw_uid,
            group=who.pw_gid,
            extra_groups=os.getgrouplist(who.pw_name, who.pw_gid),
            umask=UMASK,
            cwd="/",  # a home may be closed to root
            env=environment(who),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )

    def _folder_of(self, who: pwd.struct_passwd) -> Path:
        """Nobody but root can put anything into what is above it, so what is there is what we made."""
        folder = self._folder / who.pw_name
        folder.mkdir(mode=0o700, exist_ok=True)
        os.chown(folder, who.pw_uid, who.pw_gid)
        let_in(folder, self._service.pw_uid)
        return folder


def make_ours(folder: Path) -> None:
    """A folder that everybody can enter and nobody but us can write: what is in it is what we made. Raises ``Refused``
    where there is another one."""
    with suppress(FileExistsError):
        folder.mkdir(mode=0o755)
        folder.chmod(0o755)  # whatever our own mask takes away
    found = folder.lstat()
    if not stat.S_ISDIR(found.st_mode) or found.st_uid != os.geteuid() or found.st_mode & 0o022:
        raise Refused(f"{folder} can be written by others than its starter: remove it, and start the Hub again.")


def person(name: str, service: pwd.struct_passwd, login_defs: Path = LOGIN_DEFS) -> pwd.struct_passwd:
    """The user of the system as whom a pool may run. Raises ``Refused``."""
    if not NAME.fullmatch(name):
        raise Refused(f"{name!r} cannot be the name of a user of this system, as whom the notebook would run.")
    group = grp.getgrgid(service.pw_gid).gr_name
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        raise Refused(
            f"There is no user {name!r} on this system, as whom the notebook would run. "
            f"Who administers it can make one: useradd --create-home --groups {group} {name}"
        ) from None
    if found.pw_uid == service.pw_uid:
        raise Refused(f"{name!r} is the user of the service: no person's notebook runs as it.")
    if found.pw_name != name or found.pw_uid < first_person(login_defs):
        raise Refused(f"{name!r} is no person's user on this system: no notebook runs as it.")
    if service.pw_gid not in os.getgrouplist(name, found.pw_gid):
        raise Refused(
            f"The user {name!r} is not in the group {group!r}, so the service may run nothing as {name}. "
            f"Who administers the system can let it: usermod --append --groups {group} {name}"
        )
    return found


def first_person(login_defs: Path) -> int:
    """The smallest number of a user that is a person."""
    try:
        found = re.search(r"^\s*UID_MIN\s+(\d+)", login_defs.read_text(encoding="utf-8", errors="replace"), re.M)
    except OSError:
        found = None
    return max(1, int(found[1])) if found else FIRST_PERSON


def environment(who: pwd.struct_passwd, hub: Mapping[str, str] = os.environ) -> dict[str, str]:
    """What a pool, and so each kernel, starts with: nothing of the Hub's but where programs are, and the language."""
    kept = {name: hub[name] for name in KEPT if name in hub}
    path = os.pathsep.join(dict.fromkeys([str(Path(sys.executable).parent), *hub.get("PATH", os.defpath).split(":")]))
    own = {"HOME": who.pw_dir, "USER": who.pw_name, "LOGNAME": who.pw_name, "SHELL": who.pw_shell or "/bin/sh"}
    return {**kept, "PATH": path, **own}


def main() -> None:
    """Serve."""
    end_with_the_hub()
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # so the Hub ends its services: no error of ours
    starter = Starter(Path(sys.argv[1]), sys.argv[2])
    try:
        asked = starter.listen()
    except Refused as error:
        sys.exit(str(error))
    starter.serve(asked)


if __name__ == "__main__":
    main()
