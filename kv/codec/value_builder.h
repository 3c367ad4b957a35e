// Builds one canonical value, or a whole item, from events in the order of a document: no tree, and
// every byte is copied twice however deep it lies (into the builder, and out at the end). Members
// and set elements may come in any order.
//
//   ValueBuilder builder;
//   builder.BeginMap();
//   builder.Name("pk");
//   builder.String("user#1");
//   builder.EndMap();
//   Item item = builder.FinishItem();
//
// Reusable: it keeps its buffers, so that a builder used again and again allocates nothing. Not
// safe for use by several threads at once. Depth is the caller's to limit (depth()).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "kv/codec/item.h"
#include "kv/codec/value.h"
#include "kv/model/attribute_value.h"

namespace stator {

class ValueBuilder {
 public:
  // Forgets everything. Finish… does it too.
  void Clear();

  // One value: the whole one, a list's next element, the value of the member named last, or an
  // element of the open set.
  void String(std::string_view s) { AddLeaf(AttributeType::kString, s, s.size()); }
  void Binary(std::string_view b) { AddLeaf(AttributeType::kBinary, b, b.size()); }
  void NumberValue(const Number& n);
  void Bool(bool b) { AddLeaf(AttributeType::kBool, std::string_view(b ? "\1" : "\0", 1), 1); }
  void Null() { AddLeaf(AttributeType::kNull, {}, 1); }
  void Encoded(const ValueView& value) { AddLeaf(value.type(), value.body(), value.SizeBytes()); }
  void Tree(const AttributeValue& value);

  // Of members with equal names the last one stays.
  void BeginMap() { Begin(AttributeType::kMap); }
  void Name(std::string_view name);  // before each member's value
  void EndMap();
  void BeginList() { Begin(AttributeType::kList); }
  void EndList();

  // Elements: String under SS, NumberValue under NS, Binary under BS.
  enum class SetState { kOk, kEmpty, kDuplicates };
  void BeginSet(AttributeType set_type) { Begin(set_type); }
  // Not kOk: no set that may be stored. (An empty one is built all the same; of duplicates one
  // stays.)
  SetState EndSet();

  // Maps, lists and sets that are open.
  size_t depth() const { return open_.size(); }
  // When everything is closed: what the value counts towards an item's size.
  size_t ValueSizeBytes() const;
  // Likewise, of the item that a top-level map makes: names and values, without the map's own
  // bytes.
  size_t ItemSizeBytes() const;

  // Everything must be closed, and one value (for an item: a map) be there. Appends to *out.
  void FinishValueInto(std::string* out);
  void FinishItemInto(std::string* out);
  Value FinishValue();
  Item FinishItem();

 private:
  struct Node {
    AttributeType type;
    bool leaf;            // the body is bytes_[begin, begin + body_size), else made of children
    size_t begin;         // in bytes_, or in children_
    size_t child_count;   // not of a leaf
    size_t body_size;     // encoded
    size_t counted_size;  // as DynamoDB counts
    size_t name_begin;    // in bytes_
    size_t name_size;
    uint64_t sort_prefix;  // the first bytes of what it is sorted by; see SortPrefix
  };
  struct Open {
    size_t node;
    size_t first_pending;
  };

  size_t AddNode(AttributeType type, bool leaf);
  void AddLeaf(AttributeType type, std::string_view body, size_t counted_size);
  void Begin(AttributeType type);
  // Moves the children of the innermost open container to their final place and sums it up.
  void CloseContainer();
  // Sorts the pending children from `first` on and drops all but the last of equal ones; false when
  // some were equal.
  template <typename KeyOf>
  bool SortPending(size_t first, const KeyOf& key_of);

  std::string_view NameOf(const Node& node) const {
    return {bytes_.data() + node.name_begin, node.name_size};
  }
  std::string_view LeafBody(const Node& node) const {
    return {bytes_.data() + node.begin, node.body_size};
  }
  const Node& Root() const { return nodes_[pending_.front()]; }
  char* WriteBody(const Node& node, char* out) const;
  char* WriteValue(const Node& node, char* out) const;

  std::string bytes_;             // names and leaf bodies, in order of arrival
  std::vector<Node> nodes_;       // in order of arrival
  std::vector<size_t> pending_;   // children of open containers; at the end, the root
  std::vector<size_t> children_;  // of closed containers, each one's together
  std::vector<Open> open_;
  size_t name_begin_ = 0;  // of the member whose value comes next
  size_t name_size_ = 0;
  uint64_t name_prefix_ = 0;
};

}  // namespace stator
