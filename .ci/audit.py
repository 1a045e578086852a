"""Ask whether a package that we install or ship has a known vulnerability.

    .venv/bin/python .ci/audit.py [EXCEPTIONS]

Python's packages are looked up by pip-audit (OSV), those of the front end that are shipped by the npm registry. A
vulnerability ends it with 1. EXCEPTIONS (``.ci/audit_exceptions.toml``) has those that are passed over, each with a
reason and a last day. What could not be asked is said in a line that begins with NOT AUDITED; with
COUTURE_AUDIT_REQUIRED=1 that ends it with 1 too.
"""

from __future__ import annotations

import datetime
import json
import os
import subprocess
import sys
import tomllib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
BIN = ROOT / ".venv" / "bin"
EXCEPTIONS = ROOT / ".ci" / "audit_exceptions.toml"
OWN = "couture-jupyter"


@dataclass(frozen=True)
class Finding:
    """A known vulnerability of a package."""

    package: str
    version: str
    names: frozenset[str]  # PYSEC-…, GHSA-…, CVE-…: the same one has several
    told: str

    def __str__(self) -> str:
        return f"{self.package} {self.version}: {', '.join(sorted(self.names))}. {self.told}"


class NotAskedError(Exception):
    """Nobody answered; the message says who and why."""


def main(required: bool, passed_over: Path = EXCEPTIONS) -> int:
    """Ask both, tell what was found."""
    excepted = exceptions(tomllib.loads(passed_over.read_text(encoding="utf-8")), datetime.date.today())
    bad = False
    asked: dict[str, Callable[[], list[Finding]]] = {"Python": python_findings, "front end": front_end_findings}
    for name, ask in asked.items():
        try:
            found = ask()
        except NotAskedError as error:
            print(f"NOT AUDITED: {name}: {error}")
            bad = bad or required
            continue
        known, new = [], []
        for each in found:
            (known if each.names & excepted.keys() else new).append(each)
        for each in known:
            print(f"excepted: {each}")
        for each in new:
            print(f"VULNERABLE: {each}")
        bad = bad or bool(new)
        print(f"{name}: {len(new)} known vulnerabilities, {len(known)} excepted")
    return int(bad)


def exceptions(document: Mapping[str, Any], today: datetime.date) -> dict[str, str]:
    """The names of vulnerabilities that are passed over, with the reasons. One whose day is over counts no more."""
    entries = document.get("exception", [])
    for each in entries:
        missing = {"id", "reason", "until"} - each.keys()
        if missing or not isinstance(each["until"], datetime.date):
            raise SystemExit(f"Exceptions of the audit: each [[exception]] has id, reason and until (a date): {each}")
    return {each["id"]: each["reason"] for each in entries if each["until"] >= today}


def python_findings() -> list[Finding]:
    """What is installed in ``.venv``."""
    service = os.environ.get("COUTURE_AUDIT_OSV")
    own = ["--osv-url", service] if service else []
    command = [
        BIN / "pip-audit",
        "--format",
        "json",
        "--progress-spinner",
        "off",
        "--vulnerability-service",
        "osv",
        *own,
    ]
    document = json_of(command, ROOT)
    skipped = [each["name"] for each in document["dependencies"] if "skip_reason" in each and each["name"] != OWN]
    if skipped:
        raise NotAskedError(f"nothing is known of {', '.join(skipped)}")
    return [
        Finding(each["name"], each["version"], frozenset([hole["id"], *hole["aliases"]]), _mended(hole["fix_versions"]))
        for each in document["dependencies"]
        for hole in each.get("vulns", ())
    ]


def front_end_findings() -> list[Finding]:
    """What is shipped in the labextension, not what builds it."""
    command = [BIN / "jlpm", "npm", "audit", "--all", "--recursive", "--environment", "production", "--json"]
    document = json_of(command, ROOT / "labextension")
    return [
        Finding(
            each["module_name"],
            ", ".join(sorted({found["version"] for found in each["findings"]})),
            frozenset([str(number), *filter(None, [each.get("github_advisory_id")]), *each.get("cves", ())]),
            f"{each['title']}. {_mended([each['patched_versions']])}",
        )
        for number, each in document["advisories"].items()
    ]


def json_of(command: Iterable[str | Path], folder: Path) -> Any:
    """The JSON that a program prints; both end with 1 when they found something, and when they could not ask."""
    path = os.pathsep.join([str(BIN), os.environ["PATH"]])
    done = subprocess.run(
        [str(part) for part in command],
        cwd=folder,
        env={**os.environ, "PATH": path},
        capture_output=True,
        text=True,
        check=False,
    )
    try:
        return json.loads(done.stdout)
    except ValueError:
        last = [line for line in (done.stdout + done.stderr).splitlines() if line.strip() and line[0] != " "][-6:]
        raise NotAskedError(f"the service did not answer: {' | '.join(last) or 'nothing was said'}") from None


def _mended(versions: list[str]) -> str:
    return f"Mended in {', '.join(versions)}." if any(versions) else "Not mended yet."


if __name__ == "__main__":
    sys.exit(main(os.environ.get("COUTURE_AUDIT_REQUIRED") == "1", *map(Path, sys.argv[1:])))
