"""Code bricks: snippets for DAG files."""
