#include "kv/codec/value_builder.h"

#include <algorithm>
#include <bit>
#include <cassert>
#include <cstring>

#include "kv/codec/format_constants.h"
#include "kv/codec/varint.h"

namespace stator {
namespace {

// A builder that once held a huge value gives the memory back.
constexpr size_t kKeepBytes = 1 << 20;

bool IsSet(AttributeType type) { return type >= AttributeType::kStringSet; }

char* WriteBytes(std::string_view bytes, char* out) {
  if (!bytes.empty()) std::memcpy(out, bytes.data(), bytes.size());
  return out + bytes.size();
}

// The first eight bytes as a big-endian number, zeros where there are less: where two of these
// differ, the bytes sort as they do.
uint64_t SortPrefix(std::string_view bytes) {
  uint64_t prefix = 0;
  const size_t size = std::min(bytes.size(), sizeof(prefix));
  if (size != 0) std::memcpy(&prefix, bytes.data(), size);
  return std::endian::native == std::endian::little ? __builtin_bswap64(prefix) : prefix;
}

size_t PrefixedSize(size_t size) { return VarintLength(size) + size; }

}  // namespace

void ValueBuilder::Clear() {
  if (bytes_.capacity() > kKeepBytes) {
    *this = ValueBuilder();
    return;
  }
  bytes_.clear();
  nodes_.clear();
  pending_.clear();
  children_.clear();
  open_.clear();
  name_size_ = 0;
  name_prefix_ = 0;
}

size_t ValueBuilder::AddNode(AttributeType type, bool leaf) {
  const size_t index = nodes_.size();
  nodes_.push_back({type, leaf, 0, 0, 0, 0, name_begin_, name_size_, name_prefix_});
  pending_.push_back(index);
  name_size_ = 0;
  name_prefix_ = 0;
  return index;
}

void ValueBuilder::AddLeaf(AttributeType type, std::string_view body, size_t counted_size) {
  Node& node = nodes_[AddNode(type, true)];
  node.begin = bytes_.size();
  node.body_size = body.size();
  node.counted_size = counted_size;
  bytes_.append(body);
}

void ValueBuilder::NumberValue(const Number& n) {
  Node& node = nodes_[AddNode(AttributeType::kNumber, true)];
  node.begin = bytes_.size();
  AppendNumber(n, &bytes_);
  node.body_size = bytes_.size() - node.begin;
  node.counted_size = n.SizeBytes();
}

void ValueBuilder::Name(std::string_view name) {
  name_begin_ = bytes_.size();
  name_size_ = name.size();
  name_prefix_ = SortPrefix(name);
  bytes_.append(name);
}

void ValueBuilder::Begin(AttributeType type) {
  const size_t node = AddNode(type, false);
  open_.push_back({node, pending_.size()});
}

template <typename KeyOf>
bool ValueBuilder::SortPending(size_t first, const KeyOf& key_of) {
  const auto begin = pending_.begin() + static_cast<std::ptrdiff_t>(first);
  const auto compare = [&](size_t a, size_t b) {
    const uint64_t prefix = nodes_[a].sort_prefix;
    const uint64_t other = nodes_[b].sort_prefix;
    if (prefix != other) return prefix < other ? -1 : 1;
    return key_of(nodes_[a]).compare(key_of(nodes_[b]));
  };
  const auto out_of_order = [&](size_t a, size_t b) { return compare(a, b) >= 0; };
  if (std::adjacent_find(begin, pending_.end(), out_of_order) == pending_.end()) return true;
  // Nodes are numbered as they arrive, so of equal keys the last to arrive comes last.
  std::sort(begin, pending_.end(), [&](size_t a, size_t b) {
    const int order = compare(a, b);
    return order < 0 || (order == 0 && a < b);
  });
  auto kept = begin;
  for (auto it = begin; it != pending_.end(); ++it) {
    const auto next = it + 1;
    if (next == pending_.end() || compare(*it, *next) != 0) *kept++ = *it;
  }
  const bool unique = kept == pending_.end();
  pending_.erase(kept, pending_.end());
  return unique;
}

void ValueBuilder::CloseContainer() {
  const Open open = open_.back();
  open_.pop_back();
  const auto first = pending_.begin() + static_cast<std::ptrdiff_t>(open.first_pending);
  Node& node = nodes_[open.node];
  node.begin = children_.size();
  node.child_count = pending_.size() - open.first_pending;
  children_.insert(children_.end(), first, pending_.end());
  pending_.erase(first, pending_.end());

  node.counted_size = IsSet(node.type) ? 0 : kContainerSizeBytes;
  node.body_size = VarintLength(node.child_count);
  for (size_t i = node.begin; i < children_.size(); ++i) {
    const Node& child = nodes_[children_[i]];
    node.counted_size += child.counted_size;
    node.body_size += PrefixedSize(child.body_size);
    if (IsSet(node.type)) continue;
    node.counted_size += kMemberSizeBytes;
    node.body_size += 1;  // the tag
    if (node.type == AttributeType::kList) continue;
    node.counted_size += child.name_size;
    node.body_size += PrefixedSize(child.name_size);
  }
}

void ValueBuilder::EndMap() {
  assert(nodes_[open_.back().node].type == AttributeType::kMap);
  SortPending(open_.back().first_pending, [this](const Node& node) { return NameOf(node); });
  CloseContainer();
}

void ValueBuilder::EndList() {
  assert(nodes_[open_.back().node].type == AttributeType::kList);
  CloseContainer();
}

ValueBuilder::SetState ValueBuilder::EndSet() {
  assert(IsSet(nodes_[open_.back().node].type));
  const size_t first = open_.back().first_pending;
  const bool empty = pending_.size() == first;
  for (size_t i = first; i < pending_.size(); ++i) {
    Node& element = nodes_[pending_[i]];
    element.sort_prefix = SortPrefix(LeafBody(element));
  }
  const bool unique = SortPending(first, [this](const Node& node) { return LeafBody(node); });
  CloseContainer();
  if (empty) return SetState::kEmpty;
  return unique ? SetState::kOk : SetState::kDuplicates;
}

size_t ValueBuilder::ValueSizeBytes() const { return Root().counted_size; }

size_t ValueBuilder::ItemSizeBytes() const {
  const Node& root = Root();
  return root.counted_size - kContainerSizeBytes - kMemberSizeBytes * root.child_count;
}

char* ValueBuilder::WriteBody(const Node& node, char* out) const {
  if (node.leaf) return WriteBytes(LeafBody(node), out);
  out = WriteVarint(node.child_count, out);
  for (size_t i = node.begin; i < node.begin + node.child_count; ++i) {
    const Node& child = nodes_[children_[i]];
    if (IsSet(node.type)) {
      out = WriteVarint(child.body_size, out);
      out = WriteBytes(LeafBody(child), out);
      continue;
    }
    if (node.type == AttributeType::kMap) {
      out = WriteVarint(child.name_size, out);
      out = WriteBytes(NameOf(child), out);
    }
    out = WriteValue(child, out);
  }
  return out;
}

char* ValueBuilder::WriteValue(const Node& node, char* out) const {
  *out++ = static_cast<char>(node.type);
  return WriteBody(node, WriteVarint(node.body_size, out));
}

void ValueBuilder::FinishValueInto(std::string* out) {
  assert(open_.empty() && pending_.size() == 1);
  const Node& root = Root();
  const size_t start = out->size();
  out->resize(start + 1 + PrefixedSize(root.body_size));
  WriteValue(root, out->data() + start);
  Clear();
}

void ValueBuilder::FinishItemInto(std::string* out) {
  assert(open_.empty() && pending_.size() == 1 && Root().type == AttributeType::kMap);
  const Node& root = Root();
  const size_t size_bytes = ItemSizeBytes();
  const size_t start = out->size();
  out->resize(start + 1 + VarintLength(size_bytes) + root.body_size);
  char* at = out->data() + start;
  *at++ = kItemVersion;
  WriteBody(root, WriteVarint(size_bytes, at));
  Clear();
}

Value ValueBuilder::FinishValue() {
  std::string bytes;
  FinishValueInto(&bytes);
  return Value::FromEncoded(std::move(bytes));
}

Item ValueBuilder::FinishItem() {
  std::string bytes;
  FinishItemInto(&bytes);
  return Item::FromEncoded(std::move(bytes));
}

}  // namespace stator
