#include "api/json/json.h"

#include <charconv>
#include <cmath>

#include "api/json/boolean_text.h"
#include "api/json/simdjson_node.h"

namespace stator::api::json {
namespace {

namespace dom = simdjson::dom;
using Words = NodeAccess::Words;

static_assert(sizeof(dom::object::iterator) == sizeof(Words));
static_assert(sizeof(dom::array::iterator) == sizeof(Words));

// Parser buffers grow to about 15 times the text. Past this size they are not kept.
constexpr size_t kKeptCapacityBytes = 1 << 20;
constexpr size_t kFirstCapacityBytes = 4096;

}  // namespace

// --- Node ---

Kind Node::kind() const {
  switch (NodeAccess::Element(*this).type()) {
    case dom::element_type::ARRAY: return Kind::kArray;
    case dom::element_type::OBJECT: return Kind::kObject;
    case dom::element_type::INT64:
    case dom::element_type::UINT64:
    case dom::element_type::DOUBLE: return Kind::kNumber;
    case dom::element_type::STRING: return Kind::kString;
    case dom::element_type::BOOL: return Kind::kBool;
    case dom::element_type::NULL_VALUE: break;
  }
  return Kind::kNull;
}

std::string_view Node::string() const {
  std::string_view text;
  if (NodeAccess::Element(*this).get(text) != simdjson::SUCCESS) return {};
  return text;
}

bool Node::boolean() const {
  bool value = false;
  if (NodeAccess::Element(*this).get(value) == simdjson::SUCCESS) return value;
  return BooleanFromText(string()).value_or(false);
}

std::optional<int64_t> Node::integer() const {
  const dom::element element = NodeAccess::Element(*this);
  int64_t value = 0;
  if (element.get(value) == simdjson::SUCCESS) return value;
  double fraction = 0;
  if (element.get(fraction) != simdjson::SUCCESS) return std::nullopt;
  // 2^63 is exact as a double; every double below it fits once its fraction is cut off.
  constexpr double kLimit = 9223372036854775808.0;
  if (!(fraction >= -kLimit && fraction < kLimit)) return std::nullopt;
  return static_cast<int64_t>(fraction);
}

double Node::number() const {
  double value = 0;
  // simdjson turns the integer forms into a double here as well.
  if (NodeAccess::Element(*this).get(value) != simdjson::SUCCESS) return 0;
  return value;
}

std::string Node::number_text() const {
  const dom::element element = NodeAccess::Element(*this);
  char buffer[64];
  char* end = buffer;
  if (element.is_int64()) {
    end = std::to_chars(buffer, buffer + sizeof(buffer), int64_t{element}).ptr;
  } else if (element.is_uint64()) {
    end = std::to_chars(buffer, buffer + sizeof(buffer), uint64_t{element}).ptr;
  } else if (element.is_double()) {
    end = std::to_chars(buffer, buffer + sizeof(buffer), double{element}).ptr;
  }
  return std::string(buffer, end);
}

bool Node::has_fraction() const {
  // Not is_double(), which integers satisfy too.
  return NodeAccess::Element(*this).type() == dom::element_type::DOUBLE;
}

size_t Node::size() const {
  const dom::element element = NodeAccess::Element(*this);
  dom::array array;
  if (element.get(array) == simdjson::SUCCESS) return array.size();
  dom::object object;
  if (element.get(object) == simdjson::SUCCESS) return object.size();
  return 0;
}

std::optional<Node> Node::Find(std::string_view name) const {
  dom::object object;
  if (NodeAccess::Element(*this).get(object) != simdjson::SUCCESS) return std::nullopt;
  std::optional<Node> found;
  for (auto it = object.begin(); it != object.end(); ++it) {
    if (it.key() == name) found = NodeAccess::FromElement(it.value());
  }
  return found;
}

Node::Iterator Node::begin() const {
  const dom::element element = NodeAccess::Element(*this);
  Words first{nullptr, 0};
  Words last{nullptr, 0};
  Iterator it;
  dom::object object;
  dom::array array;
  if (element.get(object) == simdjson::SUCCESS) {
    first = std::bit_cast<Words>(object.begin());
    last = std::bit_cast<Words>(object.end());
    it.object_ = true;
  } else if (element.get(array) == simdjson::SUCCESS) {
    first = std::bit_cast<Words>(array.begin());
    last = std::bit_cast<Words>(array.end());
  }
  it.document_ = first.document;
  it.position_ = first.position;
  it.end_ = last.position;
  return it;
}

bool Node::Iterator::Valid() const { return position_ != end_; }

void Node::Iterator::Next() {
  const Words here{document_, position_};
  if (object_) {
    auto it = std::bit_cast<dom::object::iterator>(here);
    position_ = std::bit_cast<Words>(++it).position;
  } else {
    auto it = std::bit_cast<dom::array::iterator>(here);
    position_ = std::bit_cast<Words>(++it).position;
  }
}

std::string_view Node::Iterator::name() const {
  if (!object_) return {};
  return std::bit_cast<dom::object::iterator>(Words{document_, position_}).key();
}

Node Node::Iterator::value() const {
  const Words here{document_, position_};
  if (object_) return NodeAccess::FromElement(std::bit_cast<dom::object::iterator>(here).value());
  return NodeAccess::FromElement(*std::bit_cast<dom::array::iterator>(here));
}

// --- Document ---

struct Document::Rep {
  dom::parser parser;
};

Document::Document() : rep_(std::make_unique<Rep>()) {}
Document::~Document() = default;

Result<Node> Document::Parse(std::string_view text) {
  dom::parser& parser = rep_->parser;
  if (parser.capacity() > kKeptCapacityBytes && text.size() <= kKeptCapacityBytes) {
    parser = dom::parser();
  }
  if (parser.capacity() == 0 &&
      parser.allocate(std::max(text.size(), kFirstCapacityBytes), kMaxDepth) != simdjson::SUCCESS) {
    return Status(Code::kUnavailable, "Out of memory");
  }
  dom::element root;
  if (parser.parse(text.data(), text.size()).get(root) != simdjson::SUCCESS) {
    return Status(Code::kSerialization, "");
  }
  return NodeAccess::FromElement(root);
}

}  // namespace stator::api::json
