"""A header includes each precompiled standard header of which it uses something.

The build puts those in front of every file (cmake/StatorLayer.cmake), so the compiler would not miss them;
an embedding program's compiler would.
"""

import re

from source_tree import blank_comments_and_strings, code_files, includes, run_check

USES = {
    "algorithm": r"std::(min|max|clamp|sort|find_if|any_of|all_of|none_of|copy|equal|lower_bound|upper_bound)\b",
    "atomic": r"std::(atomic|memory_order)\w*",
    "chrono": r"std::chrono\b",
    "cstdint": r"\bu?int(8|16|32|64)_t\b",
    "functional": r"std::(function|hash|equal_to|less|greater|reference_wrapper)\b",
    "map": r"std::(multi)?map\b",
    "memory": r"std::(unique_ptr|shared_ptr|weak_ptr|make_unique|make_shared|enable_shared_from_this)\b",
    "mutex": r"std::(mutex|lock_guard|unique_lock|scoped_lock|once_flag|call_once)\b",
    "optional": r"std::(optional|nullopt|make_optional)\b",
    "set": r"std::(multi)?set\b",
    "string": r"std::(string|to_string)\b",
    "string_view": r"std::string_view\b",
    "unordered_map": r"std::unordered_(multi)?map\b",
    "utility": r"std::(move|forward|pair|exchange|swap|make_pair|declval)\b",
    "variant": r"std::(variant|visit|monostate|get_if|holds_alternative)\b",
    "vector": r"std::vector\b",
}


def unwatched(root):
    """The precompiled headers whose uses are not listed above."""
    path = root / "cmake/StatorLayer.cmake"
    text = path.read_text(encoding="utf-8") if path.exists() else ""
    block = re.search(r"target_precompile_headers\(stator_precompiled PRIVATE([^)]*)\)", text)
    precompiled = re.findall(r"<(\w+)>", block.group(1)) if block else []
    return [f"cmake/StatorLayer.cmake: <{header}> is not in USES of tests/lint/check_standard_includes.py"
            for header in precompiled if header not in USES]


def check(root):
    breaches = unwatched(root)
    for name, path in code_files(root):
        if not name.endswith(".h") or name.startswith(("tests/", "bench/")):
            continue  # they are no layers; those of tests are compiled alone
        text = path.read_text(encoding="utf-8")
        included = {header for _, header, is_system in includes(text) if is_system}
        code = blank_comments_and_strings(text)
        for header, uses in USES.items():
            use = re.search(uses, code)
            if use and header not in included:
                line = code.count("\n", 0, use.start()) + 1
                breaches.append(f"{name}:{line}: {use.group(0)} needs #include <{header}>")
    return breaches


if __name__ == "__main__":
    run_check(check)
