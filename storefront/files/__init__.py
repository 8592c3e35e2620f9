"""Files of the catalogue and the stock, out and in: what a file would change, then exactly that, all of it or nothing."""
