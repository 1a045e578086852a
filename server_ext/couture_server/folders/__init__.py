"""Folders: run all notebooks of one."""
