// Counts what one partition holds and finds where it can be halved, some entries at a time.
// Threads: none of its own.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "kv/model/table_schema.h"
#include "kv/store/store.h"

namespace stator {

class PartitionScan {
 public:
  // id: of the table or index. end: where the partition ends; "": with the table. mark_bytes: how
  // far apart the places are that it remembers. keep_collections: none of them inside a collection.
  PartitionScan(uint32_t id, const PartitionRange& range, std::string_view end, uint64_t mark_bytes,
                bool keep_collections);

  struct Step {
    size_t entries = 0;
    uint64_t bytes = 0;  // may be exceeded by one entry
  };
  // Reads at most so much more. True when there is nothing left.
  Result<bool> Read(const Store& store, Step step);

  uint64_t bytes() const { return bytes_; }
  // The first key of the upper half, as SplitPoint::boundary. None: no place divides it.
  std::optional<std::string> Middle() const;

 private:
  struct Mark {
    uint64_t bytes_before = 0;
    std::string boundary;
  };
  void Pass(std::string_view key);

  const uint32_t id_;
  const std::string end_;
  const uint64_t mark_bytes_;
  const bool keep_collections_;
  std::string last_key_;  // full; where it goes on
  bool any_ = false;      // whether last_key_ is that of an entry
  uint64_t bytes_ = 0;
  std::vector<Mark> marks_;
};

}  // namespace stator
