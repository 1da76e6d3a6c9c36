"""Conversations belong to a user, else to a browser, else to nobody."""

from __future__ import annotations

from ui.http.auth.identity import owner_of


def test_a_user_a_browser_and_nobody_are_told_apart() -> None:
    ada, browser, nobody = owner_of({"user": "ada", "visitor": "x"}), owner_of({"visitor": "x"}), owner_of({})
    assert len({ada, browser, nobody}) == 3
    assert nobody == ""
    assert owner_of({"user": "ada", "visitor": "y"}) == ada
    assert owner_of({"user": "", "visitor": "x"}) == browser
    assert "x" not in {browser, ada}
    assert len(browser) == 64
