// A condition with its names and values bound, ready to be evaluated.
#pragma once

#include <memory>
#include <vector>

#include "api/expr/ast.h"
#include "kv/codec/value.h"
#include "kv/model/attribute_type.h"
#include "kv/model/document_path.h"

namespace stator::api::expr {

struct BoundOperand {
  enum class Kind {
    kPath,
    kValue,
    kSizeOfPath,   // size(path)
    kSizeOfValue,  // size(:value)
  };
  Kind kind = Kind::kPath;
  DocumentPath path;  // kPath, kSizeOfPath
  Value value;        // kValue, kSizeOfValue

  static BoundOperand Path(DocumentPath path);
  static BoundOperand Literal(Value value);
};

struct ConditionNode {
  enum class Kind {
    kAnd,
    kOr,
    kNot,
    kCompare,
    kBetween,
    kIn,
    kAttributeExists,
    kAttributeNotExists,
    kAttributeType,
    kBeginsWith,
    kContains,
  };
  Kind kind = Kind::kCompare;
  Comparison comparison = Comparison::kEqual;           // kCompare
  AttributeType attribute_type = AttributeType::kNull;  // kAttributeType
  std::vector<BoundOperand> operands;
  std::vector<ConditionNode> children;
};

}  // namespace stator::api::expr
