"""An address that a person names goes in, the bytes of one page or PDF file come out."""
