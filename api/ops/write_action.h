// What one request does to one item: the part that PutItem, UpdateItem, DeleteItem and the actions
// of a transaction have in common. An action is compiled (api/expr), then bound to its table's
// schema, then decided under the item's lock (kv/table/item_writer.h).
#pragma once

#include <string>
#include <utility>

#include "api/expr/expression.h"
#include "api/types/common.h"
#include "kv/base/status.h"
#include "kv/codec/item.h"
#include "kv/model/table_schema.h"
#include "kv/table/item_writer.h"

namespace stator::api {

class WriteAction {
 public:
  virtual ~WriteAction() = default;
  // Has the key attributes of the item that is meant.
  virtual ItemView key() const = 0;
  // Whether the request fits the table. Before Decide; the schema must outlive the action.
  virtual Status Bind(const TableSchema& schema) = 0;
  // As the Decide of an ItemWrite.
  virtual Result<Mutation> Decide(const ItemView* old_item) = 0;
  // Whether it can add to an item collection.
  virtual bool adds() const = 0;
};

// shown: the encoded item that its failure shows, or nothing.
Status ConditionFailed(std::string shown);

// A condition on the old item and what its failure shows.
class WriteCondition {
 public:
  WriteCondition(expr::Condition condition, ReturnValuesOnConditionCheckFailure mode)
      : condition_(std::move(condition)), mode_(mode) {}
  // Whether it fits the table.
  Status Bind(const TableSchema& schema) const;
  // kConditionFailed, with the old item as payload where the request wants it.
  Status Check(const ItemView* old_item) const;

 private:
  expr::Condition condition_;
  ReturnValuesOnConditionCheckFailure mode_;
};

// Views that are handed in must outlive the actions.
class PutAction final : public WriteAction {
 public:
  PutAction(const ItemView& item, WriteCondition condition)
      : item_(item), condition_(std::move(condition)) {}
  ItemView key() const override { return item_; }
  Status Bind(const TableSchema& schema) override;
  Result<Mutation> Decide(const ItemView* old_item) override;
  bool adds() const override { return true; }

 private:
  const ItemView item_;
  const WriteCondition condition_;
};

class DeleteAction final : public WriteAction {
 public:
  DeleteAction(const ItemView& key, WriteCondition condition)
      : key_(key), condition_(std::move(condition)) {}
  ItemView key() const override { return key_; }
  Status Bind(const TableSchema& schema) override;
  Result<Mutation> Decide(const ItemView* old_item) override;
  bool adds() const override { return false; }

 private:
  const ItemView key_;
  const WriteCondition condition_;
};

// Changes nothing.
class CheckAction final : public WriteAction {
 public:
  CheckAction(const ItemView& key, WriteCondition condition)
      : key_(key), condition_(std::move(condition)) {}
  ItemView key() const override { return key_; }
  Status Bind(const TableSchema& schema) override;
  Result<Mutation> Decide(const ItemView* old_item) override;
  bool adds() const override { return false; }

 private:
  const ItemView key_;
  const WriteCondition condition_;
};

}  // namespace stator::api
