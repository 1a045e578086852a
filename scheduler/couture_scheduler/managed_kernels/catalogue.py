"""Which kernels are managed. Source: the chapter "Kernels supported by JupyterHub" of the customer's manual.

The lock files beside this module are made by ``make kernel-locks`` from the ``.in`` files there. They hold for all
systems and for Python 3.11 and later, and have the hash of each package.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

LOCKS = Path(__file__).with_name("locks")


@dataclass(frozen=True, slots=True)
class ManagedKernel:
    """A kernel: the lock file of its environment, the module that is started there, the language of its cells."""

    name: str
    display_name: str
    sentence: str
    lock: Path
    module: str = "ipykernel_launcher"
    language: str = "python"


def _spark(name: str, display_name: str, language: str, what: str) -> ManagedKernel:
    sentence = f"{what} on a Spark cluster, through Livy (sparkmagic)."
    module = f"sparkmagic.kernels.{name}.{name}"
    return ManagedKernel(name, display_name, sentence, LOCKS / "sparkmagic.txt", module, language)


CATALOGUE = (
    ManagedKernel("ml-kernel", "ml-kernel", "Packages for machine learning.", LOCKS / "ml-kernel.txt"),
    ManagedKernel("tf-kernel", "tf-kernel", "TensorFlow and common packages.", LOCKS / "tf-kernel.txt"),
    ManagedKernel("pytorch-kernel", "pytorch-kernel", "PyTorch and common packages.", LOCKS / "pytorch-kernel.txt"),
    _spark("pysparkkernel", "PySpark", "python", "Python"),
    _spark("sparkkernel", "Spark", "scala", "Scala"),
    _spark("sparkrkernel", "SparkR", "r", "R"),
)
