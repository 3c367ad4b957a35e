#include <algorithm>

#include "api/expr/condition_evaluator.h"
#include "api/expr/condition_node.h"
#include "api/expr/expression.h"

namespace stator::api::expr {
namespace {

// Calls visit(path) for every path below `node`.
template <typename Visit>
void VisitPaths(const ConditionNode& node, const Visit& visit) {
  for (const BoundOperand& operand : node.operands) {
    if (operand.kind == BoundOperand::Kind::kPath ||
        operand.kind == BoundOperand::Kind::kSizeOfPath) {
      visit(operand.path);
    }
  }
  for (const ConditionNode& child : node.children) VisitPaths(child, visit);
}

void SortUnique(std::vector<std::string>* names) {
  std::sort(names->begin(), names->end());
  names->erase(std::unique(names->begin(), names->end()), names->end());
}

}  // namespace

bool Condition::Matches(const ItemView* item) const {
  if (root_ == nullptr) return true;
  return Evaluate(*root_, item != nullptr ? *item : ItemView());
}

std::vector<std::string> Condition::TopLevelNames() const {
  std::vector<std::string> names;
  if (root_ == nullptr) return names;
  VisitPaths(*root_, [&](const DocumentPath& path) { names.push_back(path.top_level()); });
  SortUnique(&names);
  return names;
}

std::vector<std::string> Condition::DereferencedNames() const {
  std::vector<std::string> names;
  if (root_ == nullptr) return names;
  VisitPaths(*root_, [&](const DocumentPath& path) {
    if (!path.is_top_level()) names.push_back(path.top_level());
  });
  SortUnique(&names);
  return names;
}

}  // namespace stator::api::expr
