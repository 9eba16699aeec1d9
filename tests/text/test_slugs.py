"""Slugs that may be meant by one that nothing has."""

from hypothesis import given, strategies as st

from quotes.text.slugs import MAX_LENGTH, SIGNS, near_slugs

slugs = st.from_regex(r"[a-z0-9]+(-[a-z0-9]+){0,3}", fullmatch=True).filter(lambda s: len(s) < 40)


@given(slugs, st.data())
def test_every_slip_of_one_sign_is_mended(slug: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(slug) - 1))
    sign = data.draw(st.sampled_from(SIGNS.replace("-", "")))
    for slip in (
        f"{slug[:at]}{sign}{slug[at + 1 :]}",
        f"{slug[:at]}{sign}{slug[at:]}",
        f"{slug[:at]}{slug[at + 1 :]}",
        f"{slug[:at]}{slug[at + 1 : at + 2]}{slug[at]}{slug[at + 2 :]}",
    ):
        # Hyphens at the ends count for nothing.
        if slip.strip("-") == slip != slug and slip:
            assert slug in near_slugs(slip), slip


def test_order_capitals_and_underscores_count_for_nothing() -> None:
    for written in (
        "vassilenko-roman",
        "Roman-Vassilenko",
        "roman_vassilenko",
        "roman-vassilenko-",
    ):
        assert "roman-vassilenko" in near_slugs(written)


def test_nothing_is_near_to_itself_to_nothing_or_to_very_long_ones() -> None:
    assert "sanctions" not in near_slugs("sanctions")
    assert near_slugs("") == near_slugs("-") == near_slugs("a" * (MAX_LENGTH + 1)) == set()
