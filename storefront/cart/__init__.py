"""What the shopper holds."""
