"""Help for people who write DAG files: how a word can go on, what a name is, which arguments a call takes."""
