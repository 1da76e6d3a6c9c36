"""Files and a draft on an engine go in, Ray's actors parse, embed and store them, and what became of each comes out.

The only user of ``ray``. Only the factory imports it.
"""
