#include <algorithm>
#include <string>
#include <utility>

#include "api/expr/expression.h"
#include "api/expr/messages.h"
#include "api/expr/update_charge.h"
#include "api/expr/update_edit.h"
#include "api/expr/update_program.h"

namespace stator::api::expr {
namespace {

using ActionKind = UpdateAction::Kind;

Result<UpdateValues> ComputeValues(const UpdateProgram& program, const ItemView& old_item) {
  UpdateValues values;
  values.reserve(program.actions.size());
  for (size_t i = 0; i < program.actions.size(); ++i) {
    const DocumentPath& path = program.paths[i];
    STATOR_ASSIGN_OR_RETURN(auto value,
                            NewValue(program.actions[i], path, old_item, program.type_error));
    // What an attribute was or a request brought fits where it was; only deeper can be too deep.
    if (value && !path.is_top_level() && !FitsNesting(value->view(), path.elements.size())) {
      return ValidationError(std::string(messages::kNestedTooDeep));
    }
    values.push_back(std::move(value));
  }
  return values;
}

// The new item: attributes that no path touches are copied as they are.
Result<Item> BuildItem(const UpdateProgram& program, const ItemView& old_item,
                       const UpdateValues& values) {
  const PathNode& root = program.tree.root();
  ItemBuilder item;
  for (MemberCursor it(old_item.attributes()); it.Valid(); it.Next()) {
    if (root.Member(it.name()) == nullptr) item.Add(it.name(), it.value());
  }
  std::vector<Value> edited;
  edited.reserve(root.members.size());  // the item holds views of them: they must not move
  for (const PathMember& member : root.members) {
    if (member.node.ends_path()) {
      const auto& value = values[member.node.path];
      if (value) item.Add(member.name, value->view());
      continue;
    }
    const auto old = old_item.Find(member.name);
    if (!old) return ValidationError(std::string(messages::kInvalidUpdatePath));
    ValueBuilder builder;
    STATOR_RETURN_IF_ERROR(WriteEdited(*old, member.node, values, &builder));
    edited.push_back(builder.FinishValue());
    item.Add(member.name, edited.back().view());
  }
  return item.Finish();
}

// UPDATED_NEW leaves out what REMOVE took away, even where a list closed up over it.
std::vector<DocumentPath> PathsWithNewValue(const UpdateProgram& program) {
  std::vector<DocumentPath> paths;
  for (size_t i = 0; i < program.actions.size(); ++i) {
    if (program.actions[i].kind != ActionKind::kRemove) paths.push_back(program.paths[i]);
  }
  return paths;
}

// Calls visit(path) for every path that the operand reads.
template <typename Visit>
void VisitPaths(const UpdateOperand& operand, const Visit& visit) {
  using Kind = UpdateOperand::Kind;
  if (operand.kind == Kind::kPath || operand.kind == Kind::kIfNotExists) visit(operand.path);
  for (const UpdateOperand& argument : operand.arguments) VisitPaths(argument, visit);
}

// Every path that the program writes or reads.
template <typename Visit>
void VisitPaths(const UpdateProgram& program, const Visit& visit) {
  for (const DocumentPath& path : program.paths) visit(path);
  for (const UpdateAction& action : program.actions) {
    if (action.kind != ActionKind::kSet) continue;
    VisitPaths(action.left, visit);
    if (action.operation != UpdateAction::Operator::kNone) VisitPaths(action.right, visit);
  }
}

void SortUnique(std::vector<std::string>* names) {
  std::sort(names->begin(), names->end());
  names->erase(std::unique(names->begin(), names->end()), names->end());
}

}  // namespace

Result<UpdateResult> Update::Apply(const ItemView* old_item, const ItemView& key,
                                   bool with_images) const {
  const ItemView& before = old_item != nullptr ? *old_item : key;
  STATOR_ASSIGN_OR_RETURN(const UpdateValues values, ComputeValues(*program_, before));
  UpdateResult result;
  STATOR_ASSIGN_OR_RETURN(result.item, BuildItem(*program_, before, values));
  if (with_images) {
    if (old_item != nullptr) result.updated_old = Projection(program_->paths).Apply(*old_item);
    result.updated_new = Projection(PathsWithNewValue(*program_)).Apply(result.item.view());
  }
  return result;
}

std::vector<std::string> Update::WrittenNames() const {
  std::vector<std::string> names;
  for (const PathMember& member : program_->tree.root().members) names.push_back(member.name);
  return names;
}

std::vector<std::string> Update::TopLevelNames() const {
  std::vector<std::string> names;
  VisitPaths(*program_, [&](const DocumentPath& path) { names.push_back(path.top_level()); });
  SortUnique(&names);
  return names;
}

std::vector<std::string> Update::DereferencedNames() const {
  std::vector<std::string> names;
  VisitPaths(*program_, [&](const DocumentPath& path) {
    if (!path.is_top_level()) names.push_back(path.top_level());
  });
  SortUnique(&names);
  return names;
}

size_t Update::charged_bytes() const { return program_->charged ? ChargedBytes(*program_) : 0; }

}  // namespace stator::api::expr
