"""Links between our own pages lead somewhere: relative links in Markdown name files and headings."""

import re

from source_tree import SKIPPED_FOLDERS, run_check

_FENCE = re.compile(r"^```.*?^```", re.MULTILINE | re.DOTALL)
_LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")


def pages_under(folder):
    for path in sorted(folder.iterdir()):
        if path.is_dir():
            if path.name not in SKIPPED_FOLDERS and not path.name.startswith("."):
                yield from pages_under(path)
        elif path.suffix == ".md":
            yield path


def anchors_of(text):
    """The names by which a page's headings are linked to, as GitHub makes them."""
    headings = re.findall(r"^#+\s+(.*?)\s*$", _FENCE.sub("", text), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


def check(root):
    breaches = []
    for page in pages_under(root):
        name = page.relative_to(root).as_posix()
        text = page.read_text(encoding="utf-8")
        for link in _LINK.findall(_FENCE.sub("", text)):
            if re.match(r"[a-z]+:", link):
                continue
            path, _, anchor = link.partition("#")
            target = (page.parent / path).resolve() if path else page
            if not target.exists():
                breaches.append(f"{name}: no such file: {link}")
            elif anchor and target.suffix == ".md":
                if anchor not in anchors_of(target.read_text(encoding="utf-8")):
                    breaches.append(f"{name}: no such heading: {link}")
    return breaches


if __name__ == "__main__":
    run_check(check)
