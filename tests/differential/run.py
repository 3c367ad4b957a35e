#!/usr/bin/env python3
"""Drives two endpoints with the same random requests and reports where their replies differ."""

import argparse
import re
import shlex
import signal
import sys
import time
from pathlib import Path

import drive
import judged
import rounds
import script
import servers
from compare import shown
from shrink import Shrinker
from wire import EndpointFailure

ROOT = Path(__file__).resolve().parents[2]


def parse_arguments(arguments):
    parser = argparse.ArgumentParser(prog="tests/differential/run.py", description=__doc__)
    endpoint = "a URL, 'stator:PROGRAM [FLAG...]', dynamodb-local or dynoxide"
    parser.add_argument("--left", default=f"stator:{shlex.quote(str(ROOT))}/build/release/stator", help=endpoint)
    parser.add_argument("--right", required=True, help=endpoint)
    parser.add_argument("--seed", type=int, default=1, help="of the first round; the next is one more")
    parser.add_argument("--requests", type=int, default=10_000, help="how many, to each endpoint")
    parser.add_argument("--seconds", type=float, default=float("inf"), help="end after that time")
    parser.add_argument("--round-size", type=int, default=100, help="requests on the same tables")
    parser.add_argument("--partiql", action="store_true", help="PartiQL statements too")
    parser.add_argument("--messages", action="store_true", help="compare the texts of errors too")
    parser.add_argument("--judged", type=Path, default=judged.DEFAULT_FOLDER, metavar="FOLDER",
                        help="the judged differences, one file for each peer")
    parser.add_argument("--peers-folder", help="where the peers' packages are, or come to be")
    parser.add_argument("--keep-going", type=int, default=1, metavar="N",
                        help="stop at the Nth kind of unjudged difference")
    parser.add_argument("--shrink-seconds", type=float, default=60, help="for each case; 0: do not")
    parser.add_argument("--only", default="", metavar="PATTERN",
                        help="report only where this is found in operation, place and sides")
    parser.add_argument("--output", type=Path, help="a folder for the scripts of the cases")
    return parser.parse_args(arguments)


class Run:
    def __init__(self, options, left, right):
        self.options = options
        self.names = [left.kind, right.kind]
        judgements = judged.Judgements(judged.read(options.judged), left.kind, right.kind)
        self.driver = drive.Driver(left, right, judgements, options.messages)
        # Shrinking has a tally of its own.
        self.replayer = drive.Driver(left, right, judgements, options.messages)
        self.found = {}  # (operation, shape) -> how often
        self.seen = set()  # those and the ones that --only leaves out

    @property
    def tally(self):
        return self.driver.tally

    def hold(self):
        """Rounds until there were enough requests, or enough kinds of unjudged differences."""
        seed = self.options.seed
        deadline = time.monotonic() + self.options.seconds
        while self.tally.steps < self.options.requests and time.monotonic() < deadline:
            steps = rounds.plan(seed, self.options.round_size, self.options.partiql)
            fresh = []
            for finding in self.driver.hold_round(seed, steps):
                kind = (finding.steps[-1].operation, finding.difference.shape())
                self.seen.add(kind)
                if not re.search(self.options.only, " ".join((kind[0], *map(str, kind[1])))):
                    continue
                if kind not in self.found:
                    fresh.append(finding)
                self.found[kind] = self.found.get(kind, 0) + 1
            for finding in fresh:
                self.report(finding)
            if len(self.found) >= self.options.keep_going:
                return seed
            seed += 1
        return seed - 1

    def report(self, finding):
        if self.options.shrink_seconds:
            shrinker = Shrinker(self.replayer, finding, self.seen, self.options.shrink_seconds)
            shrinker.shrink(finding)
        name = f"case-{finding.seed}-{len(finding.steps)}-{finding.difference.path}.py"
        text = script.text(finding, *self.names, name=name)
        if self.options.output:
            self.options.output.mkdir(parents=True, exist_ok=True)
            (self.options.output / name.replace("*", "_")).write_text(text, encoding="utf-8")
            print(f"{finding.steps[-1].operation} {finding.difference.path}: {name}\n"
                  f"  request: {shown(finding.steps[-1].request)[:300]}\n"
                  f"  {self.names[0]}: {finding.difference.left[:300]}\n"
                  f"  {self.names[1]}: {finding.difference.right[:300]}", flush=True)
        else:
            print(text, flush=True)


def summary(run, last_seed, seconds):
    tally = run.tally
    lines = [f"{tally.steps} requests to each endpoint, {tally.succeeded} successful, "
             f"seeds {run.options.seed} to {last_seed}, {seconds:.0f} s"]
    if tally.abandoned_rounds:
        lines.append(f"{tally.abandoned_rounds} rounds ended early: contents could not be brought "
                     "into step after a difference")
    lines += [f"{count:7} judged: {kind}" for kind, count in tally.judged.most_common()]
    lines += [f"{count:7} UNJUDGED: {operation}, {shape}"
              for (operation, shape), count in run.found.items()]
    lines.append(f"{sum(tally.judged.values())} judged differences of {len(tally.judged)} kinds, "
                 f"{sum(run.found.values())} unjudged of {len(run.found)} kinds")
    return "\n".join(lines)


def main(arguments=None):
    options = parse_arguments(arguments)
    start = time.monotonic()
    try:
        with servers.Server(options.left, options.peers_folder) as left, \
                servers.Server(options.right, options.peers_folder) as right:
            run = Run(options, left.endpoint, right.endpoint)
            last_seed = run.hold()
            run.driver.prepare()
    except EndpointFailure as failure:
        print(f"an endpoint failed: {failure}", file=sys.stderr)
        return 2
    print(summary(run, last_seed, time.monotonic() - start))
    return 1 if run.found else 0


if __name__ == "__main__":
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))  # So that the servers are stopped.
    sys.exit(main())
