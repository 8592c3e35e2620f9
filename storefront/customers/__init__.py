"""People who ordered: what the shop knows of them, what they agreed to, and how they are forgotten."""
