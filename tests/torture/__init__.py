"""Shops under a crowd, with processes that die and a payment company that errs; see `__main__`."""
