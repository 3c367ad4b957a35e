#include "api/partiql/select_order.h"

#include <algorithm>
#include <string>

#include "api/partiql/messages.h"

namespace stator::api::partiql {
namespace {

Status Refuse(std::string_view text) { return ValidationError(std::string(text)); }

bool Has(const std::vector<KeyAttribute>& attributes, std::string_view name) {
  return std::any_of(attributes.begin(), attributes.end(),
                     [&](const KeyAttribute& attribute) { return attribute.name == name; });
}

}  // namespace

Result<SelectOrder> OrderOf(const std::vector<OrderTerm>& terms, const KeySchema& keys,
                            bool has_where, size_t hash_keys) {
  SelectOrder order;
  if (terms.empty()) return order;
  if (!has_where) return Refuse(messages::kOrderWithoutWhere);
  if (hash_keys == 0) return Refuse(messages::kOrderWithoutHashKey);
  bool range_seen = false;
  for (const OrderTerm& term : terms) {
    if (!keys.Contains(term.name)) return ValidationError(messages::NotAKeyInOrder(term.name));
    if (Has(keys.hash, term.name)) {
      if (!order.hash_descending && !range_seen) order.hash_descending = term.descending;
    } else {
      if (range_seen && order.forward == term.descending) return Refuse(messages::kMixedDirections);
      range_seen = true;
      order.forward = !term.descending;
    }
  }
  if (hash_keys > 1 && !order.hash_descending) return Refuse(messages::kOrderNeedsHashKey);
  return order;
}

}  // namespace stator::api::partiql
