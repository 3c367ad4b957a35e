// What the parser makes of a statement. It depends on the text alone: parameters are numbers, and
// whether names are keys is for the planner to know, so one tree serves every call with the text.
#pragma once

#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "api/expr/ast.h"
#include "api/partiql/lexer.h"
#include "kv/model/document_path.h"

namespace stator::api::partiql {

// Anything in a WHERE, right of a SET, or behind VALUE. Which kinds may stand where is checked when
// it is planned.
struct Expression {
  enum class Kind {
    kPath,
    // Values:
    kString,
    kNumber,
    kBool,
    kNull,
    kParameter,
    kList,
    kMap,
    kSet,
    // Of operands:
    kCall,
    kPlus,
    kMinus,
    // Conditions:
    kAnd,  // two or more; none of them is an AND itself, and so with OR
    kOr,
    kNot,
    kCompare,
    kBetween,  // the tested, the lower and the upper bound
    kIn,       // the tested and, at least one, the listed
    kIsMissing,
    kIsType,
  };
  Kind kind = Kind::kNull;
  DocumentPath path{};  // kPath
  // kString, kNumber: the value; kCall: the function in lower case; kIsType: as "S"
  std::string text{};
  bool truth = false;                                      // kBool
  size_t parameter = 0;                                    // kParameter: from 0
  expr::Comparison comparison = expr::Comparison::kEqual;  // kCompare
  std::vector<std::string> names{};                        // kMap: of the operands
  std::vector<Expression> operands{};
  // Of the token that it begins with; of conditions, + and -, that of the sign or keyword.
  Place place{};

  bool is(Kind wanted) const { return kind == wanted; }
  // Needs no item to be computed.
  bool is_value() const { return kind >= Kind::kString && kind <= Kind::kSet; }
};

struct TableName {
  std::string table;
  std::optional<std::string> index;
};

struct OrderTerm {
  std::string name;
  bool descending = false;
};

struct SelectStatement {
  TableName from;
  std::vector<DocumentPath> columns;  // empty: *
  std::optional<Expression> where;
  std::vector<OrderTerm> order_by;
};

struct InsertStatement {
  TableName into;
  Expression item;
};

struct Assignment {
  DocumentPath path;
  std::optional<Expression> value;  // none: REMOVE
};

enum class Returning { kAllOld, kModifiedOld, kAllNew, kModifiedNew };

struct UpdateStatement {
  TableName table;
  std::vector<Assignment> assignments;
  std::optional<Expression> where;
  std::optional<Returning> returning;
};

struct DeleteStatement {
  TableName from;
  std::optional<Expression> where;
  std::optional<Returning> returning;
};

// A condition of a transaction.
struct ExistsStatement {
  SelectStatement select;
};

struct Statement {
  std::variant<SelectStatement, InsertStatement, UpdateStatement, DeleteStatement, ExistsStatement>
      body;
  size_t parameters = 0;  // how many ? it has

  const TableName& table() const;
  bool reads() const { return std::holds_alternative<SelectStatement>(body); }
};

}  // namespace stator::api::partiql
