"""``%load_ext couture_jupyter``: DAGs from a notebook."""

from __future__ import annotations

from typing import Any


def load_ipython_extension(shell: Any) -> None:
    """Called by IPython."""
    from couture_jupyter.magics import completion, dag_magics, schedule_cell

    magics = dag_magics.DagMagics(shell)
    shell.register_magics(magics)
    shell.set_hook("complete_command", completion.after_dag(magics.bench), str_key="%dag")
    parsers = {
        "dag": dag_magics.DAG_LINE,
        "task": dag_magics.TASK_LINE,
        "notebook_schedule": schedule_cell.SCHEDULE_LINE,
    }
    for name, parser in parsers.items():
        shell.set_hook("complete_command", completion.after_cell_magic(parser), str_key=f"%%{name}")
