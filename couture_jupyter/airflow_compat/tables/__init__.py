"""The table of Airflow's names, in parts: what of ours stands behind each (``homes``), and where Airflow keeps them."""
