// The way of an item from a request to its bytes and back. Whatever reads must be bytes that the
// codec takes, and must write as JSON that reads back to the same bytes.
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "api/json/attribute_value_kinds.h"
#include "api/json/item_json.h"
#include "api/validate/structure.h"
#include "kv/codec/item.h"

namespace {

using stator::Code;
using stator::Item;
using stator::Result;
using stator::Status;
using stator::api::json::Document;
using stator::api::json::Node;

void Require(bool condition) {
  if (!condition) std::abort();
}

void RoundTrip(const Item& item) {
  Require(stator::CheckItem(item.encoded()).ok());
  std::string text;
  stator::api::json::Writer writer(&text);
  stator::api::json::WriteItem(item.view(), &writer);
  static Document document;
  const Result<Node> node = document.Parse(text);
  Require(node.ok());
  const Result<Item> again = stator::api::json::ReadItem(*node);
  Require(again.ok() && again->encoded() == item.encoded());
}

void ReadAsItem(const Node& node) {
  const Result<Item> item = stator::api::json::ReadItem(node);
  if (item.ok()) return RoundTrip(*item);
  const Code code = item.status().code();
  Require(code == Code::kValidation || code == Code::kSerialization);
  // A wrong kind is reported whatever else is wrong.
  Require((code == Code::kSerialization) == !stator::api::json::CheckValueMapKinds(node).ok());
}

void ReadAsValue(const Node& node) {
  const Result<stator::Value> value = stator::api::json::ReadValue(node);
  if (value.ok()) Require(stator::CheckValue(value->encoded()).ok());
}

// The same bytes as the body of a few requests: only the two kinds of refusal that AWS makes here.
void CheckAsRequests(const Node& node) {
  for (const std::string_view operation :
       {"PutItem", "UpdateItem", "BatchWriteItem", "CreateTable", "TransactWriteItems", "Query"}) {
    const Status status = stator::api::validate::CheckStructure(operation, node);
    Require(status.ok() || status.code() == Code::kValidation ||
            status.code() == Code::kSerialization);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  static Document document;
  const Result<Node> node =
      document.Parse(std::string_view(reinterpret_cast<const char*>(data), size));
  if (!node.ok()) {
    Require(node.status().code() == Code::kSerialization);
    return 0;
  }
  ReadAsItem(*node);
  ReadAsValue(*node);
  CheckAsRequests(*node);
  return 0;
}
