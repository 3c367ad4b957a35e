// An update with its names and values bound, ready to be applied.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/expr/ast.h"
#include "api/expr/path_tree.h"
#include "kv/codec/value.h"
#include "kv/model/document_path.h"

namespace stator::api::expr {

struct UpdateOperand {
  enum class Kind { kPath, kValue, kIfNotExists, kListAppend };
  Kind kind = Kind::kPath;
  DocumentPath path;  // kPath, kIfNotExists
  Value value;        // kValue
  // kIfNotExists: what is taken instead; kListAppend: the two lists
  std::vector<UpdateOperand> arguments;
};

struct UpdateAction {
  enum class Kind {
    kSet,
    kRemove,
    kAdd,        // a number, or elements of a set
    kDelete,     // elements of a set
    kAddToList,  // AttributeUpdates only: appends, and makes the list where there is none
  };
  using Operator = SetValueSyntax::Operator;

  Kind kind = Kind::kSet;
  // kSet: left, or left and right
  Operator operation = Operator::kNone;
  UpdateOperand left;
  UpdateOperand right;
  Value value;  // kAdd, kDelete, kAddToList
};

struct UpdateProgram {
  // `of_paths`: actions[i] writes to of_paths[i].
  UpdateProgram(std::vector<UpdateAction> of_actions, std::vector<DocumentPath> of_paths)
      : actions(std::move(of_actions)), paths(std::move(of_paths)), tree(paths) {}

  std::vector<UpdateAction> actions;
  std::vector<DocumentPath> paths;
  PathTree tree;  // of paths
  // What is answered where an attribute has not the type that an action needs: the older parameters
  // have words of their own.
  std::string_view type_error;
  bool charged = true;  // false: AttributeUpdates, see Update::charged_bytes
};

}  // namespace stator::api::expr
