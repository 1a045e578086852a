"""The files that deploy Couture can be read, and what they name is there: options, settings, units, pages."""

from __future__ import annotations

import dataclasses
import json
import re
import shlex
import tomllib
from configparser import ConfigParser
from pathlib import Path
from typing import Any

import click
import pytest
import yaml
from couture_hub.__main__ import PASSWORD
from couture_hub.deployment import ACCESS, EDIT, LINK, PASSED_ON, SERVICE, Deployment, configure
from couture_hub.service import BESIDE_HUB
from couture_scheduler.cli import main as command_line
from couture_scheduler.config import Settings
from couture_scheduler.files.worker_machines import SIGN_NAME, machine_folder
from traitlets.config import Config

UNITS = Path("hub_config/systemd")
KUBERNETES = Path("hub_config/kubernetes")
WORKERS = Path("docs/workers.md")
SETTINGS = {f"COUTURE_{field.name.upper()}" for field in dataclasses.fields(Settings)}
OF_SERVERS = {"COUTURE_SERVICE_URL", "COUTURE_HTTPS_ONLY", BESIDE_HUB}
OF_HUB = {*Deployment(Path(), Path()).to_environment(), PASSWORD, "COUTURE_HUB_OPTIONS"}
KNOWN = {*SETTINGS, *OF_SERVERS, *OF_HUB, "COUTURE_FERNET_KEY"}


def require_command(words: list[str]) -> None:
    """These words are a command of ours, with options that it has."""
    command: click.Command = command_line.couture
    given = [word for word in words[1:] if word.startswith("--")]
    for word in words[1:]:
        if isinstance(command, click.Group) and (found := command.get_command(click.Context(command), word)):
            command = found
    assert not isinstance(command, click.Group), words
    known = {"--workspace", *(option for each in command.params for option in each.opts)}
    assert set(given) <= known, words


def systemd_units(root: Path) -> dict[str, ConfigParser]:
    """Each unit; the values of a name that stands twice are lines."""
    units = {}
    for path in sorted((root / UNITS).iterdir()):
        unit = ConfigParser(interpolation=None, strict=False, comment_prefixes=("#",), delimiters=("=",))
        unit.optionxform = str  # type: ignore[assignment]
        unit.read_string(path.read_text(encoding="utf-8"))
        units[path.name] = unit
    return units


@pytest.fixture(scope="module")
def compose(root: Path) -> dict[str, Any]:
    """The compose file."""
    found: dict[str, Any] = yaml.safe_load((root / "docker-compose.yml").read_text(encoding="utf-8"))
    return found


def image_command(root: Path) -> list[str]:
    """What the image starts."""
    started = re.findall(r"^CMD (\[.*\])$", (root / "Dockerfile").read_text(encoding="utf-8"), flags=re.MULTILINE)
    words: list[str] = json.loads(started[-1])
    return words


def health(home: str, host: str) -> str:
    """What looks whether a worker machine lives, in a shell."""
    sign = machine_folder(Path(home), "HOST") / SIGN_NAME
    return f"find {sign} -mmin -2 | grep --quiet .".replace("HOST", host)


def test_containers_start_when_what_they_need_is_healthy(compose: dict[str, Any]) -> None:
    services, healthy = compose["services"], {"condition": "service_healthy"}
    assert set(services) == {"hub", "worker", "broker", "database"}
    assert services["hub"]["depends_on"] == {"database": healthy}
    assert services["worker"]["depends_on"] == {"hub": healthy, "broker": healthy}
    assert set(services["hub"]["environment"]) <= {*PASSED_ON, PASSWORD}, "the Hub passes it on to the service"
    mounted = {volume.split(":")[0] for each in services.values() for volume in each["volumes"]}
    assert mounted == set(compose["volumes"])


def test_a_worker_in_a_container_has_the_files_of_the_service_and_no_way_to_the_database(
    root: Path, compose: dict[str, Any]
) -> None:
    hub, worker, broker = (compose["services"][name] for name in ("hub", "worker", "broker"))
    require_command(worker["command"].split())
    words = image_command(root)
    at = Deployment(Path(words[2]), Path(words[2]) / LINK)
    assert worker["user"] == words[words.index("--service-user") + 1]
    assert worker["image"] == hub["image"]
    assert set(worker["volumes"]) <= set(hub["volumes"])
    url = hub["environment"]["COUTURE_BROKER_URL"]
    files = {"COUTURE_WORKSPACE": str(at.workspace), "COUTURE_HOME": str(at.home)}
    assert worker["environment"] == {**files, "COUTURE_BROKER_URL": url}
    login = broker["environment"]
    assert f"//{login['RABBITMQ_DEFAULT_USER']}:{login['RABBITMQ_DEFAULT_PASS']}@{broker['hostname']}:" in url
    assert compose["services"]["database"]["networks"] == ["data"]
    assert compose["networks"]["data"]["internal"]
    assert "networks" not in worker, "only the default one"
    assert worker["healthcheck"]["test"][-1] == health("$$COUTURE_HOME", "$$(hostname)")


def test_the_image_starts_the_hub_with_options_that_it_has(root: Path) -> None:
    text = (root / "Dockerfile").read_text(encoding="utf-8")
    require_command(image_command(root))
    package = json.loads((root / "labextension" / "package.json").read_text(encoding="utf-8"))
    proxy = package["devDependencies"]["configurable-http-proxy"]
    assert f"configurable-http-proxy@{proxy}" in text, "the image has the proxy that the tests have"


def test_what_installs_a_hub_has_all_that_it_may_need_and_what_compiles_is_named(root: Path) -> None:
    """Kerberos is the one that is compiled: each page says how it is added."""
    known = set(tomllib.loads((root / "pyproject.toml").read_text("utf-8"))["project"]["optional-dependencies"])
    places = ["Dockerfile", "Makefile", "docs/deploy/docker-compose.md", "docs/deploy/systemd.md"]
    for place in places:
        text = (root / place).read_text("utf-8")
        lists = [set(each.split(",")) for each in re.findall(r"(?:EXTRAS[:=] ?|\[)([a-z]+(?:,[a-z]+)+)\b", text)]
        assert lists, place
        assert all({"celery", "hub", "ldap", "oauth", "postgres"} <= each <= known for each in lists), (place, lists)
        assert place == "Makefile" or "libkrb5-dev" in text, place


def test_every_unit_starts_a_command_that_is_there(root: Path) -> None:
    units = systemd_units(root)
    assert {Path(name).suffix for name in units} == {".service", ".timer"}
    for name, unit in units.items():
        assert unit.has_option("Unit", "Description"), name
        if name.endswith(".timer"):
            assert name.replace(".timer", ".service") in units
            continue
        line = unit.get("Service", "ExecStart")
        found = re.search(r"/opt/couture/bin/(couture .*?)['\"]*$", line)
        assert found, name
        require_command([word for word in shlex.split(found[1].replace('"', "")) if not word.startswith("$COUTURE")])


def test_every_variable_that_a_file_or_page_of_deployment_names_is_read_by_something(root: Path) -> None:
    folders = [root / each for each in (Path("docs/deploy"), UNITS, KUBERNETES)]
    pages = [*(page for folder in folders for page in folder.iterdir()), root / "docker-compose.yml", root / WORKERS]
    named = {(page.name, name) for page in pages for name in re.findall(r"\bCOUTURE_[A-Z_]+", page.read_text("utf-8"))}
    assert {each for each in named if each[1] not in KNOWN} == set()


def _of_kubernetes(root: Path, kind: str) -> dict[str, Any]:
    """What the manifests have of a kind, by name."""
    texts = [
        (root / KUBERNETES / name).read_text("utf-8") for name in ("couture.yaml", "postgres.yaml", "workers.yaml")
    ]
    documents = [each for text in texts for each in yaml.safe_load_all(text)]
    return {each["metadata"]["name"]: each for each in documents if each["kind"] == kind}


def test_what_kubernetes_has_of_one_thing_in_several_places_is_the_same(root: Path) -> None:
    """Names, labels and ports of the manifests, of the values, and of our own Hub."""
    values = yaml.safe_load((root / KUBERNETES / "team.values.yaml").read_text("utf-8"))
    hub, people = values["hub"], values["singleuser"]
    workloads = _of_kubernetes(root, "Deployment") | _of_kubernetes(root, "StatefulSet")
    for name, service in _of_kubernetes(root, "Service").items():
        template, selector = workloads[name]["spec"]["template"], service["spec"]["selector"]
        assert selector.items() <= template["metadata"]["labels"].items()
        assert _of_kubernetes(root, "NetworkPolicy")[name]["spec"]["podSelector"]["matchLabels"] == selector
    pod, claims = workloads[SERVICE]["spec"]["template"]["spec"], set(_of_kubernetes(root, "PersistentVolumeClaim"))
    assert {each["persistentVolumeClaim"]["claimName"] for each in pod["volumes"]} == claims
    [shared] = people["storage"]["extraVolumes"]
    [mount] = people["storage"]["extraVolumeMounts"]
    assert shared["persistentVolumeClaim"]["claimName"] in claims
    own = {each["name"]: each["mountPath"] for each in pod["containers"][0]["volumeMounts"]}
    assert mount["mountPath"] == own["workspace"], "one path, so that both name a file alike"
    port = _of_kubernetes(root, "Service")[SERVICE]["spec"]["ports"][0]["port"]
    assert hub["services"][SERVICE]["url"] == f"http://{SERVICE}:{port}"
    assert people["extraEnv"]["COUTURE_SERVICE_URL"] == f"http://{SERVICE}:{port}/services/{SERVICE}/"
    assert people["networkPolicy"]["egress"][0]["ports"][0]["port"] == port
    ours = Config()
    configure(ours, Deployment(Path("/folder"), Path("/workspace")))
    assert hub["config"]["JupyterHub"]["custom_scopes"] == ours.JupyterHub.custom_scopes
    assert [{"name": name, **role} for name, role in hub["loadRoles"].items()] == ours.JupyterHub.load_roles
    assert hub["services"][SERVICE]["oauth_client_allowed_scopes"] == [ACCESS, EDIT]


def test_worker_pods_have_what_the_service_has_but_the_database(root: Path) -> None:
    service, worker = (
        _of_kubernetes(root, "Deployment")[name]["spec"]["template"] for name in (SERVICE, "couture-worker")
    )
    [own], [other] = service["spec"]["containers"], worker["spec"]["containers"]
    for same in ("volumes", "securityContext"):
        assert worker["spec"][same] == service["spec"][same]
    for same in ("image", "volumeMounts", "securityContext"):
        assert other[same] == own[same]
    theirs, ours = ({each["name"]: each for each in container["env"]} for container in (other, own))
    assert set(theirs) == {"COUTURE_WORKSPACE", "COUTURE_HOME", "COUTURE_BROKER_URL"}
    assert theirs["COUTURE_HOME"] == ours["COUTURE_HOME"]
    assert theirs["COUTURE_WORKSPACE"] == ours["COUTURE_WORKSPACE"]
    require_command(other["args"])
    assert other["startupProbe"]["exec"]["command"][-1] == health('"$COUTURE_HOME', "$(hostname)").replace(
        ".json", '.json"'
    )
    port = _of_kubernetes(root, "Service")[SERVICE]["spec"]["ports"][1]["port"]
    assert ours["COUTURE_WORKERS_CONNECT"]["value"] == f"{SERVICE}:{port}"
    assert Settings.__dataclass_fields__["workers_listen"].default == f"0.0.0.0:{port}"
    inside = _of_kubernetes(root, "NetworkPolicy")[SERVICE]["spec"]["ingress"][1]["from"]
    assert [each["podSelector"]["matchLabels"] for each in inside] == [worker["metadata"]["labels"]]
    homes = _of_kubernetes(root, "PersistentVolumeClaim").values()
    assert {mode for each in homes for mode in each["spec"]["accessModes"]} == {"ReadWriteMany"}


@pytest.mark.parametrize("fence", ["yaml", "ini", "console", "dockerfile"])
def test_what_pages_of_deployment_say_to_type_is_ours(root: Path, fence: str) -> None:
    for page in [*sorted((root / "docs" / "deploy").glob("*.md")), root / WORKERS]:
        for block in re.findall(
            rf"^ *```{fence}\n(.*?)^ *```$", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL
        ):
            if fence == "yaml":
                assert isinstance(yaml.safe_load(block), dict), page
            for words in re.findall(
                r"^\s*(?:[$#] )?(couture (?:hub|engine|worker|db|doctor)\b[^\n|&]*)", block, flags=re.MULTILINE
            ):
                require_command(shlex.split(words.replace("\\", "")))


def test_every_page_of_deployment_says_what_was_tried_and_is_found_from_the_first_page(
    root: Path, pages: dict[str, str]
) -> None:
    deploy = [name for name in pages if name.startswith("docs/deploy/")]
    assert len(deploy) == 4
    for name in deploy:
        assert "## What was tried" in pages[name], name
        assert f"({name})" in pages["README.md"], name
