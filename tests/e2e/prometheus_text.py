"""A strict reader of Prometheus's text format, version 0.0.4
(https://prometheus.io/docs/instrumenting/exposition_formats/): what it would tolerate is an error
here, such as a family in two places, a sample twice, or a histogram that does not add up."""

import re

NAME = r"[a-zA-Z_:][a-zA-Z0-9_:]*"
LABEL = re.compile(r'([a-zA-Z_][a-zA-Z0-9_]*)="((?:[^"\\\n]|\\[\\"n])*)"(,|$)')
SAMPLE = re.compile(rf"({NAME})(?:\{{(.*)\}})? (\S+)")
ESCAPES = {r"\\": "\\", r"\"": '"', r"\n": "\n"}
KINDS = {"counter", "gauge", "histogram", "summary", "untyped"}


class Page:
    """What a page says: `types` by family, `samples` by name and labels."""

    def __init__(self, text):
        self.types, self.samples = {}, {}
        self._family, self._help = None, set()
        assert text.endswith("\n"), "the last line has no end"
        for line in text[:-1].split("\n"):
            if line.startswith("# "):
                self._read_comment(line)
            else:
                self._read_sample(line)
        for family, kind in self.types.items():
            if kind == "histogram":
                self._check_histogram(family)

    def value(self, name, **labels):
        """The sample with exactly these labels; KeyError if there is none."""
        return self.samples[name, frozenset(labels.items())]

    def of(self, name, **labels):
        """The samples of a name that have at least these labels, by their other labels."""
        wanted = set(labels.items())
        return {tuple(sorted(have - wanted)): value
                for (found, have), value in self.samples.items() if found == name and wanted <= have}

    def _read_comment(self, line):
        _, keyword, name, rest = line.split(" ", 3)
        assert re.fullmatch(NAME, name), line
        if keyword == "HELP":
            assert name not in self._help, "two helps of " + name
            self._help.add(name)
        else:
            assert keyword == "TYPE" and rest in KINDS, line
            assert name in self._help and name not in self.types, "a type out of place: " + line
            self.types[name] = rest
            self._family = name

    def _read_sample(self, line):
        found = SAMPLE.fullmatch(line)
        assert found, "not a sample: " + repr(line)
        name, labels, value = found.groups()
        assert name in self._names_of(self._family), f"{line} stands below {self._family}"
        key = name, frozenset(self._read_labels(labels or "").items())
        assert key not in self.samples, "twice: " + line
        self.samples[key] = float(value)
        if self.types[self._family] == "counter":
            assert self.samples[key] >= 0, line

    def _names_of(self, family):
        if self.types[family] != "histogram":
            return {family}
        return {family + end for end in ("_bucket", "_sum", "_count")}

    @staticmethod
    def _read_labels(text):
        labels, at = {}, 0
        while at < len(text):
            found = LABEL.match(text, at)
            assert found, "labels: " + text
            assert found[1] not in labels, "a label twice: " + text
            labels[found[1]] = re.sub(r"\\.", lambda escape: ESCAPES[escape[0]], found[2])
            assert labels[found[1]] != "", "an empty label: " + text
            at = found.end()
        return labels

    def _check_histogram(self, family):
        for labels, count in self.of(family + "_count").items():
            assert (family + "_sum", frozenset(labels)) in self.samples, labels
            buckets = self.of(family + "_bucket", **dict(labels))
            by_bound = sorted((float(dict(le)["le"]), value) for le, value in buckets.items())
            counts = [value for _, value in by_bound]
            assert by_bound[-1] == (float("inf"), count) and counts == sorted(counts), labels
