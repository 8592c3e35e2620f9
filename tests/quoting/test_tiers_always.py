"""Fee tiers for any table: it is taken when every tier holds some sum and every sum has exactly one fee, else refused."""

from hypothesis import example, given
from hypothesis import strategies as st

from storefront.quoting.payment_checks import payment_faults
from storefront.quoting.payment_method import PaymentFee, PaymentMethod
from storefront.quoting.tariff import Paying
from tests.quoting.tariffs import NO_TEXT

MOST = 12


def exactly_one_fee(ends: list[int], most: int) -> bool:
    """Whether tiers that begin where the one before ends hold each sum once, and each some sum."""
    begins = [0, *ends]
    held = [range(low + 1, high + 1) for low, high in zip(begins, ends, strict=False)]
    once = all(sum(one in sums for sums in held) == 1 for one in range(1, most + 1))
    return once and all(held)


@given(st.lists(st.integers(0, MOST + 4), min_size=1, max_size=5), st.integers(1, MOST))
@example([3, 6, 12], 12)
@example([12, 6], 12)
@example([6, 6, 12], 12)
@example([6, 11], 12)
def test_a_table_is_taken_when_every_sum_has_exactly_one_fee(ends: list[int], most: int) -> None:
    method = PaymentMethod(code="cod", least=None, most=most, not_to=[])
    fees = [PaymentFee(up_to=end, fee=100 + place) for place, end in enumerate(ends)]
    taken = not list(payment_faults(method, fees))
    assert taken == exactly_one_fee(ends, most)
    if taken:
        pairs = tuple((tier.up_to, tier.fee) for tier in fees)
        paying = Paying("cod", "offline", "cod", NO_TEXT, NO_TEXT, NO_TEXT, None, most, pairs)
        for total in range(1, most + 1):
            own = [
                fee
                for low, (end, fee) in zip([0, *ends], pairs, strict=False)
                if low < total <= end
            ]
            assert own == [paying.fee(total)]
