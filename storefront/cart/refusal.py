"""Why something cannot go into a cart."""


class CannotAdd(Exception):
    """The variant cannot be put in the cart as asked."""


class NotSold(CannotAdd):
    """It is not offered (any more), or sold out."""


class OnlyLeft(CannotAdd):
    """Fewer are left than the cart would then hold; `left` says how many."""

    def __init__(self, left: int) -> None:
        super().__init__(f"only {left} left")
        self.left = left


class CartFull(CannotAdd):
    """More different variants than a cart holds."""
