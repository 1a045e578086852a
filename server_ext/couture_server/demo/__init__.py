"""Shows the product without a person: schedules and runs the examples on a real server, prints what happens.

``python -m couture_server.demo`` does it from beginning to end; ``--lab`` opens JupyterLab on its workspace.
"""
