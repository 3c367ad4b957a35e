"""What a step says to an endpoint, and what comes of it.

A conversation is a generator: it yields requests and is sent their replies, so that the same one can be
held with both endpoints in turn, and with a script's.
"""

from dataclasses import dataclass, field

from number_spelling import as_text

MOST_PAGES = 200  # Tables of a round hold some dozens of items.
NEXT = {"Query": ("LastEvaluatedKey", "ExclusiveStartKey"),
        "Scan": ("LastEvaluatedKey", "ExclusiveStartKey"),
        "ListTables": ("LastEvaluatedTableName", "ExclusiveStartTableName"),
        "ExecuteStatement": ("NextToken", "NextToken")}


@dataclass
class Outcome:
    """The reply to a step; of several pages, one body that holds what is comparable of them."""
    status: int = 200
    error: str = ""
    message: str = ""
    body: dict = field(default_factory=dict)

    @property
    def kind(self):
        """How it ended, in words; of a cancelled transaction with its reasons."""
        if not self.error:
            return "success"
        reasons = [f"{reason.get('Code')}: {reason.get('Message', '')}"
                   for reason in self.body.get("CancellationReasons", ())]
        return "; ".join([f"{self.error}: {self.message}", *reasons])


def failure(reply):
    return Outcome(reply.status, reply.error, reply.message, reply.body)


def pages_of(step, request):
    """Reads on while there is more, if the step says so. Returns the replies; the last may be an error."""
    found = []
    came, go = NEXT.get(step.operation, ("", ""))
    while True:
        reply = yield step.operation, request
        found.append(reply)
        if reply.error or not step.to_the_end or came not in reply.body:
            return found
        if len(found) == MOST_PAGES:
            reply.error, reply.message = "EndlessPaging", f"{MOST_PAGES} pages and no end"
            return found
        request = {**request, go: reply.body[came]}


def segments_of(step):
    """The requests of the segments of a parallel scan, or the one request."""
    if not step.segments:
        return [step.request]
    return [{**step.request, "Segment": number, "TotalSegments": step.segments}
            for number in range(step.segments)]


def conversation(step):
    found = []
    for request in segments_of(step):
        found += yield from pages_of(step, request)
        if found[-1].error:
            return failure(found[-1])
    if step.is_ordered:
        body = found[0].body if not step.to_the_end else {"Pages": [page.body for page in found]}
    else:
        body = merged(step, [page.body for page in found])
    return Outcome(found[0].status, body=body)


def merged(step, pages):
    """Pages without an order of their own: all items, in the order of their text, and sums."""
    items = [item for page in pages for item in page.get("Items", ())]
    body = dict(pages[0]) if len(pages) == 1 else {}
    if "Items" in pages[0]:
        body["Items"] = sorted(items, key=as_text)
    for member in ("Count", "ScannedCount"):
        if member in pages[0]:
            body[member] = sum(page[member] for page in pages)
    came, _ = NEXT.get(step.operation, ("", ""))
    if came in body:
        body[came] = "more"
    if not step.segments:  # How many pages segments have depends on the hash function.
        body["PageCount"] = len(pages)
    if step.sort_key and all(step.sort_key in item for item in items):
        body["SortKeys"] = [item[step.sort_key] for item in items]
    return body


def hold(endpoint, step):
    """The whole conversation with one endpoint."""
    talk = conversation(step)
    try:
        operation, request = next(talk)
        while True:
            operation, request = talk.send(endpoint.call(operation, request))
    except StopIteration as end:
        return end.value


def hold_with_both(left, right, step):
    """The same conversation with both; they work on it at the same time."""
    endpoints = (left, right)
    talks = [conversation(step) for _ in endpoints]
    waiting = {number: next(talk) for number, talk in enumerate(talks)}
    outcomes = [None, None]
    while waiting:
        for number, (operation, request) in waiting.items():
            endpoints[number].send(operation, request)
        for number, (operation, _) in list(waiting.items()):
            reply = endpoints[number].receive(operation)
            try:
                waiting[number] = talks[number].send(reply)
            except StopIteration as end:
                outcomes[number] = end.value
                del waiting[number]
    return outcomes
