"""Sensors: tasks that wait for something outside of their DAG."""

from couture_jupyter.sensors.base import BaseSensorOperator, PokeReturnValue

__all__ = ["BaseSensorOperator", "PokeReturnValue"]
