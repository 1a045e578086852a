"""What came too late: SLAs that were missed, and deadlines."""
