"""Numbers in one spelling, for where a peer's spelling must not decide about order or identity."""

import json
from decimal import Decimal, InvalidOperation


def plain_number(text):
    try:
        return f"{Decimal(text).normalize() + 0:E}" if isinstance(text, str) else text
    except InvalidOperation:
        return text


def with_plain_numbers(value):
    """A JSON value with every number in one spelling, and sets in the order of their text."""
    if isinstance(value, dict):
        return {name: plain_member(name, child) for name, child in value.items()}
    if isinstance(value, list):
        return [with_plain_numbers(child) for child in value]
    return value


def plain_member(name, child):
    if name == "N":
        return plain_number(child)
    if name in ("SS", "NS", "BS") and is_texts(child):
        return sorted(map(plain_number, child) if name == "NS" else child)
    return with_plain_numbers(child)


def is_texts(value):
    return isinstance(value, list) and all(isinstance(element, str) for element in value)


def as_text(value):
    """The same text for items that are the same."""
    return json.dumps(with_plain_numbers(value), sort_keys=True)


def same_numbers(left, right):
    """Whether two sides of a difference, as text, hold the same but for the spelling of numbers."""
    try:
        sides = [json.loads(side) for side in (left, right)]
    except ValueError:
        return False
    plain = [sorted(map(plain_number, side)) if is_texts(side) else plain_number(side)
             if isinstance(side, str) else with_plain_numbers(side) for side in sides]
    return plain[0] == plain[1]
