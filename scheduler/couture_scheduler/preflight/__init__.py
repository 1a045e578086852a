"""Looks at a notebook before it runs, without running it: what would fail (``check``) and which files it needs
(``side_files``).

Pure analysis: it reads the notebook, the modules beside it and which modules its kernel has; it changes nothing.
A *finding* is at a cell and a line. A *place* is both in one number (``cells.STEP``).
"""

from couture_scheduler.preflight.checking import check
from couture_scheduler.preflight.findings import Finding, Severity, SideFile
from couture_scheduler.preflight.job import Job, package_name
from couture_scheduler.preflight.needed_files import side_files

__all__ = ["Finding", "Job", "Severity", "SideFile", "check", "package_name", "side_files"]
