"""Which generation on an engine is live, who may write the next one, and what may be cleared away.

The engine has no transactions over several rows. Everything rests on three facts: a row appears as a whole, a program
sees what was stored before it asked, and numbers of generations are never used twice.

- A generation is live from the moment its row is stored. The live one has the largest number. Nothing replaces that
  row, so a writer that comes too late cannot bring an older state back.
- A writer announces itself with a claim, and then looks who else has one. Of two that announce themselves at once, each
  sees the other, and both give way. A claim ends by itself, so a killed writer blocks nobody for long.
- What a writer that did not finish has written carries its number. The next generation lists that number as aborted,
  and readers pass over it.
- A reader pins its generation. Rows are cleared away when no generation that is pinned, live or the one before the
  live needs them.
"""
