"""How each version of the tables became the next; the store runs them when it is opened.

A migration is never edited once it is released, so it repeats what tables.py says instead of
importing it. On SQLite foreign keys are off meanwhile: changing a table there means copying it.
"""
