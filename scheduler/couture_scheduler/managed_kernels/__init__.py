"""Kernels with an environment of their own, from a lock file: ``couture kernels``."""
