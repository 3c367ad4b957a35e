// What the crash test of tables and its writer program agree on. A writer runs several lanes at
// once; each has a table of its own and does one operation after the other, in lines on standard
// output:
//   begin <lane> <operation> <argument> <version>     before the operation
//   done <lane>                                       it was acknowledged
//   refused <lane>                                    it was refused: nothing happened
#pragma once

#include <cstdint>
#include <string>

#include "kv/codec/item.h"
#include "kv/model/table_schema.h"
#include "tests/support/table_harness.h"

namespace stator::testing {

inline constexpr int kLanes = 3;
inline constexpr int kKeysPerLane = 1'500;

inline std::string LaneTable(int lane) { return "lane" + std::to_string(lane); }
inline std::string LaneKey(int64_t key) { return "key" + std::to_string(key); }
inline std::string LaneIndex(int64_t index) { return "index" + std::to_string(index); }

// The whole item follows from key and version, so that the test can tell what should be there.
inline Item LaneItem(int64_t key, int64_t version) {
  return Item{{"pk", LaneKey(key)},
              {"owner", "owner" + std::to_string(version % 7)},
              {"version", version},
              {"filler", std::string(static_cast<size_t>(version % 50), 'x')}};
}

inline TableSchema LaneSchema(int lane) {
  TableSchema schema = SimpleSchema(LaneTable(lane), false);
  IndexSchema index = GlobalIndex("always", "owner", "pk");
  index.projection.type = ProjectionType::kKeysOnly;
  schema.indexes = {index};
  return schema;
}

}  // namespace stator::testing
