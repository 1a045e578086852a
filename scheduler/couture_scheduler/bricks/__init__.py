"""Code bricks: snippets for DAG files with placeholders, and how they get into a file. Pure: text in, text out."""
