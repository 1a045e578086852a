"""Which Airflow we answer for: DAG files and provider packages compare versions."""

from __future__ import annotations

__version__ = version = "3.1.0"
AIRFLOW_V_3_0_PLUS = AIRFLOW_V_3_1_PLUS = True
AIRFLOW_V_3_2_PLUS = False
