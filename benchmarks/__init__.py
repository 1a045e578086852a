"""Measures Couture Jupyter beside floors (bare programs of our own) and peers, in one run, as ratios."""
