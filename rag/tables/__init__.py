"""Questions over rows: a question and the documents of its hits go in, rows with what is computed from them come out.

A question becomes a query (columns, conditions, what to compute) when every word of it is bound; otherwise there is
none. It may import the index, ``rag.steps`` and ``rag.types``.
"""
