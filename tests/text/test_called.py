"""Names beside a quotation: found by their form, and compared with those of the archive."""

import pytest

from quotes.checking.extract import quotations
from quotes.text.person_names import is_called


@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We kept it,” Norwegian Deputy Harbour Minister Ada Lund said.", "Ada Lund"),
        ("“We kept it,” said Norway’s harbour minister, Ada Lund.", "Ada Lund"),
        ("“We kept it,” said Norway’s harbour minister.", ""),
        ("„Wir haben sie“, sagte die SPD-Politikerin Ada Lund in Kiel.", "Ada Lund"),
        ("Speaking to Bo Falk, the head of the port, Lund insisted: “We kept it.”", "Lund"),
        ("« Nous l’avons gardé », a déclaré Ada Lund.", "Ada Lund"),
        ("«Lo guardamos», dijo Ada Lund.", "Ada Lund"),
        ("Paylan, “köprüyü açık tuttuk” dedi.", "Paylan"),
        ("王毅表示：“我們保持橋樑開放”", "王毅"),
        ("Ada Lund said: “We kept it.” Later she added: “We always will.”", "Ada Lund"),
    ],
)
def test_the_name_is_found_without_what_stands_around_it(text: str, speaker: str):
    assert quotations(text)[-1].speaker == speaker


@pytest.mark.parametrize("sign", "'’‘`´ʻʼʹ′")
@pytest.mark.parametrize(
    ("text", "speaker"),
    [
        ("“We kept it,” said Sinead O*Brien.", "Sinead O*Brien"),
        ("“We kept it,” Ms O*Brien said.", "O*Brien"),
        ("O*tkir Hoshimov said: “We kept it.”", "O*tkir Hoshimov"),
        ("« Nous l’avons gardé », a dit Ahmed al-Sha*rani.", "Ahmed al-Sha*rani"),
    ],
)
def test_a_name_goes_on_behind_any_sign_for_an_apostrophe(text: str, speaker: str, sign: str):
    assert quotations(text.replace("*", sign))[-1].speaker == speaker.replace("*", sign)


def test_a_pronoun_is_nobody_where_two_may_be_meant():
    text = "Ada Lund said: “We kept it.” Bo Falk said: “We sold it.” Later she said: “Never.”"
    assert quotations(text)[-1].speaker == ""


@pytest.mark.parametrize(
    ("claim", "name"),
    [
        ("Foreign Minister Ada Lund", "Lund"), ("Lund", "Mr. LUND"), ("A. Lund", "Ada Lund"),
        ("Hans-Dietrich Genscher", "Mr. GENSCHER"), ("Василенко", "Roman Vassilenko"),
        ("Toqayev", "Tokayev"), ("Erdogan", "Recep Tayyip Erdoğan"), ("外交部长王毅", "王毅"),
    ],
)  # fmt: skip
def test_one_name_in_many_writings_is_one(claim: str, name: str):
    assert is_called(claim, name)


@pytest.mark.parametrize(
    ("claim", "name"),
    [("Ada Lund", "Bo Lund"), ("Norway", "Ada Lund"), ("Minister", "Minister"), ("Lind", "Lund")],
)
def test_other_names_are_other_names(claim: str, name: str):
    assert not is_called(claim, name)
