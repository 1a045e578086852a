"""``%load_ext couture_jupyter``: DAGs from a notebook."""

from __future__ import annotations

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Called by IPython."""
    from couture_jupyter.magics.completion import complete
    from couture_jupyter.magics.dag_magics import DagMagics

    magics = DagMagics(shell)
    shell.register_magics(magics)
    shell.set_hook("complete_command", complete(magics.bench), str_key="%dag")
