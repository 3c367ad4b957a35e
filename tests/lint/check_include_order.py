"""Files include only from their own layer and from lower ones, and no two layers include each other.

The order is that of docs/architecture.md. Layers with the same rank may include one another as long
as no circle comes of it, except streams, ttl and txn, which never do.
"""

from source_tree import OUTSIDE_PROJECT, code_files, includes, run_check

# (how paths of the layer begin, rank). The first match counts.
LAYERS = (
    ("kv/base/", 0),
    ("kv/model/", 1),
    ("kv/codec/", 2),
    ("kv/store/", 3),
    ("kv/partition/", 4),
    ("kv/table/", 4),
    ("kv/backup/", 4),
    ("streams/", 5),
    ("ttl/", 5),
    ("txn/", 5),
    ("api/types/", 10),
    ("api/json/", 11),
    ("api/expr/", 11),
    ("api/validate/", 11),
    ("api/iam/", 11),
    ("api/partiql/", 12),
    ("api/io/", 12),
    ("api/ops/", 13),
    ("api/op_table", 14),
    ("api/engine", 15),
    ("api/suffixed_keys", 16),
    ("server/", 20),
    ("bench/", 30),
    ("tests/", 31),
)
STRANGERS = {"streams/", "ttl/", "txn/"}


def layer_of(path):
    for prefix, rank in LAYERS:
        if path.startswith(prefix):
            return prefix, rank
    return None


def find_circle(edges):
    """A list of layers that include one another in a ring, or none."""
    done, path = set(), []

    def visit(layer):
        if layer in path:
            return path[path.index(layer):] + [layer]
        if layer in done:
            return None
        path.append(layer)
        for target in sorted(edges.get(layer, ())):
            circle = visit(target)
            if circle:
                return circle
        path.pop()
        done.add(layer)
        return None

    for start in sorted(edges):
        circle = visit(start)
        if circle:
            return circle
    return None


def judge(source, target):
    """Why a file of layer `source` may not include one of layer `target`; empty if it may."""
    if source[0] == target[0]:
        return ""
    if target[0] == "tests/":
        return "nothing includes tests"
    if target[1] > source[1]:
        return f"{source[0]} is below {target[0]}"
    if {source[0], target[0]} <= STRANGERS:
        return f"{source[0]} and {target[0]} never include each other"
    return ""


def check(root):
    breaches, edges = [], {}
    for name, path in code_files(root):
        if name.startswith(OUTSIDE_PROJECT):
            continue
        source = layer_of(name)
        if source is None:
            breaches.append(f"{name}: in no layer; add its folder to LAYERS and to the architecture page")
            continue
        for line, included, is_system in includes(path.read_text(encoding="utf-8")):
            target = layer_of(included)
            if is_system:
                if target is not None:
                    breaches.append(f'{name}:{line}: write our own header with "": {included}')
                continue
            if not (root / included).is_file():
                breaches.append(f"{name}:{line}: no such file from the top folder: {included}")
            elif target is None:
                breaches.append(f"{name}:{line}: in no layer: {included}")
            elif reason := judge(source, target):
                breaches.append(f"{name}:{line}: includes {included}, but {reason}")
            elif target[0] != source[0]:
                edges.setdefault(source[0], set()).add(target[0])
    circle = find_circle(edges)
    if circle:
        breaches.append("layers that include one another: " + " → ".join(circle))
    return breaches


if __name__ == "__main__":
    run_check(check)
