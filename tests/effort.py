"""How much is tried by the tests whose inputs are endless: EFFORT=10 tries ten times as much."""

import os

EFFORT = int(os.environ.get("EFFORT") or 1)
