#include "api/expr/update_charge.h"

#include <string>

namespace stator::api::expr {
namespace {

using ActionKind = UpdateAction::Kind;
using OperandKind = UpdateOperand::Kind;
using Operator = UpdateAction::Operator;

constexpr size_t kUpdateBytes = 3;
constexpr size_t kWritingBytes = 19;  // SET, ADD
constexpr size_t kClearingBytes = 1;  // REMOVE, DELETE
// A path that is written to: its first name, and this with each further element.
constexpr size_t kTargetElementBytes = 4;
// A path that is read from, and this with each of its elements; what it holds is free.
constexpr size_t kOperandPathBytes = 1;
constexpr size_t kOperandElementBytes = 14;
constexpr size_t kPlusBytes = 34;
constexpr size_t kMinusBytes = 37;
constexpr size_t kIfNotExistsBytes = 39;
constexpr size_t kListAppendBytes = 37;

// A name's bytes, or the digits of an index.
size_t ElementBytes(const PathElement& element) {
  if (const auto* name = std::get_if<std::string>(&element)) return name->size();
  return std::to_string(std::get<size_t>(element)).size();
}

size_t TargetBytes(const DocumentPath& path) {
  size_t bytes = 0;
  for (const PathElement& element : path.elements) {
    bytes += ElementBytes(element);
    if (&element != &path.elements.front()) bytes += kTargetElementBytes;
  }
  return bytes;
}

size_t PathOperandBytes(const DocumentPath& path) {
  size_t bytes = kOperandPathBytes;
  for (const PathElement& element : path.elements) {
    bytes += kOperandElementBytes + ElementBytes(element);
  }
  return bytes;
}

size_t OperandBytes(const UpdateOperand& operand) {
  size_t bytes = 0;
  switch (operand.kind) {
    case OperandKind::kPath: return PathOperandBytes(operand.path);
    case OperandKind::kValue: return operand.value.view().SizeBytes();
    case OperandKind::kIfNotExists:
      bytes = kIfNotExistsBytes + PathOperandBytes(operand.path);
      break;
    case OperandKind::kListAppend: bytes = kListAppendBytes; break;
  }
  for (const UpdateOperand& argument : operand.arguments) bytes += OperandBytes(argument);
  return bytes;
}

size_t ActionBytes(const UpdateAction& action) {
  switch (action.kind) {
    case ActionKind::kSet: break;
    case ActionKind::kAdd:
    case ActionKind::kAddToList: return kWritingBytes + action.value.view().SizeBytes();
    case ActionKind::kRemove:
    case ActionKind::kDelete: return kClearingBytes;
  }
  size_t bytes = kWritingBytes + OperandBytes(action.left);
  if (action.operation == Operator::kNone) return bytes;
  bytes += action.operation == Operator::kPlus ? kPlusBytes : kMinusBytes;
  return bytes + OperandBytes(action.right);
}

}  // namespace

size_t ChargedBytes(const UpdateProgram& program) {
  size_t bytes = kUpdateBytes;
  for (size_t i = 0; i < program.actions.size(); ++i) {
    bytes += TargetBytes(program.paths[i]) + ActionBytes(program.actions[i]);
  }
  return bytes;
}

}  // namespace stator::api::expr
