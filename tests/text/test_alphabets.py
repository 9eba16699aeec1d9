"""First letters of names, and alphabets in their own order."""

import pytest

from quotes.text.alphabets import by_script, initial


@pytest.mark.parametrize(
    ("name", "letter"),
    [("de Montbrial", "D"), ("Šefčovič", "S"), ("“Ölçü”", "O"), ("Әуезов", "Ә"), ("ёлка", "Ё"),
     ("Ψάλτης", "Ψ"), ("Έλενα", "Ε"), ("محمد", "م"), ("习近平", "习"), ("1999", ""), ("", ""),
     ("ß", "S"), ("ʻAbd al-Malik", "A"), ("ʼאבג", "א"), ("ʿUmar", "U"), ("გიორგი", "გ"),
     ("\u1c92იორგი", "გ"), ("ーノ", "ノ"), ("が", "か"), ("ガ", "カ"), ("김대중", "ㄱ"),
     ("힐", "ㅎ"), ("까치", "ㄱ"), ("ㄱ", "ㄱ"), ("เศรษฐา", "ศ"), ("เ", "เ"), ("प्रिया", "प")],
)  # fmt: skip
def test_a_name_stands_under_its_first_letter(name: str, letter: str) -> None:
    assert initial(name) == letter


@pytest.mark.parametrize(
    ("name", "letter"),
    [("السيسي, عبد الفتاح", "س"), ("الجبير", "ج"), ("al-Sisi, Abdel Fattah", "S"),
     ("Al-Jubeir, Adel", "J"), ("El-Sisi", "S"), ("ash-Sharif", "S"), ("an-Nahyan", "N"),
     ("ar-Rāshid", "R"), ("al-ʿUmarī", "U"), ("Al-Ṭāhir", "T"),
     # What only begins like it.
     ("Alb, Ann", "A"), ("Al Thani, Tamim", "A"), ("Ellis", "E"), ("an-Li", "A"), ("al-", "A"),
     ("ال", "ا"), ("الف", "ا"), ("علي", "ع"), ("إلياس", "ا"),
     # One letter in several writings.
     ("أحمد", "ا"), ("احمد", "ا"), ("آمنة", "ا"), ("إبراهيم", "ا"), ("ٱلله", "ا"),
     ("کریم", "ك"), ("كريم", "ك"), ("یوسف", "ي"), ("پرویز", "پ")],
)  # fmt: skip
def test_the_arabic_article_and_its_signs_put_nobody_under_another_letter(
    name: str, letter: str
) -> None:
    assert initial(name) == letter


def test_letters_stand_by_script_in_the_order_of_their_alphabet() -> None:
    letters = ["Я", "Ә", "Б", "А", "Ё", "Ж", "Е", "Z", "A", "Қ", "К", "Л", "A", "ب"]
    assert by_script(letters) == [
        ["A", "Z"], ["ب"], ["А", "Ә", "Б", "Е", "Ё", "Ж", "К", "Қ", "Л", "Я"],
    ]  # fmt: skip


def test_letters_of_persian_stand_where_persian_has_them() -> None:
    assert by_script("يپگبكاچجزژ") == [list("ابپجچزژكگي")]
