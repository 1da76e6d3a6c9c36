from __future__ import annotations

import json
from dataclasses import replace

import pytest

from index.secret import Secret
from rag.errors import SettingsError
from rag.settings import load
from tests.harness.model_server import KEY


def test_a_secret_is_shown_to_who_asks_for_it_alone() -> None:
    secret = Secret(KEY)
    assert secret.reveal() == KEY
    assert secret
    assert not Secret()
    assert secret == Secret(KEY)
    assert len({secret, Secret(KEY), Secret("other")}) == 2
    for shown in (str(secret), repr(secret), f"{secret}", f"{secret!r:>20}", repr([secret]), repr({"key": secret})):
        assert KEY not in shown
    with pytest.raises(TypeError):
        json.dumps(secret)
    with pytest.raises(TypeError):
        vars(secret)


def test_settings_do_not_show_their_key(tmp_path: object) -> None:
    settings = load({}, {"CITESEED_LANGUAGE_MODEL_KEY": KEY})
    assert settings.language_model_key.reveal() == KEY
    assert KEY not in repr(settings)
    with pytest.raises(SettingsError) as raised:
        replace(settings, passages=0)
    assert KEY not in str(raised.value)
