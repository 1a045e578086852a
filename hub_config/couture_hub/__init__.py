"""Stand in JupyterHub: the part of Couture Jupyter that a hub loads."""
