"""The JSON form of a DAG (``spec``) and how an authored DAG becomes one (``serialize``)."""

from couture_jupyter.serialization.spec import DagSpec, TaskSpec, from_json, to_json

__all__ = ["DagSpec", "TaskSpec", "from_json", "to_json"]
