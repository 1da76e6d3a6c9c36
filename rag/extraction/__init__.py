"""Documents and columns go in, a table comes out whose every cell is a cited quote, not sure, or empty."""
