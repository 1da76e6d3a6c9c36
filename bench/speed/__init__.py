"""What ``make bench`` measures: one subject a module, whose ``measure`` takes a workshop and returns rows."""
