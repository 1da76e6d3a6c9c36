"""A library whose rows are on an engine for many machines. Only ``milvus`` imports Milvus's client."""
