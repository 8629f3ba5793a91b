"""The watch token: ours, whole, alive."""

import pytest

from yuanjiao.kernel import signing
from yuanjiao.pulse.tokens import LIFE_SECONDS, PURPOSE, Claims, ExpiredToken, ForgedToken, Mint

NOW = 1_800_000_000
CLAIMS = Claims(
    session=5,
    learner=1,
    lesson=2,
    course=3,
    duration_ms=60_000,
    speed=150,
    epoch=0,
    expires=NOW + LIFE_SECONDS,
    policy=0,
)
MINT = Mint(["a secret that is long enough for anyone"])


def test_a_token_says_again_what_it_was_made_of():
    assert MINT.claims(MINT.token(CLAIMS), NOW) == CLAIMS


def test_any_changed_character_makes_it_forged():
    token = MINT.token(CLAIMS)
    for at in range(len(token) - 1):
        changed = token[:at] + ("A" if token[at] != "A" else "B") + token[at + 1 :]
        with pytest.raises(ForgedToken):
            MINT.claims(changed, NOW)


@pytest.mark.parametrize("text", ["", "x", "é", "A" * 76, "A" * 5000, "\x00"])
def test_nonsense_is_forged(text):
    with pytest.raises(ForgedToken):
        MINT.claims(text, NOW)


def test_another_installation_s_token_is_forged():
    with pytest.raises(ForgedToken):
        MINT.claims(Mint(["another secret, just as long as the first"]).token(CLAIMS), NOW)


def test_a_token_of_another_release_s_shape_has_expired():
    shorter = signing.decode(MINT.token(CLAIMS))[: -signing.SIGNATURE_BYTES - 1]
    key = signing.derive("a secret that is long enough for anyone", PURPOSE)
    with pytest.raises(ExpiredToken):
        MINT.claims(signing.encode(shorter + signing.sign(key, shorter)), NOW)


def test_an_old_token_has_expired():
    with pytest.raises(ExpiredToken):
        MINT.claims(MINT.token(CLAIMS), NOW + LIFE_SECONDS)


def test_a_token_of_the_key_before_is_still_good():
    rotated = Mint(["a new secret that is long enough", "a secret that is long enough for anyone"])
    assert rotated.claims(MINT.token(CLAIMS), NOW) == CLAIMS
    assert rotated.claims(rotated.token(CLAIMS), NOW) == CLAIMS


def test_a_token_is_renewed_past_half_its_life():
    assert MINT.renewed(CLAIMS, NOW) is None
    renewed = MINT.renewed(CLAIMS, NOW + LIFE_SECONDS // 2)
    assert MINT.claims(renewed, NOW + LIFE_SECONDS).session == CLAIMS.session


def test_a_token_has_one_spelling():
    with pytest.raises(ForgedToken):
        MINT.claims("!" * 400 + MINT.token(CLAIMS), NOW)
