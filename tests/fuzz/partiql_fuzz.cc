// Any text as a PartiQL statement: it may not crash, hang or run out of stack, and what it is
// planned into must be expressions that the ordinary operations can read. The first byte chooses
// how many parameters there are.
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "api/expr/expression.h"
#include "api/ops/statement_token.h"
#include "api/partiql/select_plan.h"
#include "api/partiql/statement_parser.h"
#include "api/partiql/write_plan.h"

namespace {

using stator::AttributeMap;
using stator::AttributeType;
using stator::AttributeValue;
using stator::Item;
using stator::ItemView;
using stator::Value;
namespace api = stator::api;
namespace expr = stator::api::expr;
namespace partiql = stator::api::partiql;

void Require(bool holds) {
  if (!holds) std::abort();
}

const stator::TableSchema& Schema() {
  static const stator::TableSchema schema = [] {
    stator::TableSchema made;
    made.name = "t";
    made.keys = {{{"pk", AttributeType::kString}}, {{"sk", AttributeType::kNumber}}};
    stator::IndexSchema index;
    index.name = "i";
    index.keys = {{{"g", AttributeType::kString}, {"h", AttributeType::kString}},
                  {{"sk", AttributeType::kNumber}}};
    made.indexes.push_back(index);
    return made;
  }();
  return schema;
}

const Item& Sample() {
  static const Item item{{"pk", "k"},
                         {"sk", 1},
                         {"a", 10},
                         {"l", AttributeValue::MakeList({1, "x"})},
                         {"m", AttributeMap{{"x", 1}}},
                         {"s", AttributeValue::StringSet({"p", "q"})}};
  return item;
}

const std::vector<Value>& AllParameters() {
  static const std::vector<Value> parameters = {Value("k"),
                                                Value(1),
                                                Value(AttributeValue::MakeList({1, "k"})),
                                                Value(AttributeValue::StringSet({"p"})),
                                                Value(AttributeValue::Binary("\1")),
                                                Value(AttributeMap{{"pk", "k"}, {"sk", 2}})};
  return parameters;
}

// What was made of the text must be sound but for operands of the wrong types, deep paths and too
// many operators: there are no syntax errors in it, and every name and value is used.
void RequireReadable(const stator::Status& status) {
  Require(status.ok() || status.message().find("yntax error") == std::string::npos);
  Require(status.message().find("unused") == std::string::npos);
  Require(status.message().find("not defined") == std::string::npos);
}

void TryRead(const api::ReadPageRequest& request, const std::optional<std::string>& key) {
  expr::Binder binder(request.attributes, {"FilterExpression", "KeyConditionExpression"});
  const ItemView item = Sample().view();
  bool compiled = true;
  if (request.filter_expression) {
    const auto filter = binder.CompileCondition("FilterExpression", *request.filter_expression);
    RequireReadable(filter.status());
    compiled = compiled && filter.ok();
    if (filter.ok()) (void)filter->Matches(&item);
  }
  if (request.projection_expression) {
    const auto projection = binder.CompileProjection(*request.projection_expression);
    RequireReadable(projection.status());
    compiled = compiled && projection.ok();
  }
  if (key) {
    const auto conditions = binder.CompileKeyConditions(*key);
    RequireReadable(conditions.status());
    compiled = compiled && conditions.ok();
  }
  if (compiled) Require(binder.Finish().ok());
}

struct Planner {
  const std::vector<Value>& parameters;

  void operator()(const partiql::SelectStatement& select) const {
    const auto plan = partiql::PlanSelect(select, Schema(), parameters);
    if (!plan.ok()) return;
    Require(plan->hash_keys.size() <= partiql::kMaxHashKeys);
    if (plan->hash_keys.empty()) TryRead(plan->scan, std::nullopt);
    api::QueryRequest query = plan->query;
    for (const partiql::HashKey& hash_key : plan->hash_keys) {
      partiql::AimAt(hash_key, &query);
      TryRead(query, query.key_condition_expression);
    }
    Require(stator::CheckItem(plan->columns.Apply(Sample().view()).encoded()).ok());
  }
  void operator()(const partiql::InsertStatement& insert) const {
    const auto put = partiql::PlanInsert(insert, Schema(), parameters);
    if (put.ok()) Require(stator::CheckItem(put->item.encoded()).ok());
  }
  void operator()(const partiql::UpdateStatement& statement) const {
    const auto request = partiql::PlanUpdate(statement, Schema(), parameters);
    if (!request.ok()) return;
    Require(request->key.view().count() == 2);
    expr::Binder binder(request->attributes, {"UpdateExpression", "ConditionExpression"});
    const auto update = binder.CompileUpdate(*request->update_expression);
    RequireReadable(update.status());
    const auto condition =
        binder.CompileCondition("ConditionExpression", *request->condition_expression);
    RequireReadable(condition.status());
    if (!update.ok() || !condition.ok()) return;
    Require(binder.Finish().ok());
    const ItemView item = Sample().view();
    const auto result = update->Apply(&item, request->key.view(), true);
    if (result.ok()) Require(stator::CheckItem(result->item.encoded()).ok());
  }
  void operator()(const partiql::DeleteStatement& erase) const {
    const auto request = partiql::PlanDelete(erase, Schema(), parameters);
    if (request.ok()) TryCondition(request->attributes, request->condition_expression);
  }
  void operator()(const partiql::ExistsStatement& exists) const {
    const auto check = partiql::PlanExists(exists, Schema(), parameters);
    if (check.ok()) TryCondition(check->attributes, check->condition_expression);
  }

  static void TryCondition(const api::ExpressionAttributes& attributes,
                           const std::optional<std::string>& text) {
    if (!text) return;
    expr::Binder binder(attributes, {"ConditionExpression"});
    const auto condition = binder.CompileCondition("ConditionExpression", *text);
    RequireReadable(condition.status());
    if (condition.ok()) Require(binder.Finish().ok());
  }
};

// The text as a token, and as damage done to a sound one.
void TryToken(std::string_view text) {
  api::StatementPosition made{3, Item{{"pk", "k"}, {"sk", 1}}};
  std::string damaged = api::EncodeStatementToken(7, made);
  Require(api::DecodeStatementToken(damaged, 7).ok());
  for (size_t i = 0; i + 1 < text.size(); i += 2) {
    damaged[static_cast<unsigned char>(text[i]) % damaged.size()] ^= text[i + 1];
  }
  for (const std::string_view candidate : {text, std::string_view(damaged)}) {
    const auto decoded = api::DecodeStatementToken(candidate, 7);
    if (decoded.ok()) Require(api::EncodeStatementToken(7, *decoded) == candidate);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const uint8_t* data, size_t size) {
  if (size == 0) return 0;
  // A copy, which ends where the sanitizer sees it.
  const std::string text(reinterpret_cast<const char*>(data) + 1, size - 1);
  if (data[0] == 0) {
    TryToken(text);
    return 0;
  }
  const auto statement = partiql::ParseStatement(text);
  if (!statement.ok()) {
    Require(!statement.status().message().empty());
    return 0;
  }
  std::vector<Value> parameters;
  for (size_t i = 0; i < statement->parameters; ++i) {
    parameters.push_back(AllParameters()[(data[0] + i) % AllParameters().size()]);
  }
  std::visit(Planner{parameters}, statement->body);
  return 0;
}
