// Keys of items and index entries: bytes that sort as DynamoDB sorts. Layout: kv/FORMAT.md.
//
//   id (4, big endian) · hash of the partition key (8, big endian) · parts …
//
// where the parts of an item are partition key, sort key; of an index entry its HASH and RANGE
// values and then the item's own key. Every part is self-delimiting, so any run of parts is a valid
// prefix.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "kv/base/status.h"
#include "kv/codec/value.h"

namespace stator {

inline constexpr size_t kKeyIdBytes = 4;
inline constexpr size_t kKeyHashBytes = 8;
inline constexpr size_t kKeyPrefixBytes = kKeyIdBytes + kKeyHashBytes;

void AppendBigEndian32(uint32_t value, std::string* out);
void AppendBigEndian64(uint64_t value, std::string* out);
uint32_t ReadBigEndian32(std::string_view in);  // in.size() >= 4
uint64_t ReadBigEndian64(std::string_view in);  // in.size() >= 8

// Appends one key part: value must be S, N or B. S and B sort by unsigned bytes, N by number.
void AppendKeyPart(const ValueView& value, std::string* out);
// The part without its terminator: every S or B that starts with this value has it as a prefix.
// For begins_with; value must be S or B.
void AppendKeyPartPrefix(const ValueView& value, std::string* out);
// Takes one part of that type from the front of *in and appends its value in encoded form (as
// AppendValue writes it) to *value_out. False when the bytes are not such a part.
bool ConsumeKeyPart(std::string_view* in, AttributeType type, std::string* value_out);

// The same without the value: false when the bytes are not such a part.
bool SkipKeyPart(std::string_view* in, AttributeType type);

// The smallest byte string that is greater than every string starting with `prefix`; empty when
// there is none (all 0xFF).
std::string PrefixSuccessor(std::string_view prefix);

}  // namespace stator
