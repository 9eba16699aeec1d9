"""What templates mark for translation, found in their source and put into another language. Pure.

Django's own marks, written in the same way in Django's templates and in Jinja's macros:

* ``{% translate "Words" %}``, with ``context "verb"`` behind the words where they need one;
* ``{% blocktranslate %}Words with {{ values }} and {% tags %}{% endblocktranslate %}``;
* ``{% blocktranslate count rows|length %}One row{% plural %}{{ n }} rows{% endblocktranslate %}``;
* ``_("Words")`` as a value in another tag.

A mark may stand inside the code of another one, as in an attribute. They are replaced when a
template is read, not when it is drawn (docs/decisions/0044): a page costs as much as without them.
In a catalogue a value or tag stands as ``{its_name}``.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from quotes.text.interface import OPEN, Catalogue

MARK = re.compile(
    r'\{% translate "(?P<text>[^"]+)"(?: context "(?P<context>[^"]+)")? %\}'
    r"|\{% blocktranslate(?: count (?P<count>.+?))? %\}(?P<body>.*?)\{% endblocktranslate %\}"
    r'|\b_\("(?P<argument>[^"]+)"\)',
    re.DOTALL,
)
PLURAL = "{% plural %}"
CODE = re.compile(r"\{\{.*?\}\}|\{%.*?%\}", re.DOTALL)
NAME = re.compile(r"[A-Za-z_]\w*")


class Sentence(NamedTuple):
    """A text as catalogues have it, and the code that stands for each name in it."""

    text: str
    code: dict[str, str]


class Marked(NamedTuple):
    """What one mark in a template asks to be translated."""

    line: int
    text: str
    plural: str
    context: str


def marked(source: str) -> Iterator[Marked]:
    """Everything that a template marks, in order."""
    for mark in MARK.finditer(source):
        line = source.count("\n", 0, mark.start()) + 1
        if mark["body"] is None:
            yield Marked(line, mark["text"] or mark["argument"], "", mark["context"] or "")
        else:
            singular, _, plural = mark["body"].partition(PLURAL)
            text, code = sentence(singular)
            other, all_code = sentence(plural, code)
            yield Marked(line, text, other, "")
            for inner in all_code.values():
                yield from (Marked(line, *each[1:]) for each in marked(inner))


def spoken(source: str, catalogue: Catalogue | None) -> str:
    """``source`` with its marks replaced by their words in the catalogue's language."""
    return MARK.sub(lambda mark: _words(mark, catalogue), source)


def _words(mark: re.Match[str], catalogue: Catalogue | None) -> str:
    if mark["body"] is None:
        text = mark["text"] or mark["argument"]
        said = catalogue.one(text, mark["context"] or "") if catalogue else text
        return f'"{said}"' if mark["argument"] else said
    singular, _, plural = mark["body"].partition(PLURAL)
    if plural:
        return _forms(mark["count"], singular, plural, catalogue)
    if not catalogue:
        return spoken(singular, None)
    text, code = sentence(singular)
    return _with_code(catalogue.one(text), code, catalogue)


def _forms(number: str, singular: str, plural: str, catalogue: Catalogue | None) -> str:
    if not catalogue:
        one, more = spoken(singular, None), spoken(plural, None)
        return f"{{% if {number} == 1 %}}{one}{{% else %}}{more}{{% endif %}}"
    one, code = sentence(singular)
    more, all_code = sentence(plural, code)
    texts = [
        _with_code(catalogue.of_number(one, more, example), all_code, catalogue)
        for example in catalogue.an_example_of_each_form
    ]
    *tested, last = texts
    tests = "".join(
        f"{{% {'elif' if form else 'if'} {number}|plural_form == {form} %}}{text}"
        for form, text in enumerate(tested)
    )
    return f"{tests}{{% else %}}{last}{{% endif %}}" if tested else last


def sentence(source: str, known: dict[str, str] | None = None) -> Sentence:
    """The text between the tags of a mark; ``known`` are the names that its other form has."""
    code = dict(known or {})

    def name_of(match: re.Match[str]) -> str:
        for name, there in code.items():
            if there == match[0]:
                return f"{{{name}}}"
        name = unused = _name(match[0])
        number = 2
        while unused in code:
            unused, number = f"{name}{number}", number + 1
        code[unused] = match[0]
        return f"{{{unused}}}"

    return Sentence(CODE.sub(name_of, source), code)


def _name(code: str) -> str:
    """What stands for code in a catalogue: the last part of a value’s path, the name of a tag."""
    inner = code[2:-2].strip("- ")
    if code.startswith("{{"):
        inner = re.split(r"[|(\s\[]", inner)[0].rpartition(".")[2]
    found = NAME.search(inner)
    return found[0] if found else "value"


def _with_code(text: str, code: dict[str, str], catalogue: Catalogue) -> str:
    return OPEN.sub(lambda match: spoken(code[match[1]], catalogue), text)
