"""Slips in e-mail domains that many make, and the domain that was probably meant. A hint, never a refusal."""

COMMON = (
    "gmail.com", "yahoo.co.jp", "icloud.com", "outlook.jp", "outlook.com", "hotmail.com", "hotmail.co.jp",
    "docomo.ne.jp", "ezweb.ne.jp", "softbank.ne.jp", "i.softbank.jp", "ymobile.ne.jp", "nifty.com", "ocn.ne.jp",
)  # fmt: skip
"""Domains of shoppers in Japan, the commonest first."""

ALSO_REAL = frozenset(
    {
        "au.com",
        "mail.com",
        "ymail.com",
        "email.com",
        "me.com",
        "live.jp",
        "yahoo.com",
        "msn.com",
        "aol.com",
    }
)
"""Domains that look like slips of those above and are none."""


def suggested_email(address: str) -> str | None:
    """The address with the domain that was probably meant; None when nothing looks wrong."""
    name, _, domain = address.rpartition("@")
    if not name or domain in COMMON or domain in ALSO_REAL:
        return None
    meant = next((known for known in COMMON if one_slip_apart(domain, known)), None)
    return f"{name}@{meant}" if meant else None


def one_slip_apart(one: str, other: str) -> bool:
    """Whether one letter too many, missing, wrong or swapped with its neighbour tells them apart."""
    if one == other or abs(len(one) - len(other)) > 1:
        return False
    start = 0
    while start < min(len(one), len(other)) and one[start] == other[start]:
        start += 1
    a, b = one[start:], other[start:]
    swapped = a[:2] == b[1::-1] and a[2:] == b[2:]
    return a[1:] == b or a == b[1:] or a[1:] == b[1:] or swapped
