"""Who we are: the shop's own particulars and legal texts."""
