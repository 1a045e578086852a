"""``airflow.utils.yaml``: reading and writing YAML, safely."""

from __future__ import annotations

from typing import Any

import yaml
from yaml import YAMLError as YAMLError
from yaml import safe_load as safe_load

load = safe_load


def dump(data: Any, *args: Any, **kwargs: Any) -> Any:
    """``data`` as YAML, with simple types only."""
    return yaml.safe_dump(data, *args, **kwargs)
