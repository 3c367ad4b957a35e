// Any text as each kind of expression, bound to fixed names and values and tried on a fixed item:
// no text may crash, hang or run out of stack, and what an update makes must be an item.
//
// The first byte chooses the kind, so that the corpus of one kind does not drown another's.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>

#include "api/expr/expression.h"
#include "kv/codec/item.h"

namespace {

using stator::AttributeMap;
using stator::AttributeType;
using stator::AttributeValue;
using stator::Item;
using stator::ItemView;
using stator::Value;
namespace api = stator::api;
namespace expr = stator::api::expr;

void Require(bool holds) {
  if (!holds) std::abort();
}

const Item& Sample() {
  static const Item item{
      {"pk", "k"},
      {"sk", 1},
      {"a", 10},
      {"b", AttributeValue::Binary("\1\2\xFF")},
      {"l", AttributeValue::MakeList({1, "x", AttributeMap{{"y", AttributeValue::MakeList({2})}}})},
      {"m", AttributeMap{{"x", 1}, {"l", AttributeValue::MakeList({7, 8})}}},
      {"s", AttributeValue::StringSet({"p", "q"})},
      {"z", AttributeValue::Null()}};
  return item;
}

const api::ExpressionAttributes& Attributes() {
  static const api::ExpressionAttributes attributes{
      .names = api::ExpressionNames{{"#a", "a"}, {"#m", "m"}},
      .values = api::ExpressionValues{{":n", Value(1)},
                                      {":s", Value("k")},
                                      {":b", Value(AttributeValue::Binary("\1"))},
                                      {":t", Value("S")},
                                      {":l", Value(AttributeValue::MakeList({1}))},
                                      {":m", Value(AttributeMap{{"x", 1}})},
                                      {":e", Value(AttributeValue::StringSet({"p"}))}}};
  return attributes;
}

// A refusal says why.
template <typename T>
bool Accepted(const stator::Result<T>& result) {
  Require(result.ok() || !result.status().message().empty());
  return result.ok();
}

void TryCondition(std::string_view text) {
  expr::Binder binder(Attributes(), {"FilterExpression"});
  const auto condition = binder.CompileCondition("FilterExpression", text);
  if (!Accepted(condition)) return;
  const ItemView item = Sample().view();
  Require(condition->Matches(&item) == condition->Matches(&item));
  (void)condition->Matches(nullptr);
  Require(condition->DereferencedNames().size() <= condition->TopLevelNames().size());
  (void)binder.Finish();
}

void TryProjection(std::string_view text) {
  expr::Binder binder(Attributes(), {"ProjectionExpression"});
  const auto projection = binder.CompileProjection(text);
  if (!Accepted(projection)) return;
  const Item part = projection->Apply(Sample().view());
  Require(stator::CheckItem(part.encoded()).ok());
  // What was chosen is all that can be chosen of it, unless a list closed up.
  Require(part.view().count() <= projection->TopLevelNames().size());
}

void TryUpdate(std::string_view text) {
  expr::Binder binder(Attributes(), {"UpdateExpression", "ConditionExpression"});
  const auto update = binder.CompileUpdate(text);
  if (!Accepted(update)) return;
  const Item key{{"pk", "k"}, {"sk", 1}};
  const ItemView item = Sample().view();
  for (const ItemView* old_item : {&item, static_cast<const ItemView*>(nullptr)}) {
    const auto result = update->Apply(old_item, key.view(), true);
    if (!Accepted(result)) continue;
    Require(stator::CheckItem(result->item.encoded()).ok());
    Require(stator::CheckItem(result->updated_old.encoded()).ok());
    Require(stator::CheckItem(result->updated_new.encoded()).ok());
  }
  Require(update->charged_bytes() > 3 + update->WrittenNames().size());
}

void TryKeyCondition(std::string_view text) {
  static const stator::KeySchema keys{.hash = {{"pk", AttributeType::kString}},
                                      .range = {{"sk", AttributeType::kNumber}}};
  expr::Binder binder(Attributes(), {"FilterExpression", "KeyConditionExpression"});
  const auto conditions = binder.CompileKeyConditions(text);
  if (!Accepted(conditions)) return;
  const auto condition = expr::MatchKeySchema(*conditions, keys);
  if (Accepted(condition)) Require(condition->hash.size() == 1 && condition->range.size() <= 1);
}

// The text as the names of placeholders.
void TryPlaceholders(std::string_view text) {
  const api::ExpressionAttributes attributes{
      .names = api::ExpressionNames{{std::string(text), std::string(text)}},
      .values = api::ExpressionValues{{std::string(text), Value(std::string(text))}}};
  expr::Binder binder(attributes, {"ConditionExpression"});
  const auto condition = binder.CompileCondition("ConditionExpression", text);
  if (Accepted(condition)) (void)binder.Finish();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  const std::string_view text(reinterpret_cast<const char*>(data) + 1, size - 1);
  switch (data[0] % 5) {
    case 0: TryCondition(text); break;
    case 1: TryProjection(text); break;
    case 2: TryUpdate(text); break;
    case 3: TryKeyCondition(text); break;
    default: TryPlaceholders(text); break;
  }
  return 0;
}
