"""What tries ran in."""
