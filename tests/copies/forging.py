"""Changes to an export, by somebody careless or by somebody who makes all hashes anew."""

import json
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any


def rows(folder: Path, name: str) -> list[dict[str, Any]]:
    """The rows of a resource."""
    lines = (folder / f"{name}.jsonl").read_bytes().split(b"\n")[:-1]
    return [json.loads(line) for line in lines]


def write(folder: Path, name: str, rows: list[dict[str, Any]]) -> None:
    """Put these rows in the place of the resource's own, in canonical form."""
    text = "".join(
        json.dumps(row, ensure_ascii=False, sort_keys=True, separators=(",", ":")) + "\n"
        for row in rows
    )
    (folder / f"{name}.jsonl").write_bytes(text.encode())


def change(folder: Path, name: str, how: Callable[[list[dict[str, Any]]], None]) -> None:
    """Change the rows of a resource in place, hashes and all."""
    found = rows(folder, name)
    how(found)
    write(folder, name, found)
    forge(folder)


def forge(folder: Path, **package: Any) -> None:
    """Make every hash in the export anew, so that it agrees with itself as far as it can."""
    described = json.loads((folder / "datapackage.json").read_bytes()) | package
    for resource in described["resources"]:
        content = (folder / resource["path"]).read_bytes()
        resource |= {
            "hash": f"sha256:{sha256(content).hexdigest()}",
            "bytes": len(content),
            "rows": content.count(b"\n"),
        }
    text = json.dumps(described, ensure_ascii=False, indent=1) + "\n"
    (folder / "datapackage.json").write_bytes(text.encode())
    log = (folder / "records.jsonl").read_bytes().split(b"\n")[:-1]
    values = {
        "records": len(log),
        "root": sha256(log[-1]).hexdigest() if log else "-",
        "date": json.loads(log[-1])["time"] if log else "-",
        "change": described["change"],
        "package": sha256(text.encode()).hexdigest(),
        "verifier": sha256((folder / "verify_export.py").read_bytes()).hexdigest(),
    }
    lines = ["On Record checkpoint 1", *(f"{key}: {value}" for key, value in values.items())]
    (folder / "checkpoint.txt").write_text("\n".join(lines) + "\n")
