"""``import airflow`` in DAG files means us: one table of names (``names``) and an import finder (``finder``)."""

from couture_jupyter.airflow_compat.finder import airflow_is_installed, airflow_names, install

__all__ = ["airflow_is_installed", "airflow_names", "install"]
