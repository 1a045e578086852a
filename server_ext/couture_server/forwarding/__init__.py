"""In a person's own server on JupyterHub: everything is asked of the Couture service, with that person's Hub token."""
