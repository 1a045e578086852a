"""``python -m couture_hub``: makes what a Hub needs, and becomes JupyterHub. People call it as ``couture hub``."""

from __future__ import annotations

import importlib.util
import os
import pwd
import shutil
import socket
import ssl
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from couture_scheduler.actions.signing_up import SUPERADMIN, make_superadmin
from couture_scheduler.config import load
from couture_scheduler.errors import SchedulerError
from couture_scheduler.store.session import Store

from couture_hub import dag_folder
from couture_hub.deployment import PROXY, Deployment

PASSWORD = "COUTURE_SUPERADMIN_PASSWORD"  # noqa: S105 - the name of a variable
SHARED = 0o3775  # as /tmp: in the place of what is somebody's, and may run as them, nobody else can put anything
LOOPBACK = ("127.0.0.1", "::1", "localhost")
LEAVING = 300.0  # seconds for what a Hub that was killed has started to end


class HubError(Exception):
    """The Hub cannot be started; the message says what to do."""


def main() -> int:
    """Start the Hub; the exit status."""
    try:
        deployment = Deployment.from_environment()
        _require_parts(deployment)
        prepare(deployment)
    except (HubError, SchedulerError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    become_hub(deployment)
    return 0


def become_hub(deployment: Deployment) -> None:
    """This process is JupyterHub from here on."""
    environment = {name: value for name, value in os.environ.items() if name != PASSWORD}
    config = Path(__file__).parent / "jupyterhub_config.py"
    os.chdir(deployment.folder)
    command = [sys.executable, "-m", "jupyterhub", "-f", str(config)]
    os.execve(sys.executable, command, {**environment, **deployment.to_environment()})  # noqa: S606


def prepare(deployment: Deployment) -> None:
    """Folders, database and the first Admin. What is there already stays."""
    make_folders(deployment)
    given = os.environ.get(PASSWORD, "")
    with acting_as(deployment.service_user):
        settings = load(deployment.workspace, home=deployment.home)
        if deployment.service_user:
            make_dag_folder(settings.dags_folder, deployment.service_user)
        store = Store(settings.db_url)
        try:
            store.upgrade()
            made = make_superadmin(store, given)
        finally:
            store.close()
    if made is not None:
        _say(f"The user {SUPERADMIN} was made.")
        if not given:
            _say(f"Its password, shown this once: {made}")
        _say("It must be changed at the first sign-in.")
    if deployment.one_account:
        _say("Everybody's server runs with your own account: a trial, in which people are not kept apart.")
    if deployment.service_user:
        found = dag_folder.open_places(settings.dags_folder, {0, account(deployment.service_user)[0]})
        if told := dag_folder.warning(settings.dags_folder, deployment.service_user, found):
            _say(told)
    _say(f"The Hub: {deployment.url}/")
    if not deployment.https and deployment.ip not in LOOPBACK:
        _say("Passwords and tokens go over the network unencrypted: give --tls-cert and --tls-key, or --behind-tls.")


def make_folders(deployment: Deployment) -> None:
    """The Hub's folders, closed to everybody but those who need them: its own, the service's, and the workspace, which
    the service's group may write."""
    own, service = account(""), account(deployment.service_user)
    is_new = not deployment.workspace.exists()
    for folder, mode, (user, group) in (
        (deployment.folder, 0o711 if deployment.service_user else 0o700, own),
        (deployment.private, 0o700, own),
        (deployment.home, 0o700, service),
        *([(deployment.workspace, SHARED, service)] if is_new else []),
    ):
        folder.mkdir(parents=True, exist_ok=True)
        os.chown(folder, user, group)
        folder.chmod(mode)


def make_dag_folder(folder: Path, service: str) -> None:
    """As the service's user, who we are now: before anybody else can. Raises ``HubError``."""
    try:
        dag_folder.make(folder)
    except OSError as error:
        raise HubError(
            f"The DAG folder {folder} cannot be made by {service}: {error.strerror}. "
            f"Make it: install --directory --owner {service} --mode 750 {folder}"
        ) from error


@contextmanager
def acting_as(name: str) -> Iterator[None]:
    """What is made belongs to this user of the system; to whoever started the Hub where ``name`` is empty."""
    own, (user, group) = (os.geteuid(), os.getegid()), account(name)
    os.setegid(group)
    os.seteuid(user)
    try:
        yield
    finally:
        os.seteuid(own[0])
        os.setegid(own[1])


def account(name: str) -> tuple[int, int]:
    """User and group of the system; one's own where ``name`` is empty. ``HubError`` when there is no such user."""
    if not name:
        return os.geteuid(), os.getegid()
    try:
        found = pwd.getpwnam(name)
    except KeyError:
        raise HubError(f"There is no user {name!r} on this system. Make it: useradd --system {name}") from None
    return found.pw_uid, found.pw_gid


def _require_parts(deployment: Deployment) -> None:
    if importlib.util.find_spec("jupyterhub") is None:
        raise HubError("JupyterHub is missing. Install it: pip install 'couture-jupyter[hub]'")
    if shutil.which(PROXY) is None:
        raise HubError(f"The proxy is missing. Install it: npm install -g {PROXY}")
    if not deployment.one_account and not deployment.service_user:
        raise HubError(
            "As root, each person's server runs as the system's user of their name, and the service needs one of its "
            "own: make it (useradd --system couture) and give --service-user couture. To try it out: --one-account."
        )
    if deployment.make_accounts and deployment.one_account:
        raise HubError("Users of the system can only be made as root, and without --one-account.")
    _require_certificate(deployment)
    require_ports(deployment)


def require_ports(deployment: Deployment) -> None:
    """All ports are free, at once or, where the last Hub of this folder was killed, as soon as what it started has
    ended."""
    has_left = deployment.proxy_pid.exists()
    until, pause = time.monotonic() + (LEAVING if has_left else 0.0), threading.Event()
    if has_left and _taken(deployment):
        _say("A Hub of this folder runs, or was killed: waiting until its ports are free.")
    while port := _taken(deployment):
        if time.monotonic() >= until:
            raise HubError(f"The port {port} is in use. End what listens there, or choose another one with --port.")
        pause.wait(0.2)
    deployment.proxy_pid.unlink(missing_ok=True)  # by now the number may be that of another process


def _taken(deployment: Deployment) -> int | None:
    """One of our ports that somebody listens at."""
    for port in (deployment.port, deployment.port + 1, deployment.port + 81, deployment.port + 82):
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind((deployment.ip if port == deployment.port else "127.0.0.1", port))
            except OSError:
                return port
    return None


def _require_certificate(deployment: Deployment) -> None:
    if not deployment.tls_cert and not deployment.tls_key:
        return
    if not deployment.tls_cert or not deployment.tls_key:
        raise HubError("A certificate needs its key, and a key its certificate: give both, --tls-cert and --tls-key.")
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(deployment.tls_cert, deployment.tls_key)
    except OSError as error:
        told = f"{deployment.tls_cert} with {deployment.tls_key} cannot be used for https: {error}."
        raise HubError(f"{told} Both are PEM files that whoever starts the Hub can read.") from error


def _say(sentence: str) -> None:
    print(sentence, flush=True)  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())
