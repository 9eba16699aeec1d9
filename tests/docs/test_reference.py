"""The reference, held against the code: all that there is, and nothing else."""

import ast
import re

import pytest
import yaml
from django.test import Client
from django.urls import URLPattern, URLResolver

from archive import urls
from quotes.citations.formats import FORMATS
from tests.docs.pages import ROOT, codes, pages, rows

SETTINGS, ADDRESSES = "docs/reference/settings.md", "docs/reference/addresses.md"
SEARCH, CITATIONS = "docs/reference/search.md", "docs/reference/citations.md"
API = "/api/v1/"
PAGING = {"page", "per_page", "cursor"}
# What the parts of an address are called in the documentation.
PARTS = {
    "written": "id", "identifier": "id", "number": "n", "name": "file",
    "slug": "slug", "topic": "slug", "suffix": "suffix", "section": "section",
}  # fmt: skip


# --- Settings ---


def read_settings() -> dict[str, str]:
    """Each variable that is read from the environment, and its default where it is a constant."""
    found: dict[str, str] = {}
    for file in ("archive/settings.py", "archive/startup.py", "gunicorn.conf.py"):
        for call in ast.walk(ast.parse((ROOT / file).read_text("utf-8"))):
            if not (isinstance(call, ast.Call) and isinstance(call.func, ast.Attribute)):
                continue
            if ast.unparse(call.func.value) == "env" and call.func.attr != "read_env":
                name = ast.literal_eval(call.args[0])
                given = [*call.args[1:], *(k.value for k in call.keywords if k.arg == "default")]
                constants = [str(v.value) for v in given if isinstance(v, ast.Constant) and v.value]
                found[name] = next(iter(constants), found.get(name, ""))
    return found


def required_of_a_public_archive() -> set[str]:
    tree = ast.parse((ROOT / "archive/settings.py").read_text("utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign) and ast.unparse(node.targets[0]) == "required":
            return set(ast.literal_eval(ast.List([*node.value.keys], ast.Load())))
    raise AssertionError("archive/settings.py has no list of what is required")


def test_every_setting_is_documented_and_no_other():
    documented = [codes(cells[0])[0] for cells in rows(pages()[SETTINGS], "setting")]
    assert sorted(documented) == sorted(read_settings())


def test_the_example_has_every_setting_and_no_other():
    example = (ROOT / ".env.example").read_text("utf-8")
    assert sorted(re.findall(r"^#([A-Z_]+)=", example, re.MULTILINE)) == sorted(read_settings())


def test_documented_defaults_are_those_in_force():
    table = {codes(cells[0])[0]: cells[2] for cells in rows(pages()[SETTINGS], "setting")}
    for name, default in read_settings().items():
        if default:
            assert default in codes(table[name]), name


def test_what_a_public_archive_needs_is_marked():
    table = {codes(cells[0])[0]: cells[3] for cells in rows(pages()[SETTINGS], "setting")}
    assert {name for name, is_required in table.items() if is_required == "yes"} == (
        required_of_a_public_archive()
    )
    assert set(table.values()) == {"yes", "no"}


# --- Addresses ---


def every_address() -> set[str]:
    """The addresses of the URLconf, as the documentation writes them."""
    found = set()
    for pattern in _patterns(urls.urlpatterns):
        route = re.sub(r"\(\?P<(\w+)>[^)]*\)", r"<\1>", str(pattern.pattern))
        route = re.sub(r"<(?:\w+:)?(\w+)>", lambda part: f"<{PARTS[part[1]]}>", route)
        found.add("/" + route.lstrip("^").rstrip("$").replace("\\", ""))
    return found


def _patterns(patterns: list[URLPattern | URLResolver]) -> list[URLPattern]:
    found = []
    for each in patterns:
        if isinstance(each, URLPattern):
            found.append(each)
        elif str(each.pattern) != "admin/":
            found += _patterns(each.url_patterns)
    return found


def documented_addresses() -> list[str]:
    return [codes(cells[0])[0] for cells in rows(pages()[ADDRESSES], "address") if len(cells) == 2]


def test_every_address_is_documented_and_no_other():
    # Those of the API with one slash too many lead to those without: one sentence says so.
    api = {address for address in every_address() if address.startswith(API) and address != API}
    slashed = {address for address in api if address.endswith("/")}
    assert slashed == {f"{address}/" for address in api - slashed}
    assert sorted(documented_addresses()) == sorted(every_address() - slashed)


def test_addresses_that_pages_name_exist():
    """In any page: what looks like an address of the site is one."""
    known = [re.sub(r"<\w+>", "<>", address) for address in every_address()]
    wrong = [
        (path, named)
        for path, page in pages().items()
        for named in re.findall(
            r"`(?:(?:GET|POST) )?(/(?:q|api|search|check|data)/[^` ?…{]*)", page
        )
        if not any(_fits(re.sub(r"<\w+>", "<>", named), address) for address in known)
    ]
    assert wrong == []


def _fits(named: str, address: str) -> bool:
    return re.fullmatch(re.escape(address).replace("<>", "[^/]+"), named) is not None


# --- Parameters ---


@pytest.fixture
def parameters(db: None, client: Client) -> dict[str, set[str]]:
    """The parameters of each list, as the API's own description names them."""
    described = yaml.safe_load(client.get(f"{API}openapi.yaml").content)
    return {
        path: {each["name"] for each in ways["get"].get("parameters", []) if each["in"] == "query"}
        for path, ways in described["paths"].items()
        if "get" in ways
    }


def documented_parameters() -> dict[str, set[str]]:
    found: dict[str, set[str]] = {}
    for address, parameter, *_ in rows(pages()[ADDRESSES], "list of the API"):
        found.setdefault(address.strip("`"), set()).update(codes(parameter))
    return found


def test_every_parameter_of_the_search_is_documented_and_no_other(parameters):
    documented = [code for cells in rows(pages()[SEARCH], "parameter") for code in codes(cells[0])]
    of_pages = {"p", "view"}
    assert sorted(documented) == sorted(parameters[f"{API}passages"] - {"cursor"} | of_pages)


def test_every_parameter_of_the_lists_is_documented_and_no_other(parameters):
    documented = documented_parameters()
    assert documented.pop("every list") == PAGING
    own = {path: names - PAGING for path, names in parameters.items() if names - PAGING}
    del own[f"{API}passages"]
    assert documented == own


def test_every_list_can_be_paged_through(parameters):
    lists = {path for path, names in parameters.items() if names}
    assert {path for path in lists if not parameters[path] >= PAGING} == {f"{API}changes"}
    assert parameters[f"{API}changes"] >= PAGING - {"page"}


def test_parameters_read_by_pages_are_documented():
    """What views take from the address by its name."""
    documented = {
        code
        for cells in rows(pages()[ADDRESSES], "address")
        if len(cells) == 3
        for code in codes(cells[1])
    }
    views = "\n".join(p.read_text("utf-8") for p in sorted((ROOT / "quotes").rglob("*.py")))
    assert set(re.findall(r'GET\.get\(\s*"(\w+)"', views)) <= documented
    assert {name for name in documented if f'"{name}"' not in views} == set()


# --- Citation formats ---


def test_every_citation_format_is_documented_as_it_is():
    documented = [
        [codes(cell)[0] for cell in (c[0], *c[2:])] for c in rows(pages()[CITATIONS], "key")
    ]
    assert documented == [
        [each.key, each.suffix, each.media_type.removesuffix("; charset=utf-8")] for each in FORMATS
    ]
