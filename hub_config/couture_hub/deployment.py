"""What a Hub with Couture consists of, as JupyterHub's configuration: one place, read by ``jupyterhub_config.py``.

Everything private (the Hub's database, its cookie secret, Couture's database and keys) is in the Hub's folder, which
only its owner can open; the service has it. People's servers get the service's address and their own token.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from couture_scheduler.files.environment import safe_path
from couture_scheduler.kernels import account_pools

from couture_hub import ending, hardening
from couture_hub.landing import landing

SERVICE = "couture"
PROXY = "configurable-http-proxy"
STARTER = "couture-starter"  # it has no pages, so it is not shown
READ, EDIT = "custom:couture:read", "custom:couture:edit"
ACCESS = f"access:services!service={SERVICE}"
RUNTIME = Path("/run/couture-hub")
HERE = Path(__file__).parent
PASSED_ON = (  # from our environment to the service
    "COUTURE_DB_URL",
    "COUTURE_ANSWERING_PROCESSES",
    "COUTURE_FERNET_KEY",
    "COUTURE_EXECUTOR",
    "COUTURE_BROKER_URL",
    "COUTURE_BROKER_CA_FILE",
    "COUTURE_WORKERS_LISTEN",
    "COUTURE_WORKERS_CONNECT",
    "COUTURE_WORKER_LOST_AFTER",
    "KRB5_CONFIG",
)
LINK = "common_workspace"  # what the common workspace is called in each home


@dataclass(frozen=True)
class Deployment:
    """Where things are. All of it may be given in the environment, as ``couture hub`` does.

    Attributes:
        folder: the Hub's own; nobody else can open it.
        workspace: what everybody shares: notebooks, DAG files, outputs.
        ip, port: where people reach the Hub; the ports of proxy, Hub and service are counted from ``port``.
        signup: ``closed`` or ``approval``.
        one_account: everybody's server runs as the user of the operating system who started the Hub.
        service_user: as root: the user of the operating system that the service runs as.
        make_accounts: as root: make the system's user of a person where there is none.
        tls_cert, tls_key: files with a certificate and its key: the Hub's proxy speaks https.
        behind_tls: a proxy in front of the Hub's speaks https.
    """

    folder: Path
    workspace: Path
    ip: str = "127.0.0.1"
    port: int = 8000
    signup: str = "closed"
    one_account: bool = False
    service_user: str = ""
    make_accounts: bool = False
    tls_cert: str = ""
    tls_key: str = ""
    behind_tls: bool = False

    @classmethod
    def from_environment(cls, environment: Mapping[str, str] = os.environ) -> Deployment:
        """As ``couture hub`` wrote it down, or somebody who loads ``jupyterhub_config.py``."""
        folder = Path(environment.get("COUTURE_HUB_FOLDER", "couture-hub")).resolve()
        return cls(
            folder=folder,
            workspace=Path(environment.get("COUTURE_WORKSPACE", folder / LINK)).resolve(),
            ip=environment.get("COUTURE_HUB_IP", cls.ip),
            port=int(environment.get("COUTURE_HUB_PORT", cls.port)),
            signup=environment.get("COUTURE_HUB_SIGNUP", cls.signup),
            one_account=environment.get("COUTURE_HUB_ONE_ACCOUNT", "") == "1" or os.geteuid() != 0,
            service_user=environment.get("COUTURE_HUB_SERVICE_USER", ""),
            make_accounts=environment.get("COUTURE_HUB_MAKE_ACCOUNTS", "") == "1",
            tls_cert=environment.get("COUTURE_HUB_TLS_CERT", ""),
            tls_key=environment.get("COUTURE_HUB_TLS_KEY", ""),
            behind_tls=environment.get("COUTURE_HUB_BEHIND_TLS", "") == "1",
        )

    def to_environment(self) -> dict[str, str]:
        """The environment that ``from_environment`` reads."""
        return {
            "COUTURE_HUB_FOLDER": str(self.folder),
            "COUTURE_WORKSPACE": str(self.workspace),
            "COUTURE_HUB_IP": self.ip,
            "COUTURE_HUB_PORT": str(self.port),
            "COUTURE_HUB_SIGNUP": self.signup,
            "COUTURE_HUB_ONE_ACCOUNT": "1" if self.one_account else "0",
            "COUTURE_HUB_SERVICE_USER": self.service_user,
            "COUTURE_HUB_MAKE_ACCOUNTS": "1" if self.make_accounts else "0",
            "COUTURE_HUB_TLS_CERT": self.tls_cert,
            "COUTURE_HUB_TLS_KEY": self.tls_key,
            "COUTURE_HUB_BEHIND_TLS": "1" if self.behind_tls else "0",
        }

    @property
    def https(self) -> bool:
        """Whether browsers reach the Hub by https alone."""
        return bool(self.tls_cert) or self.behind_tls

    @property
    def url(self) -> str:
        """Where the Hub's proxy listens."""
        return f"{'https' if self.tls_cert else 'http'}://{self.ip}:{self.port}"

    @property
    def private(self) -> Path:
        """The Hub's database and cookie secret, which the service cannot open either."""
        return self.folder / "hub"

    @property
    def proxy_pid(self) -> Path:
        """Written when the proxy starts, removed when the Hub ends in good order."""
        return self.private / "proxy.pid"

    @property
    def home(self) -> Path:
        """Couture's own folder: database, keys, runs. Outside of what people see."""
        return self.folder / "couture"

    @property
    def account_pools(self) -> Path:
        """Where the kernel pools of people listen: a short path, as sockets need it, that nobody but root can write."""
        return RUNTIME / hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]

    @property
    def service_address(self) -> str:
        """Where the service listens, for the proxy and for people's servers."""
        return f"http://127.0.0.1:{self.port + 82}"

    @property
    def service_url(self) -> str:
        """The service's base address."""
        return f"{self.service_address}/services/{SERVICE}/"


def configure(c: Any, deployment: Deployment) -> None:
    """Write it all into JupyterHub's configuration ``c``; what is set there afterwards wins."""
    _hub(c, deployment)
    _accounts(c, deployment)
    _service(c, deployment)
    _servers(c, deployment)
    hardening.harden(c, https=deployment.https)


def _hub(c: Any, at: Deployment) -> None:
    c.JupyterHub.bind_url = at.url
    c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = at.tls_cert, at.tls_key
    c.JupyterHub.hub_bind_url = f"http://127.0.0.1:{at.port + 81}"
    c.JupyterHub.proxy_class = "couture_hub.proxy.PatientProxy"
    c.ConfigurableHTTPProxy.api_url = f"http://127.0.0.1:{at.port + 1}"
    c.ConfigurableHTTPProxy.pid_file = str(at.proxy_pid)
    c.ConfigurableHTTPProxy.command = ending.command(PROXY)
    c.JupyterHub.db_url = f"sqlite:///{at.private / 'jupyterhub.sqlite'}"
    c.JupyterHub.cookie_secret_file = str(at.private / "cookie_secret")
    c.JupyterHub.template_paths = [str(HERE / "templates")]
    c.JupyterHub.template_vars = {"couture_signup": at.signup == "approval"}
    c.JupyterHub.cleanup_servers = True
    c.JupyterHub.default_url = landing


def _accounts(c: Any, at: Deployment) -> None:
    c.JupyterHub.authenticator_class = "couture_hub.auth.CoutureAuthenticator"
    c.CoutureAuthenticator.workspace = str(at.workspace)
    c.CoutureAuthenticator.home = str(at.home)
    c.CoutureAuthenticator.signup = at.signup
    c.Authenticator.manage_groups = True  # roles are groups: own configurations can say what a role's servers are like
    c.Authenticator.allow_all = True  # of those whom the accounts let in
    c.Authenticator.auth_refresh_age = 20
    c.Authenticator.auth_refresh_strict = True
    c.Authenticator.refresh_pre_spawn = True


def _service(c: Any, at: Deployment) -> None:
    c.JupyterHub.custom_scopes = {
        READ: {"description": "See in Couture what one's roles allow."},
        EDIT: {"description": "Change in Couture what one's roles allow.", "subscopes": [READ]},
    }
    c.JupyterHub.load_roles = [
        {"name": "user", "scopes": ["self", ACCESS, EDIT]},
        {"name": "server", "scopes": ["users:activity!user", "access:servers!server", ACCESS, EDIT]},
    ]
    service = {
        "name": SERVICE,
        "url": at.service_address,
        "command": [sys.executable, "-m", "couture_hub.service"],
        "environment": {
            "COUTURE_WORKSPACE": str(at.workspace),
            "COUTURE_HOME": str(at.home),
            "JUPYTERHUB_DISABLE_USER_CONFIG": "1",
            ending.HUB: str(os.getpid()),
            **hardening.environment(at.https),
            **safe_path(),
            **({account_pools.PLACE: str(at.account_pools)} if at.service_user else {}),
            **{name: value for name, value in os.environ.items() if name in PASSED_ON},
        },
        "timeout": 300,  # seconds to come up, also on a busy machine
        "display": True,
        "oauth_no_confirm": True,
        "oauth_client_allowed_scopes": [ACCESS, EDIT],
    }
    if not at.service_user:
        c.JupyterHub.services = [service]
        return
    command = [sys.executable, "-m", "couture_hub.starter", str(at.account_pools), at.service_user]
    starter = {"name": STARTER, "command": command, "environment": {ending.HUB: str(os.getpid())}}
    c.JupyterHub.services = [{**service, "user": at.service_user}, starter]


def _servers(c: Any, at: Deployment) -> None:
    c.JupyterHub.spawner_class = "couture_hub.spawner." + ("OneAccountSpawner" if at.one_account else "AccountSpawner")
    c.Spawner.default_url = "/lab"
    c.Spawner.environment = {"COUTURE_SERVICE_URL": at.service_url, **hardening.environment(at.https)}
    c.Spawner.start_timeout = 120
    c.Spawner.http_timeout = 120
    c.AccountSpawner.make_accounts, c.AccountSpawner.group = at.make_accounts, at.service_user
    c.CoutureSpawner.common_workspace = str(at.workspace)
    c.OneAccountSpawner.home_dir_template = str(at.folder / "homes" / "{username}")
    if at.one_account and os.geteuid() == 0:
        c.Spawner.args = ["--allow-root"]
