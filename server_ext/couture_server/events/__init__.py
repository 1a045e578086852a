"""Changes on their way to browsers, through Jupyter's event system."""
