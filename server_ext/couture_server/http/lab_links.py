"""Addresses of our pages below JupyterLab's own: ``/lab/couture/run/<dag>/<run>`` opens JupyterLab at that page."""

from __future__ import annotations

from urllib.parse import urlencode

from jupyter_server.base.handlers import JupyterHandler
from jupyter_server.utils import url_path_join
from tornado import web

PREFIX = "/lab/couture/"


class LabLinkHandler(JupyterHandler):
    """Sends the browser to the form of the address that the front end reads, ``/lab?couture=run/<dag>/<run>``.

    JupyterLab's own server answers only the paths below ``/lab`` that it knows, the rest with "not found".
    """

    @web.authenticated
    def get(self) -> None:
        """Redirect, with the page's parts quoted as they came: a run id may hold ``/`` and ``+``."""
        page = self.request.path.partition(PREFIX)[2]
        others = [(name, value) for name in self.request.arguments for value in self.get_arguments(name)]
        query = urlencode([("couture", page), *(each for each in others if each[0] != "couture")])
        self.redirect(f"{url_path_join(self.base_url, 'lab')}?{query}")
