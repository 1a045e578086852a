"""Kernelspecs: which there are, and which of them are Python kernels that can be forked from a warm parent."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from typing import Any

DEFAULT_KERNEL = "python3"  # where neither the job nor the notebook names one
_LAUNCHERS = ("ipykernel_launcher", "ipykernel")


@dataclass(frozen=True, slots=True)
class ForkRecipe:
    """How to start the warm parent of a kernelspec: the interpreter with its options, the kernel's own arguments,
    and the environment that the kernelspec asks for."""

    interpreter: tuple[str, ...]
    arguments: tuple[str, ...]
    env: dict[str, str]


def find_spec(name: str, python: str | None = None) -> Any:
    """The kernelspec called ``name``, with the interpreter ``python`` in the place of its own if there is one. Raises
    ``LookupError`` with a sentence that names those that exist, and what to do."""
    from jupyter_client.kernelspec import KernelSpecManager, NoSuchKernel

    specs = KernelSpecManager()
    try:
        return _with_interpreter(specs.get_kernel_spec(name), name, python)
    except NoSuchKernel:
        known = ", ".join(known_kernels()) or "none"
        raise LookupError(
            f"There is no kernel {name!r} on this machine. Kernels here: {known}. Install it again, or choose one of "
            "these for the job."
        ) from None


def known_kernels() -> list[str]:
    """The names of all kernelspecs that there are for us."""
    from jupyter_client.kernelspec import KernelSpecManager

    return sorted(KernelSpecManager().find_kernel_specs())


def start_options(name: str, python: str | None) -> dict[str, Any]:
    """What jupyter_client's kernel managers take for this kernelspec with this interpreter."""
    if python is None:
        return {"kernel_name": name}
    from jupyter_client.kernelspec import KernelSpecManager

    class OneSpec(KernelSpecManager):
        def get_kernel_spec(self, kernel_name: str) -> Any:
            return find_spec(kernel_name, python)

    return {"kernel_name": name, "kernel_spec_manager": OneSpec()}


def interpreter_of(name: str) -> str | None:
    """The Python that runs kernels of this kernelspec; ``None`` when there is no such thing."""
    try:
        recipe = fork_recipe(find_spec(name))
    except LookupError:
        return None
    return recipe.interpreter[0] if recipe else None


def is_ipykernel(spec: Any) -> bool:
    """Whether it starts Python's ordinary kernel on this machine."""
    argv = list(spec.argv)
    return "-m" in argv and argv[argv.index("-m") + 1] in _LAUNCHERS and not spec.metadata.get("kernel_provisioner")


def _with_interpreter(spec: Any, name: str, python: str | None) -> Any:
    if python is None:
        return spec
    if not is_ipykernel(spec):
        raise LookupError(
            f"The kernel {name!r} is no ordinary Python kernel: it cannot run in a job's own environment."
        )
    spec.argv = [python, *spec.argv[1:]]
    return spec


def fork_recipe(spec: Any) -> ForkRecipe | None:
    """How to fork kernels of this kernelspec, or ``None`` when they have to be started in the ordinary way."""
    argv = list(spec.argv)
    if not hasattr(os, "fork") or not is_ipykernel(spec) or "{connection_file}" not in argv:
        return None
    at = argv.index("-m")
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
