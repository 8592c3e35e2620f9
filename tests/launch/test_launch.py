"""Opening the shop with one command: what can be wrong is said, with the remedy."""

import socket

import pytest

from storefront.launch import CannotOpen, Place, main, server_command, welcome


def test_without_settings_the_shop_opens_for_this_machine_only(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    for name in ("HOST", "PORT", "WORKERS"):
        monkeypatch.delenv(name, raising=False)

    assert Place.from_environment() == Place(host="127.0.0.1", port=8000, workers=2)


def test_place_and_number_of_workers_come_from_the_environment(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HOST", "0.0.0.0")
    monkeypatch.setenv("PORT", "8001")
    monkeypatch.setenv("WORKERS", "4")
    place = Place.from_environment()

    assert place == Place(host="0.0.0.0", port=8001, workers=4)
    assert place.url == "http://127.0.0.1:8001"
    assert "--port 8001 --workers 4" in " ".join(server_command(place))


def test_an_ipv6_address_is_written_as_browsers_want_it() -> None:
    assert Place("::1", 8000, 1).url == "http://[::1]:8000"


@pytest.mark.parametrize(
    ("name", "value"),
    [("PORT", "tea"), ("PORT", "0"), ("PORT", "65536"), ("WORKERS", "-1"), ("PROXIES", "many")],
)
def test_a_number_that_is_none_is_named(
    name: str, value: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv(name, value)

    assert main() == 1
    assert f"{name}={value} is no whole number" in capsys.readouterr().err


def test_a_taken_port_is_said_with_the_way_to_choose_another() -> None:
    with socket.create_server(("127.0.0.1", 0)) as someone_else:
        port = someone_else.getsockname()[1]
        with pytest.raises(CannotOpen, match=f"PORT={port + 1} make run"):
            Place("127.0.0.1", port, 1).make_sure_it_is_free()


def test_the_welcome_says_where_to_go_and_how_to_pay() -> None:
    said = welcome(Place("127.0.0.1", 8000, 2), demo=True)

    assert "はっぱ茶房 / Happa Tea House is open at http://127.0.0.1:8000\n" in said
    for what in ("/ja/", "/en/", "/outbox", "/styleguide", "4242 4242 4242 4242", "Ctrl-C"):
        assert what in said


def test_the_demo_s_member_of_staff_is_named_while_the_login_is_true() -> None:
    place = Place("127.0.0.1", 8000, 2)

    assert "staff@x / secret" in welcome(place, demo=True, logins=["staff@x / secret"])
    assert "/staff/" in welcome(place, demo=True)


def test_a_real_shop_is_welcomed_without_the_demo() -> None:
    said = welcome(Place("127.0.0.1", 8000, 2), demo=False)

    assert "http://127.0.0.1:8000" in said
    assert "4242" not in said
    assert "/outbox" not in said
    assert "/staff" not in said
