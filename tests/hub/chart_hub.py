"""A Hub as the Helm chart makes it of values, and the Couture service as Kubernetes makes it of its manifest: real
processes on this machine, with what the files say. In their place stand addresses, folders and secrets alone."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import requests
import yaml
from hub_process import DEADLINE, ROOT, TRUSTED, HubProcess, free_port, launch, trusted_certificate, wait_for
from jupyter_process import end_engine

FILES = ROOT / "hub_config" / "kubernetes"
PASSWORD = "what the chart's own way of signing in takes"
# As the chart's jupyterhub_config.py does it: dicts become lists, each entry with its name.
CONFIG = """
import json

values, place = json.load(open({values!r})), json.load(open({place!r}))
for section, settings in values["hub"]["config"].items():
    c[section].update(settings)
c.JupyterHub.services = [
    {{"name": name, "api_token": place["token"], **service}} for name, service in values["hub"]["services"].items()
]
c.JupyterHub.load_roles = [{{"name": name, **role}} for name, role in values["hub"]["loadRoles"].items()]
c.Spawner.environment = values["singleuser"]["extraEnv"]
c.Spawner.default_url = values["singleuser"]["defaultUrl"]

c.JupyterHub.authenticator_class = "dummy"
c.DummyAuthenticator.password = place["password"]
c.Authenticator.allow_all = True
c.JupyterHub.spawner_class = "simple"
c.SimpleLocalProcessSpawner.home_dir_template = place["home"]
c.Spawner.args = ["--allow-root"]
c.Spawner.start_timeout = c.Spawner.http_timeout = {deadline}
c.JupyterHub.bind_url, c.JupyterHub.hub_bind_url = place["url"], place["hub"]
c.JupyterHub.ssl_cert, c.JupyterHub.ssl_key = place["certificate"], place["key"]
c.ConfigurableHTTPProxy.api_url = place["proxy"]
c.JupyterHub.db_url, c.JupyterHub.cleanup_servers = "sqlite://", True
c.JupyterHub.cookie_secret_file = place["home"] + "/cookie_secret"
c.ConfigurableHTTPProxy.pid_file = place["home"] + "/proxy.pid"
"""


@dataclass
class Cluster:
    """The Hub, and the pod of the Couture service."""

    hub: HubProcess
    environment: dict[str, str]
    service: subprocess.Popen[bytes]

    def carry_out(self, *command: str) -> str:
        """A command in the service's container, as ``kubectl exec`` does it; what it printed."""
        done = subprocess.run(command, env=self.environment, capture_output=True, text=True, timeout=DEADLINE)
        assert done.returncode == 0, done.stderr
        return done.stdout


@contextlib.contextmanager
def cluster(folder: Path, db_url: str) -> Iterator[Cluster]:
    """Both, for as long as they are needed."""
    port, home = free_port(), folder / "hub"
    home.joinpath("common_workspace").mkdir(parents=True)
    home.joinpath("couture").mkdir()
    certificate, token = trusted_certificate(folder), "the token of the service"
    text = (FILES / "team.values.yaml").read_text("utf-8")
    written = yaml.safe_load(text)
    stands_for = {
        "http://hub:8081": f"http://127.0.0.1:{port + 81}",
        "//couture:8082": f"//127.0.0.1:{port + 82}",
        "//0.0.0.0:8082": f"//127.0.0.1:{port + 82}",
        written["singleuser"]["storage"]["homeMountPath"]: str(home),
        "/srv/couture": str(home / "couture"),
    }
    values = yaml.safe_load(_replaced(text, stands_for))
    place = {"token": token, "password": PASSWORD, "home": str(home), "certificate": str(certificate)}
    place |= {"url": f"https://127.0.0.1:{port}", "key": str(folder / "key.pem")}
    place |= {"hub": f"http://127.0.0.1:{port + 81}", "proxy": f"http://127.0.0.1:{port + 1}"}
    for name, content in (("values", values), ("place", place)):
        (folder / f"{name}.json").write_text(json.dumps(content), encoding="utf-8")
    config = folder / "jupyterhub_config.py"
    found = {each: str(folder / f"{each}.json") for each in ("values", "place")}
    config.write_text(CONFIG.format(**found, deadline=int(DEADLINE)), encoding="utf-8")

    pod = _pod(stands_for)
    secrets = {("hub", "hub.services.couture.apiToken"): token, ("couture", "db-url"): db_url}
    for container in pod["initContainers"]:
        subprocess.run(container["args"], env=_environment(container, secrets, folder), check=True, timeout=DEADLINE)
    [container] = pod["containers"]
    environment = _environment(container, secrets, folder)
    hub = launch(place["url"] + "/", folder, [sys.executable, "-m", "jupyterhub", "-f", str(config)], {})
    try:
        with (folder / "service.log").open("ab") as output:
            service = subprocess.Popen(
                container["args"], env=environment, stdout=output, stderr=output, start_new_session=True
            )
        try:
            wait_for(hub.runs)
            wait_for(lambda: _answers(container, port + 82))
            yield Cluster(hub, environment, service)
        finally:
            _end(service)
            end_engine(home / "couture")
    finally:
        hub.stop()
        for name in TRUSTED:
            os.environ.pop(name, None)


def _replaced(text: str, stands_for: dict[str, str]) -> str:
    for written, meant in stands_for.items():
        text = text.replace(written, meant)
    return text


def _pod(stands_for: dict[str, str]) -> Any:
    text = _replaced((FILES / "couture.yaml").read_text("utf-8"), stands_for)
    [found] = [each for each in yaml.safe_load_all(text) if each["kind"] == "Deployment"]
    return found["spec"]["template"]["spec"]


def _environment(container: Any, secrets: dict[tuple[str, str], str], folder: Path) -> dict[str, str]:
    """Nothing but what the manifest says, and what an image and a container have of themselves."""
    found = {"PATH": os.pathsep.join((str(Path(sys.executable).parent), os.environ["PATH"])), "HOME": "/nonexistent"}
    for each in container["env"]:
        reference = each.get("valueFrom", {}).get("secretKeyRef")
        if reference and reference.get("optional") and (reference["name"], reference["key"]) not in secrets:
            continue
        found[each["name"]] = secrets[reference["name"], reference["key"]] if reference else each["value"]
    return found


def _answers(container: Any, port: int) -> bool:
    """What the probes of the manifest ask."""
    asked = container["startupProbe"]["httpGet"]["path"]
    try:
        return (
            requests.get(f"http://127.0.0.1:{port}{asked}", allow_redirects=False, timeout=DEADLINE).status_code < 400
        )
    except requests.ConnectionError:
        return False


def _end(service: subprocess.Popen[bytes]) -> None:
    """As the end of a pod: asked first, killed when that does not help."""
    started = [] if service.poll() is not None else psutil.Process(service.pid).children(recursive=True)
    service.send_signal(signal.SIGTERM)
    try:
        service.wait(60)
    except subprocess.TimeoutExpired:
        service.kill()
        service.wait()
    for each in psutil.wait_procs(started, timeout=20)[1]:
        with contextlib.suppress(psutil.NoSuchProcess):
            each.kill()
