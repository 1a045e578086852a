"""DAGs made of notebooks: of several, or of one notebook that is split into tasks.

Pure: it reads notebooks and answers with what would be written; it runs and changes nothing. Words: a *part* is the
cells of one task; a *piece* is one top-level statement; a *flow* is a value or a file that one part leaves for another.
"""
