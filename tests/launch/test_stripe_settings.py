"""The keys of Stripe: all of them or none, of one kind, and real money only where it is meant."""

import ast

import pytest

from storefront.settings import ROOT, SettingsError, stripe_keys

TEST = {
    "STRIPE_SECRET_KEY": "sk_test_1",
    "STRIPE_PUBLISHABLE_KEY": "pk_test_1",
    "STRIPE_WEBHOOK_SECRET": "whsec_1",
}
LIVE = {**TEST, "STRIPE_SECRET_KEY": "sk_live_1", "STRIPE_PUBLISHABLE_KEY": "pk_live_1"}


def refusal(
    environ: dict[str, str], production: bool = False, site: str = "https://shop.example"
) -> str:
    with pytest.raises(SettingsError) as raised:
        stripe_keys(environ, production, site)
    return str(raised.value)


def test_without_any_key_there_is_no_stripe() -> None:
    assert stripe_keys({}, False) is None
    assert stripe_keys({"STRIPE_SECRET_KEY": " "}, True) is None


def test_all_three_keys_open_it_and_no_secret_is_ever_printed() -> None:
    keys = stripe_keys(TEST, False)
    assert keys is not None
    assert (keys.secret, keys.webhook_secrets, keys.live) == ("sk_test_1", ("whsec_1",), False)
    assert "sk_test_1" not in repr(keys)
    assert "whsec_1" not in repr(keys)


@pytest.mark.parametrize("missing", list(TEST))
def test_a_half_set_contract_names_what_is_missing(missing: str) -> None:
    half = {name: value for name, value in TEST.items() if name != missing}
    assert refusal(half).startswith(f"Stripe is half set up: {missing} missing.")


def test_an_address_without_keys_is_half_a_contract_too() -> None:
    assert "STRIPE_API_BASE" in refusal({"STRIPE_API_BASE": "http://127.0.0.1:8420"})


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("STRIPE_SECRET_KEY", "pk_test_1"),
        ("STRIPE_SECRET_KEY", "sk_test_1 sk_test_2"),
        ("STRIPE_PUBLISHABLE_KEY", "sk_test_1"),
        ("STRIPE_WEBHOOK_SECRET", "hook_1"),
        ("STRIPE_WEBHOOK_SECRET", "whsec_1,whsec_2,whsec_3"),
        ("STRIPE_CAPTURE", "later"),
    ],
)
def test_what_cannot_be_a_key_is_refused_by_name(name: str, value: str) -> None:
    words = refusal({**TEST, name: value})
    assert words.startswith(name)
    assert value not in words


def test_two_secrets_are_known_while_one_is_being_changed() -> None:
    keys = stripe_keys({**TEST, "STRIPE_WEBHOOK_SECRET": "whsec_old, whsec_new"}, False)
    assert keys is not None
    assert keys.webhook_secrets == ("whsec_old", "whsec_new")


def test_real_money_is_taken_in_production_alone_and_play_money_never() -> None:
    assert "STRIPE_SECRET_KEY is live" in refusal(LIVE)
    assert "STRIPE_SECRET_KEY is for tests" in refusal(TEST, production=True)
    keys = stripe_keys(LIVE, True, "https://shop.example")
    assert keys is not None
    assert keys.live


def test_keys_of_two_kinds_and_open_addresses_are_refused() -> None:
    assert "differ" in refusal({**LIVE, "STRIPE_PUBLISHABLE_KEY": "pk_test_1"}, True)
    assert "SITE_URL" in refusal(LIVE, True, "http://shop.example")
    assert "STRIPE_API_BASE" in refusal({**TEST, "STRIPE_API_BASE": "http://far.example"})
    keys = stripe_keys({**TEST, "STRIPE_API_BASE": "http://127.0.0.1:8420/"}, False)
    assert keys is not None
    assert keys.api_base == "http://127.0.0.1:8420"


def test_a_shop_without_keys_never_loads_the_library() -> None:
    """The adapter is imported inside a function that has keys, and by nothing else as it is loaded."""
    for path in (ROOT / "storefront").rglob("*.py"):
        if "gateways/stripe" in path.as_posix():
            continue
        for line in ast.parse(path.read_text()).body:
            if isinstance(line, ast.Import | ast.ImportFrom):
                assert "gateways.stripe" not in ast.unparse(line), path
