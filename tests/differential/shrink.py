"""Makes the case of a difference small: fewer steps, then smaller requests, while the difference stays.

A smaller case is tried by holding its round again on fresh tables. It counts if its last step shows a
difference of the same shape, and no earlier one shows a difference of a new kind.
"""

import copy
import re
import time

TOKEN = re.compile(r"[#:]?\w+|<=|>=|<>|<<|>>|'(?:[^']|'')*'|\"[^\"]*\"|\S")
TEXTS = ("Expression", "Statement")


class Shrinker:
    def __init__(self, driver, finding, known=(), limit_s=60):
        self.driver = driver
        self.known = set(known)  # (operation, shape) of what else is unjudged in this run
        self.shape = (finding.steps[-1].operation, finding.difference.shape())
        self.deadline = time.monotonic() + limit_s
        self.tries = 0

    def shows(self, steps):
        """The difference of the same shape that the last of the steps shows, with both outcomes."""
        if not steps or time.monotonic() > self.deadline:
            return None
        self.tries += 1
        self.driver.prepare()
        for step in steps[:-1]:
            _, unjudged, judged = self.driver.take(step)
            if {(step.operation, difference.shape()) for difference in unjudged} - self.known:
                return None
            if not self.driver.go_on(step, bool(unjudged or judged)):
                return None
        last = steps[-1]
        outcomes, unjudged, _ = self.driver.take(last)
        for difference in unjudged:
            if (last.operation, difference.shape()) == self.shape:
                return difference, outcomes
        return None

    def shrink(self, finding):
        """Makes the finding as small as it can; leaves it if a replay does not show it."""
        steps = [step.copy() for step in finding.steps]
        if self.shows(steps) is None:
            return
        before = None
        while before != [step.as_json() for step in steps] and time.monotonic() < self.deadline:
            before = copy.deepcopy([step.as_json() for step in steps])
            steps = self.fewer_steps(steps)
            for number in reversed(range(len(steps))):
                self.smaller_request(steps, number)
        self.deadline = float("inf")
        shown = self.shows(steps)
        if shown is not None:
            finding.steps, (finding.difference, finding.outcomes) = steps, shown

    def fewer_steps(self, steps):
        earlier, last = steps[:-1], steps[-1]
        return fewer(earlier, lambda kept: self.shows([*kept, last]) is not None) + [last]

    def smaller_request(self, steps, number):
        step = steps[number]
        works = lambda: self.shows(steps) is not None
        if step.segments:
            step.segments = self.keep_if(works, step.segments, 0, lambda value: setattr(
                step, "segments", value))
        if step.to_the_end:
            step.to_the_end = self.keep_if(works, True, False, lambda value: setattr(
                step, "to_the_end", value))
        self.smaller_node(step.request, works)

    @staticmethod
    def keep_if(works, old, new, put):
        put(new)
        if works():
            return new
        put(old)
        return old

    def smaller_node(self, node, works):
        """Removes members and elements, in place, from the largest down; then shortens texts."""
        if isinstance(node, dict):
            for key in list(node):
                if key in node:
                    changed(node, lambda: node.pop(key), works)
        elif isinstance(node, list):
            node[:] = fewer(list(node), lambda kept: in_place(node, kept, works))
        for key in list(node) if isinstance(node, dict) else range(len(node)):
            child = node.get(key) if isinstance(node, dict) else node[key]
            if isinstance(child, (dict, list)):
                self.smaller_node(child, works)
            elif isinstance(child, str):
                self.smaller_text(node, key, works)

    def smaller_text(self, node, key, works):
        put = lambda text: changed(node, lambda: node.__setitem__(key, text), works)
        if isinstance(key, str) and key.endswith(TEXTS):
            tokens = TOKEN.findall(node[key])
            if put(" ".join(tokens)):
                fewer(tokens, lambda kept: put(" ".join(kept)))
        elif len(node[key]) > 16:
            fewer(list(node[key]), lambda letters: put("".join(letters)))


def changed(node, change, works):
    """Makes the change if it works, if need be with the placeholders gone that nothing uses any more."""
    before = copy.deepcopy(node)
    change()
    if works() or (isinstance(node, dict) and drop_unused_placeholders(node) and works()):
        return True
    if isinstance(node, dict):
        node.clear()
        node.update(before)
    else:
        node[:] = before
    return False


def in_place(node, kept, works):
    before = list(node)
    node[:] = kept
    if works():
        return True
    node[:] = before
    return False


def fewer(elements, works):
    """Elements without those that can go: halves first, then quarters, down to single ones."""
    size = max(len(elements) // 2, 1)
    while elements:
        position = 0
        while position < len(elements):
            kept = elements[:position] + elements[position + size:]
            if works(kept):
                elements = kept
            else:
                position += size
        if size == 1:
            break
        size = max(size // 2, 1)
    return elements


def drop_unused_placeholders(request):
    """All at once, since one that is left alone would be an error of its own. Whether there were any."""
    texts = " ".join(str(value) for key, value in request.items()
                     if isinstance(key, str) and key.endswith("Expression"))
    dropped = False
    for member in ("ExpressionAttributeNames", "ExpressionAttributeValues"):
        entries = request.get(member)
        if not isinstance(entries, dict):
            continue
        for name in [name for name in entries if not re.search(re.escape(name) + r"\b", texts)]:
            del entries[name]
            dropped = True
        if not entries:
            del request[member]
    return dropped
