#include "api/expr/operand_rules.h"

#include <string>

#include "api/expr/messages.h"

namespace stator::api::expr {
namespace {

// A value inside an error text: "AttributeValue: {N:5}". The service prints binaries as the Java
// object that holds them.
std::string LiteralText(const ValueView& value) {
  std::string text = "AttributeValue: {";
  text.append(TypeDescriptor(value.type())).append(":");
  if (value.is(AttributeType::kNumber)) {
    AppendNumberText(value.bytes(), &text);
  } else if (value.is(AttributeType::kBinary)) {
    const std::string size = std::to_string(value.bytes().size());
    text += "java.nio.HeapByteBuffer[pos=0 lim=" + size + " cap=" + size + "]";
  } else {
    text += value.bytes();
  }
  return text + "}";
}

Status WrongType(std::string_view operation, AttributeType type) {
  return ValidationError(messages::WrongOperandType(operation, TypeDescriptor(type)));
}

}  // namespace

std::optional<AttributeType> KnownType(const BoundOperand& operand) {
  switch (operand.kind) {
    case BoundOperand::Kind::kPath: return std::nullopt;
    case BoundOperand::Kind::kValue: return operand.value.view().type();
    case BoundOperand::Kind::kSizeOfPath:
    case BoundOperand::Kind::kSizeOfValue: return AttributeType::kNumber;
  }
  return std::nullopt;
}

bool IsOrdered(AttributeType type) {
  return type == AttributeType::kString || type == AttributeType::kNumber ||
         type == AttributeType::kBinary;
}

std::optional<int> CompareOrdered(const ValueView& a, const ValueView& b) {
  if (a.type() != b.type() || !IsOrdered(a.type())) return std::nullopt;
  return a.bytes().compare(b.bytes());  // numbers sort as their bytes
}

Status CheckDistinct(std::string_view operation, const std::vector<BoundOperand>& operands) {
  if (operands.empty() || operands.front().kind != BoundOperand::Kind::kPath) return OkStatus();
  for (size_t i = 1; i < operands.size(); ++i) {
    if (operands[i].kind == BoundOperand::Kind::kPath &&
        operands[i].path == operands.front().path) {
      return ValidationError(
          messages::OperandsNotDistinct(operation, operands.front().path.ToErrorText()));
    }
  }
  return OkStatus();
}

Status CheckOrdered(std::string_view operation, const std::vector<BoundOperand>& operands) {
  for (const BoundOperand& operand : operands) {
    const auto type = KnownType(operand);
    if (type && !IsOrdered(*type)) return WrongType(operation, *type);
  }
  return OkStatus();
}

Status CheckBetween(const BoundOperand& lower, const BoundOperand& upper) {
  if (lower.kind != BoundOperand::Kind::kValue || upper.kind != BoundOperand::Kind::kValue) {
    return OkStatus();
  }
  const ValueView low = lower.value.view();
  const ValueView high = upper.value.view();
  if (low.type() != high.type()) {
    return ValidationError(messages::BetweenTypesDiffer(LiteralText(low), LiteralText(high)));
  }
  if (low.bytes() > high.bytes()) {
    return ValidationError(messages::BetweenBoundsReversed(LiteralText(low), LiteralText(high)));
  }
  return OkStatus();
}

Status CheckBeginsWith(const std::vector<BoundOperand>& operands) {
  for (const BoundOperand& operand : operands) {
    const auto type = KnownType(operand);
    if (type && *type != AttributeType::kString && *type != AttributeType::kBinary) {
      return WrongType("begins_with", *type);
    }
  }
  return OkStatus();
}

Status CheckSize(const BoundOperand& operand) {
  const auto type = KnownType(operand);
  if (type == AttributeType::kNumber || type == AttributeType::kBool ||
      type == AttributeType::kNull) {
    return WrongType("size", *type);
  }
  return OkStatus();
}

Result<AttributeType> RequestedType(const BoundOperand& operand) {
  const auto type = KnownType(operand);
  if (!type) {
    return ValidationError(messages::WrongOperandType("attribute_type", messages::kAnyType));
  }
  if (*type != AttributeType::kString) return WrongType("attribute_type", *type);
  const std::string_view name = operand.value.view().bytes();
  const auto requested = TypeFromDescriptor(name);
  if (!requested) return ValidationError(messages::UnknownAttributeType(name));
  return *requested;
}

}  // namespace stator::api::expr
