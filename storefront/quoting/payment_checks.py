"""Payment methods that may be stored: limits that leave room, and fee tiers with exactly one fee for every sum.

A tier begins where the one before it ends, and always has an end itself. A method with tiers therefore needs its
`most`, and the last tier has to reach it: above it no fee would be known. Fees may fall from tier to tier.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from storefront.faults import Fault, fault
from storefront.quoting.payment_method import PaymentFee, PaymentMethod
from storefront.quoting.spike import spike_faults
from storefront.shipping.checks import unknown_regions

MOST_DAYS = 60
"""Longer no payment company lets a store payment wait (Stripe: 1 to 60 days)."""


def payment_faults(method: PaymentMethod, fees: Sequence[PaymentFee]) -> Iterator[Fault]:
    """What is wrong with one payment method; `fees` in the order they were written."""
    thing = f"payment {method.code}"
    yield from _limit_faults(method, thing)
    yield from unknown_regions(method.not_to, thing)
    yield from spike_faults(method.spike or {}, thing)
    for tier in fees:
        yield from _tier_faults(tier, thing)
    yield from _order_faults(fees, thing)
    if fees:
        yield from _reach_faults(method, fees, thing)


def _limit_faults(method: PaymentMethod, thing: str) -> Iterator[Fault]:
    least, most = method.least, method.most
    days = method.days_to_pay
    if days is not None and not 1 <= days <= MOST_DAYS:
        yield fault(
            "days_to_pay",
            thing,
            f"お支払いまでの日数{days}日は1〜{MOST_DAYS}日にします",
            f"the days to pay, {days}, must be 1 to {MOST_DAYS}",
        )
    if (least is not None and least < 0) or (most is not None and most <= 0):
        yield fault(
            "limit_negative",
            thing,
            "下限は0以上、上限は0より大きくします",
            "the least sum must not be below zero, the most must be above it",
        )
    if least is not None and most is not None and least > most:
        yield fault(
            "limits_crossed",
            thing,
            f"下限{least}円が上限{most}円より大きくなっています",
            f"the least sum, {least} yen, exceeds the most, {most} yen",
        )


def _tier_faults(tier: PaymentFee, thing: str) -> Iterator[Fault]:
    if tier.fee < 0:
        yield fault(
            "fee_negative",
            thing,
            f"{tier.up_to}円までの手数料{tier.fee}円が0より小さくなっています",
            f"the fee up to {tier.up_to} yen, {tier.fee} yen, is below zero",
        )
    if tier.up_to <= 0:
        yield fault(
            "tier_empty",
            thing,
            f"「{tier.up_to}円まで」にあたる金額がありません",
            f"no sum is in a tier that ends at {tier.up_to} yen",
        )


def _order_faults(fees: Sequence[PaymentFee], thing: str) -> Iterator[Fault]:
    for before, after in pairwise(fees):
        if before.up_to == after.up_to:
            yield fault(
                "tier_twice",
                thing,
                f"「{after.up_to}円まで」が2つあります",
                f"two tiers end at {after.up_to} yen",
            )
        elif before.up_to > after.up_to:
            yield fault(
                "tiers_not_ascending",
                thing,
                f"「{before.up_to}円まで」のあとに「{after.up_to}円まで」があります",
                f"the tier up to {after.up_to} yen stands behind the one up to {before.up_to} yen",
            )


def _reach_faults(method: PaymentMethod, fees: Sequence[PaymentFee], thing: str) -> Iterator[Fault]:
    end = max(tier.up_to for tier in fees)
    if method.most is None:
        yield fault(
            "tiers_without_end",
            thing,
            f"{end}円を超えるときの手数料がわかりません。上限を決めます",
            f"the fee above {end} yen is not known: the method needs a limit",
        )
    elif end < method.most:
        yield fault(
            "tier_hole",
            thing,
            f"{end}円を超えて{method.most}円までの手数料がありません",
            f"there is no fee for sums above {end} and up to {method.most} yen",
        )
