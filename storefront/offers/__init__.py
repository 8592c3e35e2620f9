"""What we suggest: which goods, to whom, where, why it helps them, and when to be silent."""
