"""Random choices that a seed repeats."""

import random


class Chance(random.Random):
    """A generator for one round. Its seed is text, so that seeds of different uses never meet."""

    def often(self, probability):
        return self.random() < probability

    def some(self, items, least=1, most=3):
        """Between `least` and `most` of the items, in random order and without repetition."""
        items = list(items)
        count = min(len(items), self.randint(least, most))
        return self.sample(items, count)

    def weighted(self, table):
        """One of the keys of a dictionary of weights."""
        return self.choices(list(table), weights=list(table.values()))[0]
