"""The demo's other houses: its bank, its wallet, its shop counter, and the panel that says how they behave.

They take play money only and say so; no real bank, wallet or store has anything to do with them.
"""

from storefront.views.demo_bank import asking, panel, store, transfer
from storefront.views.demo_bank.house import bp

__all__ = ["asking", "bp", "panel", "store", "transfer"]
