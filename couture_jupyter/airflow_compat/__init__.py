"""``import airflow`` in DAG files means us: one table of names (``names``) and an import finder (``finder``)."""

from couture_jupyter.airflow_compat.finder import install

__all__ = ["install"]
