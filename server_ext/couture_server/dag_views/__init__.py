"""What the views of a DAG's page are drawn from: grid, Gantt chart, durations, landing times, calendar."""
