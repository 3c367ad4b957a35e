"""Prints a case as a script that anybody can run against an endpoint, with Python alone."""

import pprint

TEMPLATE = '''#!/usr/bin/env python3
"""{title}

{about}

Usage: {name} URL [URL...]
Sends the requests to each endpoint and prints its replies.
"""

import json
import sys
import urllib.error
import urllib.request

STEPS = {steps}

NEXT = {{"Query": ("LastEvaluatedKey", "ExclusiveStartKey"),
        "Scan": ("LastEvaluatedKey", "ExclusiveStartKey"),
        "ListTables": ("LastEvaluatedTableName", "ExclusiveStartTableName"),
        "ExecuteStatement": ("NextToken", "NextToken")}}


def call(url, operation, request):
    headers = {{"Content-Type": "application/x-amz-json-1.0",
               "X-Amz-Target": "DynamoDB_20120810." + operation, "X-Amz-Date": "20260101T000000Z",
               "Authorization": "AWS4-HMAC-SHA256 Credential=differential/20260101/us-east-1/"
                                "dynamodb/aws4_request, SignedHeaders=host, Signature=00"}}
    try:
        with urllib.request.urlopen(
                urllib.request.Request(url, json.dumps(request).encode(), headers)) as reply:
            return json.load(reply)
    except urllib.error.HTTPError as error:
        return {{"HTTP": error.code, "error": error.read().decode()}}


def replay(url, step):
    operation, request = step["operation"], step["request"]
    segments = [{{**request, "Segment": number, "TotalSegments": step["segments"]}}
                for number in range(step.get("segments", 0))] or [request]
    for part in segments:
        while part is not None:
            body = call(url, operation, part)
            print(operation, json.dumps(body, ensure_ascii=False))
            came, go = NEXT.get(operation, ("", ""))
            more = step.get("to_the_end") and came in body
            part = {{**part, go: body[came]}} if more else None


for url in sys.argv[1:]:
    print(url)
    for step in STEPS:
        replay(url, step)
    for table in {{step["request"].get("TableName") for step in STEPS
                  if step["operation"] == "CreateTable"}}:
        call(url, "DeleteTable", {{"TableName": table}})
'''


def text(finding, left, right, name="case.py"):
    difference = finding.difference
    about = "\n".join(f"{line}" for line in (
        f"seed {finding.seed}; the last request differs at {difference.path}:",
        f"  {left}: {difference.left[:400]}", f"  {right}: {difference.right[:400]}"))
    about = about.replace("\\", "\\\\").replace('"""', "'''")
    steps = pprint.pformat([step.as_json() for step in finding.steps], width=96, sort_dicts=False)
    return TEMPLATE.format(title=f"{finding.steps[-1].operation}: {left} and {right} differ.",
                           about=about, steps=steps, name=name)
