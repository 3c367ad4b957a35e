// The tag that spreads each partition key of a table over shards (docs/capacity.md). It is Stator's
// own; to the service it would be a tag like any other.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "kv/model/table_schema.h"

namespace stator::api {

inline constexpr std::string_view kWriteShardsTag = "stator:write-shards";

// How many shards a new table's tags ask for; 1 without the tag. kValidation for a value that is
// not a number from 1 to 256, and for a table without a sort key: a key of it has one item, which
// has to be somewhere.
Result<uint32_t> WriteShardsOf(const std::vector<Tag>& tags, const KeySchema& keys);

// Items are where the tag of the table's creation has put them: kValidation where the tag would
// come, go or change.
Status CheckWriteShardsStay(const std::vector<Tag>& before, const std::vector<Tag>& after);

}  // namespace stator::api
