"""What the archive holds, marked with its language where the interface speaks another one."""

from collections.abc import Iterator

import pytest

from quotes.templatetags.interface import in_its_language
from quotes.text.interface import message, use_language


@pytest.fixture
def russian() -> Iterator[None]:
    use_language("ru")
    yield
    use_language("en")


@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("Sanctions", "", "Sanctions"),
        ("17th <World> Conference", "", "17th <World> Conference"),
        ("", "", ""),
        ("Foreign policy", "en", "Foreign policy"),
        ("Санкции", "", '<span lang="" dir="ltr">Санкции</span>'),
        ("العقوبات", "", '<span lang="" dir="rtl">العقوبات</span>'),
        ("Die <Rede>", "de", '<span lang="de" dir="ltr">Die &lt;Rede&gt;</span>'),
        ("[A panel]", "en", '<span title="Title given by the archive">[A panel]</span>'),
    ],
)
def test_english_pages_mark_what_is_not_english(text: str, code: str, shown: str) -> None:
    assert in_its_language(text, code) == shown


@pytest.mark.usefixtures("russian")
@pytest.mark.parametrize(
    ("text", "code", "shown"),
    [
        ("Санкции", "", "Санкции"),
        ("Sanctions", "", '<span lang="" dir="ltr">Sanctions</span>'),
        ("Sanctions", "en", '<span lang="en" dir="ltr">Sanctions</span>'),
        ("2023–2024", "", "2023–2024"),
    ],
)
def test_russian_pages_mark_what_is_not_russian(text: str, code: str, shown: str) -> None:
    assert in_its_language(text, code) == shown


@pytest.mark.usefixtures("russian")
def test_the_interfaces_own_words_are_its_own() -> None:
    said = message("Quotations")
    assert in_its_language(said) is said
