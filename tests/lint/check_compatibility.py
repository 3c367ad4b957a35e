"""api/COMPATIBILITY.md is what its sources make of it, and every difference is shown by a test that is there."""

import sys
from pathlib import Path

from source_tree import run_check

sys.path.insert(0, str(Path(__file__).resolve().parent.parent.parent / "scripts"))

import generate_compatibility  # noqa: E402


def check(root):
    root = Path(root)
    if not (root / "api/differences.toml").exists():
        return []
    breaches = generate_compatibility.missing_tests(root)
    committed = root / "api/COMPATIBILITY.md"
    text = committed.read_text(encoding="utf-8") if committed.exists() else ""
    if text != generate_compatibility.page(root):
        breaches.append("api/COMPATIBILITY.md is not what scripts/generate_compatibility.py makes")
    return breaches


if __name__ == "__main__":
    run_check(check)
