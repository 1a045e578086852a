"""Can notebooks be run: does the program of each kernelspec exist?"""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from couture_scheduler.cli.checks.check import Check
from couture_scheduler.cli.session import Session


def look(_: Session) -> Iterator[Check]:
    """Every kernelspec that Jupyter finds."""
    from jupyter_client.kernelspec import KernelSpecManager

    found = KernelSpecManager().get_all_specs()
    if not found:
        mend = "python -m ipykernel install --sys-prefix"
        yield Check("kernels", False, "There is no kernelspec: no notebook can run", mend)
    for name, entry in sorted(found.items()):
        yield _kernel(name, entry)


def _kernel(name: str, entry: dict[str, Any]) -> Check:
    argv = entry["spec"].get("argv") or [""]
    title = entry["spec"].get("display_name", name)
    program = argv[0]
    if shutil.which(program) is None:
        mend = f"Reinstall the kernel, or remove it: jupyter kernelspec remove {name}"
        return Check(f"kernel {name}", False, f"{title}: its program {program or '(none)'} is not there", mend)
    return Check(f"kernel {name}", True, f"{title}: {Path(program).name} from {entry['resource_dir']}")
