"""A real Kerberos realm for tests: Debian's krb5kdc as a child process, with some people and our own principal."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from database_servers import running

REALM = "EXAMPLE.COM"
SERVICE = f"HTTP/localhost@{REALM}"
PASSWORDS = {"ada": "the first programmer", "eve": "listens in", "ada/admin": "another account of hers"}

CONFIGURATION = """
[libdefaults]
default_realm = {realm}
dns_lookup_kdc = false
dns_lookup_realm = false
dns_canonicalize_hostname = false
rdns = false
udp_preference_limit = 1
clockskew = 1
[realms]
{realm} = {{
  kdc = 127.0.0.1:{port}
}}
AWAY.ORG = {{
  kdc = 127.0.0.1:1
}}
[domain_realm]
localhost = {realm}
"""

KDC = """
[logging]
kdc = STDERR
[kdcdefaults]
kdc_listen = 127.0.0.1:{port}
kdc_tcp_listen = 127.0.0.1:{port}
[realms]
{realm} = {{
  database_name = {folder}/principal
  key_stash_file = {folder}/stash
  acl_file = {folder}/acl
}}
"""


@dataclass(frozen=True)
class KerberosServer:
    """Where its files are. ``environment`` leads programs and libraries to this realm."""

    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        return {"KRB5_CONFIG": str(self.folder / "krb5.conf"), "KRB5_KDC_PROFILE": str(self.folder / "kdc.conf")}

    @property
    def keytab(self) -> Path:
        """The keys of our principal."""
        return self.folder / "http.keytab"

    @property
    def settings(self) -> dict[str, Any]:
        """Settings with which people come in by tickets."""
        return {
            "auth_type": "AUTH_KERBEROS",
            "auth_kerberos_keytab": str(self.keytab),
            "auth_kerberos_principal": SERVICE,
        }

    def ticket(self, name: str, life: str = "1h") -> str:
        """Sign in as people do at their machines; where their tickets are (``KRB5CCNAME``)."""
        cache = f"FILE:{self.folder / name.replace('/', '-')}.tickets"
        command = [_program("kinit"), "-l", life, "-c", cache, f"{name}@{REALM}"]
        self.run(*command, given=f"{PASSWORDS[name]}\n")
        return cache

    def is_good(self, cache: str) -> bool:
        """Whether there is a ticket that has not expired."""
        environment = {**os.environ, **self.environment}
        return subprocess.run([_program("klist"), "-s", "-c", cache], env=environment).returncode == 0

    def run(self, *command: str, given: str = "") -> None:
        """A program of this realm."""
        environment = {**os.environ, **self.environment}
        done = subprocess.run(command, input=given, env=environment, capture_output=True, text=True)
        assert done.returncode == 0, (command[0], done.stdout, done.stderr)


@contextmanager
def kerberos_server(folder: Path) -> Iterator[KerberosServer]:
    """A running realm with its files in ``folder``. This process belongs to it until the end of the block."""
    folder.mkdir(parents=True, exist_ok=True)
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        values = {"realm": REALM, "port": probe.getsockname()[1], "folder": folder}
    (folder / "krb5.conf").write_text(CONFIGURATION.format(**values))
    (folder / "kdc.conf").write_text(KDC.format(**values))
    server = KerberosServer(folder)
    server.run(_program("kdb5_util"), "create", "-s", "-r", REALM, "-P", "master")
    added = [f"addprinc -pw {_quoted(password)} {name}@{REALM}" for name, password in PASSWORDS.items()]
    added += [f"addprinc -randkey {SERVICE}", f"ktadd -k {server.keytab} {SERVICE}"]
    server.run(_program("kadmin.local"), "-r", REALM, given="\n".join(added) + "\n")
    before = {name: os.environ.get(name) for name in server.environment}
    os.environ.update(server.environment)  # the Kerberos library of this process reads it
    try:
        with running([_program("krb5kdc"), "-n", "-r", REALM], "commencing operation", signal.SIGTERM, folder):
            yield server
    finally:
        for name, value in before.items():
            os.environ.pop(name, None)
            if value is not None:
                os.environ[name] = value


def _quoted(text: str) -> str:
    return f'"{text}"'


def _program(name: str) -> str:
    found = shutil.which(name) or f"/usr/sbin/{name}"
    if not Path(found).exists():
        raise FileNotFoundError(
            f"{name} is not installed. As root: apt-get install krb5-kdc krb5-admin-server krb5-user"
        )
    return found
