// ExpressionAttributeNames and ExpressionAttributeValues of one request: what #names and :values
// stand for, and which of them were used.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/types/common.h"
#include "kv/base/status.h"

namespace stator::api::expr {

class Placeholders {
 public:
  // `attributes` must outlive this.
  explicit Placeholders(const ExpressionAttributes& attributes) : attributes_(attributes) {}

  // Whether keys and names are well-formed and not too long, and the values not too many.
  Status CheckShape() const;

  // Null: not defined. Remembers the use.
  const std::string* FindName(std::string_view key);
  const Value* FindValue(std::string_view key);

  // The error about names, else values, that nothing used.
  Status CheckAllUsed() const;

  bool has_names() const { return attributes_.names.has_value(); }
  bool has_values() const { return attributes_.values.has_value(); }

 private:
  Status CheckNames() const;
  Status CheckValues() const;

  const ExpressionAttributes& attributes_;
  // Keys, as often as they were used.
  std::vector<std::string_view> used_names_;
  std::vector<std::string_view> used_values_;
};

}  // namespace stator::api::expr
