"""The differences that somebody has judged: judged.toml.

A judgement names the kind of difference by patterns (regular expressions that must be found in the text):
of the operation, the place, both sides and the request. It says who is right and how that is known.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from number_spelling import same_numbers

DEFAULT_FILE = Path(__file__).resolve().parent / "judged.toml"
VERDICTS = {"stator", "peer", "either"}  # who does as the service does


@dataclass
class Judgement:
    kind: str
    peer: str  # "dynamodb-local", "dynoxide", or "any"
    verdict: str
    evidence: str
    operation: str = ""
    path: str = ""
    stator: str = ""  # Stator's side
    other: str = ""  # the peer's side
    request: str = ""
    same_numbers: bool = False  # the sides differ in the spelling of numbers only

    def __post_init__(self):
        if self.verdict not in VERDICTS:
            raise ValueError(f"{self.kind}: the verdict is one of {sorted(VERDICTS)}")
        if not self.evidence.strip():
            raise ValueError(f"{self.kind}: a judgement needs its evidence")
        if not (self.path and (self.stator or self.other)):
            raise ValueError(f"{self.kind}: the place and at least one side must be given")

    def fits(self, peers, step, difference, mirrored):
        ours, theirs = (difference.right, difference.left) if mirrored \
            else (difference.left, difference.right)
        return (self.peer in peers or self.peer == "any") \
            and re.fullmatch(self.operation or ".*", step.operation) is not None \
            and re.fullmatch(self.path, difference.path) is not None \
            and re.search(self.stator, ours, re.DOTALL) is not None \
            and re.search(self.other, theirs, re.DOTALL) is not None \
            and (not self.request or re.search(
                self.request, json.dumps(step.request, ensure_ascii=False), re.DOTALL) is not None) \
            and (not self.same_numbers or same_numbers(ours, theirs))


class Judgements:
    """Those that apply between the two endpoints. Stator may be on either side, or on both."""

    def __init__(self, entries, left, right):
        self.entries = entries
        self.peers = {left, right}
        self.mirrored = right == "stator" and left != "stator"

    def of(self, step, difference):
        """The first judgement that fits, or None."""
        for entry in self.entries:
            if entry.fits(self.peers, step, difference, self.mirrored):
                return entry
        return None


def read(path=DEFAULT_FILE):
    entries = [Judgement(**entry) for entry in
               tomllib.loads(Path(path).read_text(encoding="utf-8")).get("judged", ())]
    names = [entry.kind for entry in entries]
    repeated = {name for name in names if names.count(name) > 1}
    if repeated:
        raise ValueError(f"judged more than once: {', '.join(sorted(repeated))}")
    return entries
