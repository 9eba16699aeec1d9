import pytest

from quotes.citations.names import Person, initials, people, person, without_by


@pytest.mark.parametrize(
    ("name", "sort_name", "expected"),
    [
        ("Roman Vassilenko", "Vassilenko, Roman", ("Vassilenko", "Roman", "")),
        ("Thierry de Montbrial", "Montbrial, Thierry de", ("Montbrial", "Thierry", "de")),
        ("Jan van der Berg", "van der Berg, Jan", ("van der Berg", "Jan", "")),
        ("Gabriel García Márquez", "García Márquez, Gabriel", ("García Márquez", "Gabriel", "")),
        ("Қасым-Жомарт Тоқаев", "Тоқаев, Қасым-Жомарт", ("Тоқаев", "Қасым-Жомарт", "")),
        # An older spelling in a record is taken apart as the present one is.
        ("Roman Wassilenko", "Vassilenko, Roman", ("Wassilenko", "Roman", "")),
        ("Romain Vassilenko", "Vassilenko, Roman", ("Vassilenko", "Romain", "")),
        # No style prints the family name first: such a name stays whole.
        ("Li Wei", "Li, Wei", ("", "", "")),
        ("Another Person", "Vassilenko, Roman", ("", "", "")),
        ("Roman Y. Vassilenko", "Vassilenko, Roman", ("", "", "")),
        ("Al Jazeera", "Al Jazeera", ("", "", "")),
        ("Madonna", "Madonna,", ("", "", "")),
        ("Madonna", "", ("", "", "")),
    ],
)
def test_a_name_is_taken_apart_as_its_sort_name_says(
    name: str, sort_name: str, expected: tuple[str, str, str]
) -> None:
    found = person(name, sort_name)
    assert (found.family, found.given, found.particle) == expected
    assert found.name == name


@pytest.mark.parametrize(
    ("byline", "expected"),
    [
        ("Silvia Boltuc", ["Boltuc, Silvia"]),
        ("By Jane Doe", ["Doe, Jane"]),
        ("Jane Doe and Seán O’Neill", ["Doe, Jane", "O’Neill, Seán"]),
        ("Jane Doe, Seán O’Neill & Ann Poe", ["Doe, Jane", "O’Neill, Seán", "Poe, Ann"]),
        ("Ursula von der Leyen", ["von der Leyen, Ursula"]),
        ("Айбек Нұрланұлы", ["Нұрланұлы, Айбек"]),
        ("J. R. Doe", ["Doe, J. R."]),
        ("Jean-Luc Martin", ["Martin, Jean-Luc"]),
        ("Nino Burjanadze", ["Burjanadze, Nino"]),
        ("Анна Иванова и Пётр Ким", ["Иванова, Анна", "Ким, Пётр"]),
        ("Jane Q. Doe", ["Doe, Jane Q."]),
        # Not people, or not told apart with certainty: whole.
        ("Айбаршын Ахметкали", ["Айбаршын Ахметкали"]),
        ("Al Jazeera", ["Al Jazeera"]),
        ("United Nations", ["United Nations"]),
        ("Human Rights Watch", ["Human Rights Watch"]),
        ("Deutsche Welle", ["Deutsche Welle"]),
        ("Jordan Times", ["Jordan Times"]),
        ("Georgia Today", ["Georgia Today"]),
        ("Paris Match", ["Paris Match"]),
        ("Le Monde", ["Le Monde"]),
        ("El País", ["El País"]),
        ("Der Spiegel", ["Der Spiegel"]),
        ("Новая газета", ["Новая газета"]),
        ("European Commission", ["European Commission"]),
        ("Amnesty International", ["Amnesty International"]),
        ("AFP", ["AFP"]),
        ("Agence France-Presse", ["Agence France-Presse"]),
        ("Associated Press", ["Associated Press"]),
        ("ASTANA TIMES", ["ASTANA TIMES"]),
        ("Staff Reporter", ["Staff Reporter"]),
        ("Пресс-служба МИД", ["Пресс-служба МИД"]),
        ("Jane Doe, Kyiv", ["Jane Doe, Kyiv"]),
        ("Jane Doe and agencies", ["Jane Doe and agencies"]),
        ("Madonna", ["Madonna"]),
        ("de Montbrial", ["de Montbrial"]),
        ("by", ["by"]),
        ("", []),
    ],
)
def test_a_byline_is_taken_apart_only_where_it_names_people(
    byline: str, expected: list[str]
) -> None:
    assert [each.inverted for each in people(byline)] == expected


def test_by_is_no_part_of_a_byline() -> None:
    assert without_by(" By  Jane Doe ") == "Jane Doe"
    assert without_by("Byron Doe") == "Byron Doe"


@pytest.mark.parametrize(
    ("given", "point", "expected"),
    [
        ("Roman", ". ", "R."),
        ("Layla Noor", ". ", "L. N."),
        ("Layla Noor", ".", "L.N."),
        ("Jean-Luc", ". ", "J.-L."),
        ("Қасым-Жомарт Кемелұлы", ". ", "Қ.-Ж. К."),
        ("J.R. Ronald", ". ", "J. R. R."),
        ("Thierry de", ". ", "T. de"),
        ("伟", ". ", "伟"),
    ],
)
def test_initials_of_any_script(given: str, point: str, expected: str) -> None:
    assert initials(given, point) == expected


def test_a_name_without_parts_is_never_abbreviated() -> None:
    assert Person("Al Jazeera").abbreviated(". ") == "Al Jazeera"
    assert Person("Jan van der Berg", "Berg", "Jan", "van der").abbreviated(". ") == (
        "Berg, J. van der"
    )
    assert Person("Роман Василенко", "Василенко", "Роман").abbreviated(". ", "") == "Василенко Р."
