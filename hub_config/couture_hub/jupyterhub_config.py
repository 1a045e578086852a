"""JupyterHub with Couture. ``couture hub`` starts it; your own configuration can load it and change what it likes:

load_subconfig("/…/site-packages/couture_hub/jupyterhub_config.py")
c.JupyterHub.bind_url = "https://:443"
"""

from couture_hub.deployment import Deployment, configure

configure(c, Deployment.from_environment())  # type: ignore[name-defined]  # noqa: F821
