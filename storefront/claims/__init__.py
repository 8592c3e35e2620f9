"""What the shop says in its own favour, and how it proves it."""
