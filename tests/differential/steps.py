"""A step of a round: one request, or a read that is followed to its end."""

import copy
import dataclasses
import re
from dataclasses import dataclass

WRITES = {"PutItem", "UpdateItem", "DeleteItem", "BatchWriteItem", "TransactWriteItems",
          "ExecuteStatement", "BatchExecuteStatement", "ExecuteTransaction"}
TABLE_CHANGES = {"CreateTable", "UpdateTable", "DeleteTable", "UpdateTimeToLive"}


@dataclass
class Step:
    operation: str
    request: dict
    # Ask again from where each page ended, until the last. Where one page ends is a server's own
    # affair when items have no order that the API promises.
    to_the_end: bool = False
    segments: int = 0  # Of a parallel scan: each segment is read to its end.
    sorted_by: str = ""  # The sort key of an index that is queried: ties have no order.

    def with_request(self, request):
        return dataclasses.replace(self, request=request)

    def copy(self):
        return self.with_request(copy.deepcopy(self.request))

    @property
    def is_ordered(self):
        """Whether the API promises the order of the items, and so where each page ends."""
        if self.operation == "Query":
            return "IndexName" not in self.request
        return self.operation not in ("Scan", "ExecuteStatement")

    @property
    def sort_key(self):
        """The attribute that the items are sorted by, apart from ties; empty if there is none.

        A statement says so itself. So it does not matter what was done to it since it was made.
        """
        if self.operation != "ExecuteStatement":
            return self.sorted_by
        found = re.search(r'ORDER BY "([^"]*)" (ASC|DESC)\s*;?$', str(self.request.get("Statement")))
        return found.group(1) if found else ""

    def as_json(self):
        made = {"operation": self.operation, "request": self.request}
        if self.to_the_end:
            made["to_the_end"] = True
        if self.segments:
            made["segments"] = self.segments
        if self.sorted_by:
            made["sorted_by"] = self.sorted_by
        return made
