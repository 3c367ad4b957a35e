// What the parsers make of a text: trees that still hold #names and :values by name. They depend on
// the text alone, so one tree serves every request that sends the same text (parsed_texts.h).
#pragma once

#include <optional>
#include <string>
#include <vector>

namespace stator::api::expr {

struct PathStep {
  enum class Kind { kName, kPlaceholder, kIndex };
  Kind kind = Kind::kName;
  std::string text;  // the name, "#name" or the index's digits
  size_t index = 0;  // kIndex
};
struct PathSyntax {
  std::vector<PathStep> steps;
};

struct OperandSyntax {
  enum class Kind { kPath, kValue, kFunction };
  Kind kind = Kind::kPath;
  PathSyntax path;                       // kPath
  std::string text;                      // ":value" or the function's name
  std::vector<OperandSyntax> arguments;  // kFunction
};

enum class Comparison { kEqual, kNotEqual, kLess, kLessOrEqual, kGreater, kGreaterOrEqual };

struct ConditionSyntax {
  enum class Kind { kAnd, kOr, kNot, kCompare, kBetween, kIn, kFunction };
  Kind kind = Kind::kCompare;
  Comparison comparison = Comparison::kEqual;  // kCompare
  // kCompare: 2, kBetween: 3, kIn: 1 and the list, kFunction: 1, the call
  std::vector<OperandSyntax> operands;
  std::vector<ConditionSyntax> children;  // kAnd, kOr: 2 or more; kNot: 1
};

// A whole condition text and what is known of it without names and values.
struct ConditionText {
  ConditionSyntax root;
  size_t operators = 0;  // comparisons, connectives and calls
};

struct ProjectionText {
  std::vector<PathSyntax> paths;
};

// The right side of a SET action: one operand, or two with + or - between them.
struct SetValueSyntax {
  enum class Operator { kNone, kPlus, kMinus };
  Operator operation = Operator::kNone;
  OperandSyntax left;
  std::optional<OperandSyntax> right;
};

struct UpdateActionSyntax {
  enum class Kind { kSet, kRemove, kAdd, kDelete };
  Kind kind = Kind::kSet;
  bool opens_section = false;  // the first one behind the keyword
  PathSyntax path;
  SetValueSyntax set_value;  // kSet
  std::string value;         // kAdd, kDelete: ":value"
};

struct UpdateText {
  std::vector<UpdateActionSyntax> actions;  // in the order given
};

}  // namespace stator::api::expr
