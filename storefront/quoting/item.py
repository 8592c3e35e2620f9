"""What goes into a quote: pieces with a price, a tax class, a weight and a size."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from storefront.money import Yen
from storefront.shipping.load import Load, Temperature


@dataclass(frozen=True, slots=True)
class QuoteItem:
    """A variant, how many, its price in yen with tax and its tax class.

    Grams and millimetres are those of one piece packed; the sides stand longest first.
    """

    sku: str
    quantity: int
    unit_price: Yen
    tax_class: str
    grams: int = 0
    sides: tuple[int, int, int] = (0, 0, 0)
    temperature: str = Temperature.AMBIENT

    @property
    def amount(self) -> Yen:
        """Yen for the whole line."""
        return self.unit_price * self.quantity


def load_of(items: Iterable[QuoteItem], temperature: str, values: Sequence[Yen]) -> Load:
    """The items of one temperature as a load; `values` are what each line costs after its share of a discount."""
    pieces = value = grams = volume = longest = middle = shortest = 0
    for item, worth in zip(items, values, strict=True):
        if item.temperature != temperature:
            continue
        count, (length, width, height) = item.quantity, item.sides
        pieces += count
        value += worth
        grams += item.grams * count
        volume += length * width * height * count
        longest, middle = max(longest, length), max(middle, width)
        shortest = max(shortest, height)
    return Load(pieces, value, grams, volume, longest, middle, shortest)
