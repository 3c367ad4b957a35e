#include "api/partiql/statement_parser.h"

#include <string>
#include <utility>

#include "api/expr/parse_cache.h"
#include "api/partiql/expression_parser.h"
#include "api/partiql/messages.h"
#include "api/partiql/token_cursor.h"
#include "kv/codec/utf8.h"

namespace stator::api::partiql {
namespace {

// Programs with literals in their statements send ever new ones; those with parameters some
// hundreds.
constexpr size_t kCachedTextBytes = 128 * 1024;

// Statements of PartiQL that DynamoDB does not have, and what it calls them.
constexpr std::pair<std::string_view, std::string_view> kOtherStatements[] = {{"CREATE", "Create"},
                                                                              {"DROP", "Drop"}};

class StatementParser {
 public:
  explicit StatementParser(std::string_view text) : cursor_(text) {}

  Result<Statement> Run() {
    Statement statement;
    STATOR_RETURN_IF_ERROR(Body(&statement));
    STATOR_RETURN_IF_ERROR(End());
    statement.parameters = cursor_.parameters();
    return statement;
  }

 private:
  Status Body(Statement* statement) {
    if (cursor_.AcceptWord("SELECT")) return Take(Select(), statement);
    if (cursor_.AcceptWord("INSERT")) return Take(Insert(), statement);
    if (cursor_.AcceptWord("UPDATE")) return Take(Update(), statement);
    if (cursor_.AcceptWord("DELETE")) return Take(Delete(), statement);
    if (cursor_.AcceptWord("EXISTS")) return Take(Exists(), statement);
    if (cursor_.AtWord("EXEC")) return ValidationError(messages::UnsupportedOperation("Exec"));
    for (const auto& [keyword, name] : kOtherStatements) {
      if (!cursor_.AcceptWord(keyword)) continue;
      const std::string object = cursor_.AtWord("INDEX") ? "Index" : "Table";
      return ValidationError(messages::UnsupportedOperation(std::string(name) + object));
    }
    return messages::Malformed(messages::kExpectedStatement);
  }

  template <typename Parsed>
  static Status Take(Result<Parsed> parsed, Statement* statement) {
    STATOR_RETURN_IF_ERROR(parsed.status());
    statement->body = std::move(parsed).value();
    return OkStatus();
  }

  Status End() {
    const bool semicolon = cursor_.Accept(TokenKind::kSemicolon);
    return cursor_.Expect(TokenKind::kEnd,
                          semicolon ? messages::kTrailingStatement : messages::kTrailingToken);
  }

  Result<SelectStatement> Select() {
    SelectStatement select;
    if (cursor_.AtWord("DISTINCT")) return Unsupported(messages::UnsupportedToken("DISTINCT"));
    if (cursor_.AtWord("VALUE")) return Unsupported(std::string(messages::kValueProjection));
    if (!cursor_.Accept(TokenKind::kStar)) STATOR_RETURN_IF_ERROR(Columns(&select.columns));
    STATOR_RETURN_IF_ERROR(cursor_.ExpectWord("FROM", messages::kExpectedFromAfterSelect));
    STATOR_ASSIGN_OR_RETURN(select.from, Table());
    STATOR_RETURN_IF_ERROR(RefuseOtherSources());
    STATOR_RETURN_IF_ERROR(Where(&select.where));
    if (cursor_.AcceptWord("ORDER")) STATOR_RETURN_IF_ERROR(OrderBy(&select.order_by));
    STATOR_RETURN_IF_ERROR(RefuseOtherClauses());
    return select;
  }

  static Status Unsupported(std::string text) { return ValidationError(std::move(text)); }
  Status RefuseOtherSources() const {
    if (cursor_.kind() == TokenKind::kComma || cursor_.AtWord("JOIN")) {
      return Unsupported(std::string(messages::kSeveralSources));
    }
    return OkStatus();
  }

  Status RefuseOtherClauses() {
    if (cursor_.AtWord("GROUP")) return Unsupported(messages::UnsupportedClause("GROUP BY"));
    for (const std::string_view clause : {"HAVING", "LIMIT"}) {
      if (!cursor_.AcceptWord(clause)) continue;
      STATOR_ASSIGN_OR_RETURN(const Expression value, ParseExpression(&cursor_));
      return Unsupported(messages::UnsupportedClause(clause) + value.place.ToErrorText());
    }
    return OkStatus();
  }

  Status Columns(std::vector<DocumentPath>* columns) {
    do {
      Result<Expression> parsed = ParseExpression(&cursor_);
      if (!parsed.ok() && cursor_.kind() == TokenKind::kStar) {
        return Unsupported(std::string(messages::kHierarchyChange));
      }
      STATOR_ASSIGN_OR_RETURN(Expression column, std::move(parsed));
      if (!column.is(Expression::Kind::kPath)) {
        return Unsupported(std::string(messages::kUnexpectedPathComponent) +
                           column.place.ToErrorText());
      }
      STATOR_RETURN_IF_ERROR(RefuseAlias());
      columns->push_back(std::move(column.path));
    } while (cursor_.Accept(TokenKind::kComma));
    return OkStatus();
  }

  // AS name, or a name by itself.
  Status RefuseAlias() const {
    const bool bare = cursor_.kind() == TokenKind::kQuotedName ||
                      (cursor_.kind() == TokenKind::kWord && !cursor_.AtKeyword());
    if (!bare && !cursor_.AtWord("AS")) return OkStatus();
    return Unsupported(std::string(messages::kAlias));
  }

  Status OrderBy(std::vector<OrderTerm>* terms) {
    STATOR_RETURN_IF_ERROR(cursor_.ExpectWord("BY", "Expected BY"));
    do {
      STATOR_ASSIGN_OR_RETURN(const DocumentPath path, ParsePath(&cursor_));
      if (!path.is_top_level()) return Unsupported(std::string(messages::kPathInOrder));
      OrderTerm term{path.top_level(), cursor_.AcceptWord("DESC")};
      if (!term.descending) (void)cursor_.AcceptWord("ASC");
      terms->push_back(std::move(term));
    } while (cursor_.Accept(TokenKind::kComma));
    return OkStatus();
  }

  Result<InsertStatement> Insert() {
    InsertStatement insert;
    STATOR_RETURN_IF_ERROR(cursor_.ExpectWord("INTO", "Expected INTO after INSERT"));
    STATOR_ASSIGN_OR_RETURN(insert.into, Table());
    if (!cursor_.AcceptWord("VALUE")) {
      // SQL's list of columns fails as the expression that PartiQL has in this place.
      STATOR_RETURN_IF_ERROR(ParseExpression(&cursor_).status());
      STATOR_RETURN_IF_ERROR(End());
      return Unsupported(messages::UnsupportedOperation(messages::kInsertWithoutValue));
    }
    STATOR_ASSIGN_OR_RETURN(insert.item, ParseExpression(&cursor_));
    if (cursor_.AtWord("RETURNING")) return Unsupported(std::string(messages::kReturningInInsert));
    if (cursor_.AtWord("AT")) {
      return Unsupported(std::string(messages::kAtInInsert) + start_.ToErrorText());
    }
    if (cursor_.AtWord("ON")) return Unsupported(messages::UnsupportedClause("ON CONFLICT"));
    return insert;
  }

  Result<UpdateStatement> Update() {
    UpdateStatement update;
    STATOR_ASSIGN_OR_RETURN(update.table, Table());
    while (true) {
      if (cursor_.AcceptWord("SET")) {
        STATOR_RETURN_IF_ERROR(Assignments(&update.assignments));
      } else if (cursor_.AcceptWord("REMOVE")) {
        Assignment removal;
        STATOR_ASSIGN_OR_RETURN(removal.path, ParsePath(&cursor_));
        update.assignments.push_back(std::move(removal));
      } else {
        break;
      }
    }
    if (update.assignments.empty()) return messages::Malformed(messages::kExpectedStatement);
    STATOR_RETURN_IF_ERROR(Where(&update.where));
    STATOR_RETURN_IF_ERROR(ReturningClause(&update.returning));
    return update;
  }

  Status Assignments(std::vector<Assignment>* assignments) {
    do {
      Assignment assignment;
      STATOR_ASSIGN_OR_RETURN(assignment.path, ParsePath(&cursor_));
      STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kEqual, messages::kExpectedAssignment));
      STATOR_ASSIGN_OR_RETURN(assignment.value, ParseExpression(&cursor_));
      assignments->push_back(std::move(assignment));
    } while (cursor_.Accept(TokenKind::kComma));
    return OkStatus();
  }

  Result<DeleteStatement> Delete() {
    DeleteStatement erase;
    STATOR_RETURN_IF_ERROR(cursor_.ExpectWord("FROM", messages::kExpectedFromAfterDelete));
    STATOR_ASSIGN_OR_RETURN(erase.from, Table());
    STATOR_RETURN_IF_ERROR(Where(&erase.where));
    STATOR_RETURN_IF_ERROR(ReturningClause(&erase.returning));
    return erase;
  }

  Result<ExistsStatement> Exists() {
    ExistsStatement exists;
    STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kLeftParenthesis, "Expected ("));
    STATOR_RETURN_IF_ERROR(cursor_.ExpectWord("SELECT", messages::kUnexpectedTerm));
    STATOR_ASSIGN_OR_RETURN(exists.select, Select());
    STATOR_RETURN_IF_ERROR(cursor_.Expect(TokenKind::kRightParenthesis, "Expected )"));
    return exists;
  }

  Result<TableName> Table() {
    const bool is_name =
        cursor_.kind() == TokenKind::kWord || cursor_.kind() == TokenKind::kQuotedName;
    if (!is_name && cursor_.kind() != TokenKind::kEnd) {
      return Unsupported(std::string(messages::kUnexpectedSource));
    }
    TableName name;
    STATOR_ASSIGN_OR_RETURN(name.table, cursor_.TakeName(messages::kExpectedName));
    if (cursor_.Accept(TokenKind::kDot)) {
      STATOR_ASSIGN_OR_RETURN(name.index, cursor_.TakeName(messages::kInvalidPathStep));
    }
    if (cursor_.kind() == TokenKind::kDot) {
      return Unsupported(std::string(messages::kSourceTooDeep));
    }
    STATOR_RETURN_IF_ERROR(RefuseAlias());
    return name;
  }

  Status Where(std::optional<Expression>* where) {
    if (!cursor_.AcceptWord("WHERE")) return OkStatus();
    STATOR_ASSIGN_OR_RETURN(*where, ParseExpression(&cursor_));
    return OkStatus();
  }

  Status ReturningClause(std::optional<Returning>* returning) {
    if (!cursor_.AcceptWord("RETURNING")) return OkStatus();
    const bool all = cursor_.AcceptWord("ALL");
    if (!all && !cursor_.AcceptWord("MODIFIED")) {
      return messages::Malformed(messages::kExpectedReturning);
    }
    const bool old = cursor_.AcceptWord("OLD");
    if (!old && !cursor_.AcceptWord("NEW")) {
      return messages::Malformed(messages::kExpectedReturning);
    }
    if (!cursor_.Accept(TokenKind::kStar)) {
      return Unsupported(std::string(messages::kReturningColumns));
    }
    if (cursor_.kind() == TokenKind::kComma) {
      return Unsupported(std::string(messages::kSeveralReturning));
    }
    if (all) {
      *returning = old ? Returning::kAllOld : Returning::kAllNew;
    } else {
      *returning = old ? Returning::kModifiedOld : Returning::kModifiedNew;
    }
    return OkStatus();
  }

  TokenCursor cursor_;
  const Place start_ = cursor_.place();
};

const TableName& TableOf(const SelectStatement& select) { return select.from; }
const TableName& TableOf(const InsertStatement& insert) { return insert.into; }
const TableName& TableOf(const UpdateStatement& update) { return update.table; }
const TableName& TableOf(const DeleteStatement& erase) { return erase.from; }
const TableName& TableOf(const ExistsStatement& exists) { return exists.select.from; }

}  // namespace

const TableName& Statement::table() const {
  return std::visit([](const auto& one) -> const TableName& { return TableOf(one); }, body);
}

Result<Statement> ParseStatement(std::string_view text) {
  // Its strings become attributes. Over HTTP the whole request has been checked.
  if (!IsValidUtf8(text)) return messages::Malformed("Invalid UTF-8");
  return StatementParser(text).Run();
}

Result<std::shared_ptr<const Statement>> ParsedStatement(std::string_view text) {
  static auto* const cache = new expr::ParseCache<Statement>(kCachedTextBytes);
  if (auto found = cache->Find(text)) return found;
  STATOR_ASSIGN_OR_RETURN(Statement parsed, ParseStatement(text));
  auto shared = std::make_shared<const Statement>(std::move(parsed));
  cache->Insert(text, shared);
  return std::shared_ptr<const Statement>(std::move(shared));
}

}  // namespace stator::api::partiql
