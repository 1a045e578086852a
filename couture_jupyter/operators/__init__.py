"""What tasks can do. Import operators from ``couture_jupyter`` or from the modules here."""
