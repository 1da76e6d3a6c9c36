"""An address of Milvus goes in; tables of a library on it come out. The only user of ``pymilvus``."""
