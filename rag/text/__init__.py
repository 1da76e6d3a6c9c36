"""A sentence goes in, its names, numbers, denials and other words come out."""
