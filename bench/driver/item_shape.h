// What the items of a run hold beside their keys: so many fields of so many bytes each.
#pragma once

#include <cstdint>
#include <string>

#include "api/types/item_ops.h"
#include "bench/driver/random.h"
#include "bench/driver/run_options.h"

namespace stator::bench {

struct ItemShape {
  int64_t fields = 1;
  int64_t field_bytes = 100;

  // What the options say, else these.
  static ItemShape Of(const RunOptions& options, ItemShape usual);

  void Fill(Random* random, AttributeMap* item) const;
  // SET of one field, chosen at random.
  api::UpdateItemRequest Update(const std::string& table, const AttributeMap& key,
                                Random* random) const;
};

// Requests that a driver makes ask for what they cost.
api::PutItemRequest PutOf(const std::string& table, const AttributeMap& item);
api::GetItemRequest GetOf(const std::string& table, const AttributeMap& key);

}  // namespace stator::bench
