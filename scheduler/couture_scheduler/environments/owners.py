"""Makes the environment of a job as the user of the system whose job it is: installers run other people's code.

    python -m couture_scheduler.environments.owners WORKSPACE REQUIREMENTS

runs as that user. It says lines of JSON: ``{"tell": sentence}``, ``{"say": a line of the installer}``, and in the end
``{"python": path}`` or ``{"failed": sentence, "for_good": whether another try would say the same}``. The environment
stays as long as its standard input is open. It lies in the user's own home, and is shared with nobody else.
"""

from __future__ import annotations

import json
import sys
from functools import partial
from pathlib import Path

from couture_scheduler.environments.building import BuildFailed, environment
from couture_scheduler.environments.requirements import read_requirements
from couture_scheduler.errors import InvalidInputError
from couture_scheduler.files.workspace import inside

HOME = Path(".cache", "couture")  # below the user's own


def main() -> None:
    """Build, and wait."""
    workspace, path = Path(sys.argv[1]), sys.argv[2]
    try:
        wanted = read_requirements(inside(workspace, path), workspace=workspace)
        with environment(Path.home() / HOME, wanted, partial(_tell, "tell"), partial(_tell, "say")) as python:
            _tell("python", str(python))
            sys.stdin.read()
    except InvalidInputError as error:
        _tell("failed", str(error), for_good=True)
    except (BuildFailed, OSError) as error:
        _tell("failed", str(error), for_good=False)


def _tell(name: str, what: str, **more: bool) -> None:
    print(json.dumps({name: what, **more}), flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
