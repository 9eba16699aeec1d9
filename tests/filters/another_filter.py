"""A process whose registry has one more filter, that of docs/how-to/add-a-filter.md; run by test_adding.

``PATH…`` prints status and text of each, as JSON by path.
"""

import json
import os
import re
import sys
from pathlib import Path

import django
from django.core.management import call_command
from django.test import Client

from quotes.search import registry

HOW_TO = Path(__file__).parents[2] / "docs" / "how-to" / "add-a-filter.md"
DECLARATION = re.search(r"```python\n(.*?),\n```", HOW_TO.read_text("utf-8"), re.DOTALL)
assert DECLARATION
# Nothing that reads the registry is imported yet.
ADDED = eval(DECLARATION[1], dict(vars(registry)))  # noqa: S307 - of our own page
registry.FILTERS = (*registry.FILTERS, ADDED)
registry.BY_NAME[ADDED.name] = ADDED


def main() -> None:
    """Answer from the opening archive."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "archive.settings")
    django.setup()
    call_command("load_demo", stdout=sys.stderr)
    client = Client(headers={"host": "127.0.0.1"})
    answers = {path: client.get(path) for path in sys.argv[1:]}
    call_command("reindex", verify=True, stdout=sys.stderr)
    print(json.dumps({path: [a.status_code, a.text] for path, a in answers.items()}))


if __name__ == "__main__":
    main()
