// Numbers as bytes that sort (memcmp) as the numbers sort. One form serves keys and values, so
// equal numbers have equal bytes and a comparison decodes nothing. Layout: kv/FORMAT.md.
#pragma once

#include <string>
#include <string_view>

#include "kv/base/status.h"
#include "kv/model/number.h"

namespace stator {

// At most kMaxNumberBytes; self-delimiting: no encoding is a prefix of another one's.
inline constexpr size_t kMaxNumberBytes = 22;
void AppendNumber(const Number& number, std::string* out);

// kCorruption when the bytes are not exactly one encoded number in canonical form.
Result<Number> DecodeNumber(std::string_view bytes);
// Appends the decimal text (Number::ToString) straight from the bytes. False: not a number.
bool AppendNumberText(std::string_view bytes, std::string* out);
// Number::SizeBytes straight from the bytes; 0 when they are not a number.
size_t EncodedNumberSizeBytes(std::string_view bytes);
// Takes one encoded number from the front of *in. False when there is none.
bool ConsumeNumber(std::string_view* in, std::string_view* number_bytes);

}  // namespace stator
