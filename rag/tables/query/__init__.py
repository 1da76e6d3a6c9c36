"""A question and typed tables go in; a query with every word bound comes out, or none."""
