"""Virtual environments for jobs: made from a requirements file, shared by content, removed when nobody uses them."""
