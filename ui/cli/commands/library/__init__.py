"""Commands that change a library or tell of it."""
