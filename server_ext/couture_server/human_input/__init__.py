"""Questions that tasks ask people, and their answers: Airflow's human-in-the-loop details."""
