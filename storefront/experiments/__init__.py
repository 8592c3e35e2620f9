"""What we are trying, and how sure we may be of what it did."""
