"""Changes in the text of DAG files: pure functions from source to source, by a concrete syntax tree.

Words: a *source* is the text of one Python file; a *splice* replaces one span of it. Every edit is a few splices at
places that the tree names, so that comments, quotes, formatting and order stay as the person left them. Nobody's code
is run.
"""
