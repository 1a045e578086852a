"""Triggers: what deferred tasks wait for, thousands in one process."""

from couture_jupyter.triggers.base import BaseTrigger, TriggerEvent

__all__ = ["BaseTrigger", "TriggerEvent"]
