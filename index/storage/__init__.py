"""Documents and indexes go in, complete and checksummed generations on disk come out."""
