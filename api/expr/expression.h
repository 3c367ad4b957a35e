// The expression language: parsed expressions, and what can be done with them. Text goes through
// lexer.h and parser.h into the trees of ast.h; names and values are bound (binder.h) and the
// result is one of the classes below, which read items in their bytes.
//
// Threads: a compiled expression never changes and may be shared. Lifetime: it owns all it needs.
// Errors: kValidation, in AWS's words ("Invalid ConditionExpression: Syntax error; token: …").
#pragma once

#include <initializer_list>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/types/common.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/document_path.h"
#include "kv/model/table_schema.h"

namespace stator::api::expr {

// The compiled forms keep their insides private to api/expr.
struct ConditionNode;
struct UpdateProgram;
class PathTree;

// A condition or filter.
class Condition {
 public:
  Condition() = default;  // always true
  explicit Condition(std::shared_ptr<const ConditionNode> root) : root_(std::move(root)) {}
  bool always_true() const { return root_ == nullptr; }
  // item null: there is no item; every path is absent.
  bool Matches(const ItemView* item) const;
  // Every top-level attribute that it names, sorted, unique.
  std::vector<std::string> TopLevelNames() const;
  // Those of them that it looks into (`a.b`, `a[0]`), sorted, unique: keys must not be among them.
  std::vector<std::string> DereferencedNames() const;

 private:
  std::shared_ptr<const ConditionNode> root_;
};

// A projection: which paths of an item are returned.
class Projection {
 public:
  Projection() = default;  // everything
  explicit Projection(std::vector<DocumentPath> paths);
  bool all() const { return all_; }
  // List elements keep their order and close up; a map shows only what was asked for.
  Item Apply(const ItemView& item) const;
  std::vector<std::string> TopLevelNames() const;
  // As Condition::DereferencedNames.
  std::vector<std::string> DereferencedNames() const;

 private:
  bool all_ = true;
  std::vector<DocumentPath> paths_;
  std::shared_ptr<const PathTree> tree_;  // of paths_
  std::vector<std::string> whole_names_;  // sorted; used when no path goes below the top level
};

// The result of an update.
struct UpdateResult {
  Item item;  // the whole new item
  // For UPDATED_OLD and UPDATED_NEW: the touched paths as they were and as they are (absent paths
  // are left out).
  Item updated_old;
  Item updated_new;
};

// An update expression, or AttributeUpdates.
class Update {
 public:
  explicit Update(std::shared_ptr<const UpdateProgram> program) : program_(std::move(program)) {}
  // Applies to `old_item`, or to an item that has only `key` where old_item is null. Every operand
  // sees the item as it was before the update. Pure. with_images: fill updated_old and updated_new.
  // Errors: kValidation ("The provided expression refers to an attribute that does not exist in the
  // item", "An operand in the update expression has an incorrect data type", …). Does not check
  // item size or keys.
  Result<UpdateResult> Apply(const ItemView* old_item, const ItemView& key, bool with_images) const;
  // Top-level attributes that it writes, sorted, unique.
  std::vector<std::string> WrittenNames() const;
  // Those that it writes and those that it reads, sorted, unique.
  std::vector<std::string> TopLevelNames() const;
  // As Condition::DereferencedNames, of what it writes and reads.
  std::vector<std::string> DereferencedNames() const;
  // What UpdateItem's limit on an item's size counts of the request (update_charge.h); 0 for
  // AttributeUpdates, of which it counts nothing (captured).
  size_t charged_bytes() const;

 private:
  std::shared_ptr<const UpdateProgram> program_;
};

// One condition on a sort-key attribute.
struct SortCondition {
  enum class Kind { kEq, kLt, kLe, kGt, kGe, kBetween, kBeginsWith };
  Kind kind = Kind::kEq;
  std::string name;
  Value first;
  Value second;  // kBetween
};
// The conditions of a Query on attributes that its keys ought to have, each attribute once, before
// anybody looked at a table.
using KeyConditionList = std::vector<SortCondition>;

// What a Query asks of a key schema: every HASH attribute by equality, RANGE attributes from left
// to right without gaps, all but the last of them by equality.
struct KeyCondition {
  std::vector<Value> hash;  // in the schema's order
  std::vector<SortCondition> range;
};
// Errors are complete: keys that are missing, of the wrong type, empty or too long, or without
// equality where it is needed.
Result<KeyCondition> MatchKeySchema(const KeyConditionList& conditions, const KeySchema& keys);

// Everything of one request that shares its names and values. Compile what the request has, then
// call Finish, which reports names and values that nothing used.
//
//   Binder binder(request.attributes, {"ConditionExpression"});
//   STATOR_ASSIGN_OR_RETURN(auto condition, binder.CompileCondition("ConditionExpression", text));
//   STATOR_RETURN_IF_ERROR(binder.Finish());
//
// Parsed texts come from a bounded cache shared by all threads; binding is done anew.
class Binder {
 public:
  // `attributes` must outlive the binder. Checks the shape of names and values on first use.
  // expression_parameters: those that the operation has, in the order in which AWS lists them
  // ("UpdateExpression and ConditionExpression are null").
  Binder(const ExpressionAttributes& attributes,
         std::initializer_list<std::string_view> expression_parameters);
  ~Binder();

  // kind: "ConditionExpression", "FilterExpression", … : the word in the error messages.
  Result<Condition> CompileCondition(std::string_view kind, std::string_view text);
  Result<Projection> CompileProjection(std::string_view text);
  Result<Update> CompileUpdate(std::string_view text);
  Result<KeyConditionList> CompileKeyConditions(std::string_view text);
  // "Value provided in ExpressionAttributeNames unused in expressions: keys: {#a}" and the like;
  // also refuses names or values given when no expression was compiled ("ExpressionAttributeNames
  // can only be specified when using expressions").
  Status Finish();

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// The older parameters, as the same trees.
Result<Condition> FromExpected(const ExpectedConditions& expected,
                               std::optional<ConditionalOperator> op);
Result<Condition> FromFilter(const LegacyConditions& filter, std::optional<ConditionalOperator> op);
Result<KeyConditionList> FromKeyConditions(const LegacyConditions& conditions);
Result<Update> FromAttributeUpdates(const AttributeUpdates& updates);
// AttributesToGet.
Result<Projection> FromAttributeNames(const std::vector<std::string>& names);

}  // namespace stator::api::expr
