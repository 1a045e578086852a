"""Where environments lie in the home folder."""

FOLDER = "environments"
PACKAGES = "packages"  # what interpreters have, beside the environments
READY = "ready.json"  # in an environment, once it is whole
