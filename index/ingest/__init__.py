"""Folders and a library go in, a library equal to the folders and a report come out, once or on every change."""
