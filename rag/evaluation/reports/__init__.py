"""An evaluation goes in, tables, charts, records and pages come out."""
