"""Real PostgreSQL and MariaDB servers for tests, from their Debian packages, as child processes on Unix sockets.

No ports, so nothing can be taken by another test run. When a program is missing the error says what to install.
"""

from __future__ import annotations

import getpass
import glob
import os
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import create_engine, text

DEADLINE = 120.0


class DatabaseServer:
    """A running server. ``create_database`` makes an empty database and returns its SQLAlchemy URL."""

    def __init__(self, admin_url: str, database_url: str) -> None:
        self._admin = create_engine(admin_url, isolation_level="AUTOCOMMIT")
        self._database_url = database_url
        self._made = 0

    def create_database(self) -> str:
        """A new empty database."""
        self._made += 1
        name = f"couture_{self._made}"
        with self._admin.connect() as connection:
            connection.execute(text(f"CREATE DATABASE {name}"))
        return self._database_url.format(name=name)

    def close(self) -> None:
        """Drop our own connections."""
        self._admin.dispose()


@contextmanager
def postgresql() -> Iterator[DatabaseServer]:
    """A PostgreSQL server with an empty cluster."""
    initdb, postgres = _find("initdb", "postgresql"), _find("postgres", "postgresql")
    with _folder("postgres") as (folder, user):
        data = folder / "data"
        setting_up = [initdb, "-D", str(data), "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-sync"]
        subprocess.run(setting_up, check=True, stdout=subprocess.DEVNULL, cwd=folder, **_as(user))
        command = [postgres, "-D", str(data), "-k", str(folder), "-h", "", "-c", "fsync=off"]
        with running(command, "ready to accept connections", signal.SIGINT, folder, user):
            url = f"postgresql+psycopg://postgres@/{{name}}?host={folder}"
            server = DatabaseServer(url.format(name="postgres"), url)
            yield server
            server.close()


@contextmanager
def mariadb() -> Iterator[DatabaseServer]:
    """A MariaDB server with an empty data folder."""
    install, mariadbd = _find("mariadb-install-db", "mariadb-server"), _find("mariadbd", "mariadb-server")
    with _folder("mysql") as (folder, user):
        data, socket = folder / "data", folder / "socket"
        who = [f"--user={user or getpass.getuser()}"]
        auth = ["--auth-root-authentication-method=normal", "--skip-test-db"]
        # Two servers that are made at once disturb each other in the common folder for temporary files.
        environment = {**os.environ, "TMPDIR": str(folder)}
        subprocess.run(
            [install, "--no-defaults", *who, f"--datadir={data}", *auth],
            check=True,
            env=environment,
            stdout=subprocess.DEVNULL,
        )
        command = [mariadbd, "--no-defaults", *who, f"--datadir={data}", f"--socket={socket}", "--skip-networking"]
        small = [f"--pid-file={folder / 'pid'}", "--innodb-buffer-pool-size=64M", "--skip-log-bin"]
        fast = ["--innodb-flush-log-at-trx-commit=0", f"--tmpdir={folder}"]
        with running([*command, *small, *fast], "ready for connections", signal.SIGTERM, folder):
            url = f"mysql+pymysql://root@localhost/{{name}}?unix_socket={socket}&charset=utf8mb4"
            server = DatabaseServer(url.format(name="mysql"), url)
            yield server
            server.close()


def _find(program: str, package: str) -> str:
    places = [*sorted(glob.glob("/usr/lib/postgresql/*/bin"), reverse=True), *os.get_exec_path(), "/usr/sbin"]
    for place in places:
        if os.access(found := Path(place) / program, os.X_OK):
            return str(found)
    raise FileNotFoundError(f"{program} is not installed. As root: apt-get install {package}")


@contextmanager
def _folder(account: str) -> Iterator[tuple[Path, str | None]]:
    """A short folder (sockets have short names) and the account to use: these servers refuse to run as root."""
    folder = Path(tempfile.mkdtemp(prefix="couture-db-", dir="/tmp"))
    user = account if os.geteuid() == 0 else None
    if user:
        shutil.chown(folder, user)
    try:
        yield folder, user
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _as(user: str | None) -> dict[str, Any]:
    return {"user": user, "group": user, "extra_groups": []} if user else {}


@contextmanager
def running(
    command: Sequence[str],
    ready: str,
    stop: signal.Signals,
    folder: Path,
    user: str | None = None,
    environment: Mapping[str, str] | None = None,
) -> Iterator[None]:
    """A program that has said ``ready``, until the end of the block."""
    output: dict[str, Any] = {"stdout": subprocess.PIPE, "stderr": subprocess.STDOUT, "text": True}
    process = subprocess.Popen(command, cwd=folder, env=environment, errors="replace", **output, **_as(user))
    is_ready, said = threading.Event(), []

    def listen() -> None:
        assert process.stdout is not None
        for line in process.stdout:
            said.append(line)
            if ready in line:
                is_ready.set()
        process.wait()  # else it could look alive below
        is_ready.set()

    threading.Thread(target=listen, daemon=True).start()
    try:
        if not is_ready.wait(DEADLINE) or process.poll() is not None:
            raise RuntimeError(f"{command[0]} did not start: {''.join(said[-20:])}")
        yield
    finally:
        process.send_signal(stop)
        try:
            process.wait(DEADLINE)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
