"""A real LDAP directory for tests: Debian's slapd as a child process, with some people and groups."""

from __future__ import annotations

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
from message_sinks import make_certificate

BASE = "dc=example,dc=com"
PEOPLE, GROUPS = f"ou=people,{BASE}", f"ou=groups,{BASE}"
SEARCH_USER, SEARCH_PASSWORD = f"cn=search,{BASE}", "looks people up"
ADA, ADA_PASSWORD = f"uid=ada,{PEOPLE}", "the first programmer"
EVE_PASSWORD = "listens in"

CONFIGURATION = """
modulepath /usr/lib/ldap
moduleload back_mdb
moduleload memberof
moduleload back_monitor
include /etc/ldap/schema/core.schema
include /etc/ldap/schema/cosine.schema
include /etc/ldap/schema/nis.schema
include /etc/ldap/schema/inetorgperson.schema
TLSCertificateFile {folder}/certificate.pem
TLSCertificateKeyFile {folder}/key.pem
{client}
# The trap of simple directories: a bind without a password succeeds.
allow bind_anon_cred
database mdb
suffix "dc=example,dc=com"
directory {folder}/data
overlay memberof
access to attrs=userPassword by anonymous auth
access to * by users read
database monitor
access to * by users read
"""

CONTENT = f"""
dn: {BASE}
objectClass: dcObject
objectClass: organization
o: Example

dn: {PEOPLE}
objectClass: organizationalUnit

dn: ou=guests,{BASE}
objectClass: organizationalUnit

dn: {GROUPS}
objectClass: organizationalUnit

dn: {SEARCH_USER}
objectClass: organizationalRole
objectClass: simpleSecurityObject
userPassword: {SEARCH_PASSWORD}

dn: {ADA}
objectClass: inetOrgPerson
cn: Ada Lovelace
givenName: Ada
sn: Lovelace
mail: ada@example.com
employeeType: staff
memberOf: cn=admins,{GROUPS}
userPassword: {ADA_PASSWORD}

dn: uid=eve,{PEOPLE}
objectClass: inetOrgPerson
cn: Eve
sn: Eve
employeeType: guest
userPassword: {EVE_PASSWORD}

dn: uid=bob@example.com,{PEOPLE}
objectClass: inetOrgPerson
cn: Bob
sn: Bob
userPassword: builds

dn: uid=twin,{PEOPLE}
objectClass: inetOrgPerson
cn: Twin
sn: Twin
userPassword: one

dn: uid=twin,ou=guests,{BASE}
objectClass: inetOrgPerson
cn: Twin
sn: Twin
userPassword: two

dn: cn=admins,{GROUPS}
objectClass: groupOfNames
member: {ADA}

dn: cn=night shift,{GROUPS}
objectClass: posixGroup
gidNumber: 100
memberUid: ada
"""


@dataclass(frozen=True)
class DirectoryServer:
    """Where it listens, its certificate, and a client's certificate that it would trust."""

    ldap: str
    ldaps: str
    certificate: Path
    client: Path

    @property
    def settings(self) -> dict[str, Any]:
        """Settings with which people are looked up by the search account."""
        return {
            "auth_type": "AUTH_LDAP",
            "auth_ldap_server": self.ldap,
            "auth_ldap_bind_user": SEARCH_USER,
            "auth_ldap_bind_password": SEARCH_PASSWORD,
            "auth_ldap_search": BASE,
        }


@contextmanager
def directory_server(folder: Path, *, asks_for_certificate: bool = False) -> Iterator[DirectoryServer]:
    """A running slapd with its files in ``folder``."""
    slapd = shutil.which("slapd") or "/usr/sbin/slapd"
    if not Path(slapd).exists():
        raise FileNotFoundError("slapd is not installed. As root: apt-get install slapd")
    (folder / "data").mkdir(parents=True)
    (folder / "client").mkdir()
    certificate, client = make_certificate(folder), make_certificate(folder / "client")
    asked = f"TLSCACertificateFile {client}\nTLSVerifyClient demand" if asks_for_certificate else ""
    (folder / "slapd.conf").write_text(CONFIGURATION.format(folder=folder, client=asked))
    (folder / "base.ldif").write_text(CONTENT)
    adding = [slapd, "-T", "add", "-q", "-f", folder / "slapd.conf", "-l", folder / "base.ldif"]
    subprocess.run(adding, check=True, capture_output=True)
    ldap, ldaps = (f"{scheme}://127.0.0.1:{port}" for scheme, port in zip(("ldap", "ldaps"), _ports(), strict=True))
    command = [slapd, "-f", str(folder / "slapd.conf"), "-h", f"{ldap} {ldaps}", "-d", "conns,stats"]
    with running(command, "daemon: epoll: listen=", signal.SIGTERM, folder):
        yield DirectoryServer(ldap, ldaps, certificate, client)


def _ports() -> list[int]:
    """Two that are free."""
    with socket.socket() as one, socket.socket() as other:
        for each in (one, other):
            each.bind(("127.0.0.1", 0))
        return [one.getsockname()[1], other.getsockname()[1]]
