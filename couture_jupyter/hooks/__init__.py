"""Hooks: how operators and people's own code reach another system by a connection's id."""

from couture_jupyter.hooks.base import BaseHook

__all__ = ["BaseHook"]
