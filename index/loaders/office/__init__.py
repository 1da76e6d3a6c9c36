"""Documents of word processors and presentations go in; what they contain comes out."""
