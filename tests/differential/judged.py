"""The differences that somebody has judged: judged/<peer>.toml, and judged/any.toml for all peers.

A judgement names the kind of difference by patterns (regular expressions that must be found in the text):
of the operation, the place, both sides and the request. It says who is right and how that is known.
"""

import json
import re
import tomllib
from dataclasses import dataclass
from pathlib import Path

from compare import Difference
from number_spelling import same_numbers

DEFAULT_FOLDER = Path(__file__).resolve().parent / "judged"
# The path of a difference that shows in no reply, only in what is stored after the request.
CONTENTS = "contents"
VERDICTS = {"stator", "peer", "either"}  # who does as the service does


@dataclass
class Judgement:
    peer: str  # the name of the file
    kind: str
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
        if not self.path or not (self.stator or self.other or self.path == CONTENTS):
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

    def silent(self, step):
        """The judgement that this request may leave the two with different contents, unsaid."""
        return next((entry for entry in self.entries if entry.path == CONTENTS and
                     entry.fits(self.peers, step, Difference(CONTENTS, "", ""), self.mirrored)), None)

    def of(self, step, difference):
        """The first judgement that fits, or None."""
        for entry in self.entries:
            if entry.fits(self.peers, step, difference, self.mirrored):
                return entry
        return None


def read(folder=DEFAULT_FOLDER):
    entries = [Judgement(path.stem, **entry) for path in sorted(Path(folder).glob("*.toml"))
               for entry in tomllib.loads(path.read_text(encoding="utf-8"))["judged"]]
    names = [(entry.peer, entry.kind) for entry in entries]
    repeated = {kind for peer, kind in names if names.count((peer, kind)) > 1}
    if repeated:
        raise ValueError(f"judged more than once: {', '.join(sorted(repeated))}")
    return entries
