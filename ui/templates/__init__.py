"""Values go in, HTML comes out; every value is escaped."""
