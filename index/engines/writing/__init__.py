"""Documents and their chunks go in; the rows of the next generation are stored, by this process or by others."""
