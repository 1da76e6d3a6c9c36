"""Outcomes go in; what every format shows of them comes out: numbers, gaps, notes and sources."""
