// Random values and items of every type and shape, with many small collisions (equal names,
// prefixes, zero bytes) rather than much data.
#pragma once

#include <string>
#include <vector>

#include "kv/model/attribute_value.h"
#include "tests/support/seeded_random.h"

namespace stator::testing {

std::string RandomBytes(SeededRandom* random);
// Valid UTF-8 of one to four bytes a character.
std::string RandomText(SeededRandom* random);
// Any number that fits, small integers often.
Number RandomNumber(SeededRandom* random);
// Nested at most `levels` deep, 1 for values without members.
AttributeValue RandomValue(SeededRandom* random, int levels);
AttributeMap RandomMap(SeededRandom* random, int levels);

}  // namespace stator::testing
