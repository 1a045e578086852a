"""Speak HTTP: the Jupyter Server extension."""

from __future__ import annotations

from typing import Any


def _jupyter_server_extension_points() -> list[dict[str, Any]]:
    """Where Jupyter Server finds the extension."""
    from couture_server.app import CoutureApp

    return [{"module": "couture_server", "app": CoutureApp}]


def _jupyter_labextension_paths() -> list[dict[str, str]]:
    """Where JupyterLab finds the built front end."""
    return [{"src": "labextension", "dest": "couture-jupyter"}]
