"""Kernelspecs: which there are, and which of them are Python kernels that can be forked from a warm parent."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import Any

_LAUNCHERS = ("ipykernel_launcher", "ipykernel")


@dataclass(frozen=True, slots=True)
class ForkRecipe:
    """How to start the warm parent of a kernelspec: the interpreter with its options, the kernel's own arguments,
    and the environment that the kernelspec asks for."""

    interpreter: tuple[str, ...]
    arguments: tuple[str, ...]
    env: dict[str, str]


def find_spec(name: str) -> Any:
    """The kernelspec called ``name``. Raises ``LookupError`` with a sentence that names those that exist."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    specs = KernelSpecManager()
    try:
        return specs.get_kernel_spec(name)
    except NoSuchKernel:
        known = ", ".join(sorted(specs.find_kernel_specs())) or "none"
        raise LookupError(f"There is no kernel {name!r} on this machine. Kernels here: {known}.") from None


def fork_recipe(spec: Any) -> ForkRecipe | None:
    """How to fork kernels of this kernelspec, or ``None`` when they have to be started in the ordinary way."""
    if not hasattr(os, "fork") or spec.metadata.get("kernel_provisioner"):
        return None
    argv = list(spec.argv)
    if "-m" not in argv or "{connection_file}" not in argv:
        return None
    at = argv.index("-m")
    if argv[at + 1] not in _LAUNCHERS:
        return None
    rest = argv[at + 2 :]
    file_at = rest.index("{connection_file}")
    if file_at == 0 or rest[file_at - 1] != "-f":
        return None
    interpreter = (_interpreter(argv[0]), *argv[1:at])
    return ForkRecipe(interpreter, (*rest[: file_at - 1], *rest[file_at + 1 :]), _expanded(spec.env))


def _interpreter(name: str) -> str:
    """``python`` in a kernelspec means the one that Jupyter itself runs in, as jupyter_client has it."""
    version = sys.version_info
    ours = {"python", f"python{version[0]}", f"python{version[0]}.{version[1]}"}
    return sys.executable if name in ours else name


def _expanded(env: dict[str, str]) -> dict[str, str]:
    from string import Template

    return {name: Template(value).safe_substitute(os.environ) for name, value in env.items()}
