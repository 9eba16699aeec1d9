"""First letters of names, and alphabets in their own order."""

import pytest

from quotes.text.alphabets import by_script, initial


@pytest.mark.parametrize(
    ("name", "letter"),
    [("de Montbrial", "D"), ("Šefčovič", "S"), ("“Ölçü”", "O"), ("Әуезов", "Ә"), ("ёлка", "Ё"),
     ("Ψάλτης", "Ψ"), ("Έλενα", "Ε"), ("محمد", "م"), ("习近平", "习"), ("1999", ""), ("", ""),
     ("ß", "S"), ("ʻAbd al-Malik", "A"), ("ʼאבג", "א"), ("ʿUmar", "U"), ("გიორგი", "გ"),
     ("\u1c92იორგი", "გ"), ("ーノ", "ノ")],
)  # fmt: skip
def test_a_name_stands_under_its_first_letter(name: str, letter: str) -> None:
    assert initial(name) == letter


def test_letters_stand_by_script_in_the_order_of_their_alphabet() -> None:
    letters = ["Я", "Ә", "Б", "А", "Ё", "Ж", "Е", "Z", "A", "Қ", "К", "Л", "A", "ب"]
    assert by_script(letters) == [
        ["A", "Z"], ["ب"], ["А", "Ә", "Б", "Е", "Ё", "Ж", "К", "Қ", "Л", "Я"],
    ]  # fmt: skip
