"""A library whose rows are on an engine for many machines. What is not Milvus's or Ray's own is here."""
