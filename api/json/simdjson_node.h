// The door between Node and simdjson, for the .cc files of this folder only.
#pragma once

#include <simdjson.h>

#include <bit>
#include <type_traits>

#include "api/json/json.h"

namespace stator::api::json {

struct NodeAccess {
  // simdjson's element is two words, the document and an index into its tape. Node keeps the two
  // words, so that its header needs no simdjson.
  struct Words {
    const void* document;
    size_t position;
  };
  static_assert(sizeof(simdjson::dom::element) == sizeof(Words));
  static_assert(std::is_trivially_copyable_v<simdjson::dom::element>);

  static simdjson::dom::element Element(const Node& node) {
    return std::bit_cast<simdjson::dom::element>(Words{node.document_, node.position_});
  }
  static Node FromElement(const simdjson::dom::element& element) {
    const auto words = std::bit_cast<Words>(element);
    Node node;
    node.document_ = words.document;
    node.position_ = words.position;
    return node;
  }
};

}  // namespace stator::api::json
