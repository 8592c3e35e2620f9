"""From cart to order."""
