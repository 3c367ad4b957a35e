// LEB128 unsigned integers, as in kv/FORMAT.md. Reading never runs past the end.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace stator {

void AppendVarint(uint64_t value, std::string* out);
size_t VarintLength(uint64_t value);
// Takes one from the front of *in. False (and *in unspecified) when truncated or over 64 bits.
bool ConsumeVarint(std::string_view* in, uint64_t* value);
// Takes a length and that many bytes.
bool ConsumeLengthPrefixed(std::string_view* in, std::string_view* bytes);

}  // namespace stator
