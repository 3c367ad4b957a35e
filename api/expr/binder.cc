#include <algorithm>
#include <utility>

#include "api/expr/condition_binder.h"
#include "api/expr/expression.h"
#include "api/expr/key_condition.h"
#include "api/expr/messages.h"
#include "api/expr/parsed_texts.h"
#include "api/expr/path_binder.h"
#include "api/expr/path_rules.h"
#include "api/expr/placeholders.h"
#include "api/expr/update_binder.h"
#include "api/types/wording.h"

namespace stator::api::expr {
namespace {

constexpr std::string_view kProjectionExpression = "ProjectionExpression";
constexpr std::string_view kKeyConditionExpression = "KeyConditionExpression";

Result<std::vector<DocumentPath>> BindProjection(const ProjectionText& text,
                                                 Placeholders* placeholders) {
  std::vector<DocumentPath> paths;
  paths.reserve(text.paths.size());
  for (const PathSyntax& syntax : text.paths) {
    STATOR_ASSIGN_OR_RETURN(DocumentPath path, BindPath(syntax, placeholders));
    paths.push_back(std::move(path));
  }
  STATOR_RETURN_IF_ERROR(CheckPathsApart(paths));
  return paths;
}

}  // namespace

struct Binder::State {
  State(const ExpressionAttributes& attributes,
        std::initializer_list<std::string_view> expression_parameters)
      : placeholders(attributes),
        limit(attributes.from_statement ? TextLimit::kNone : TextLimit::kOfRequest) {
    for (const std::string_view parameter : expression_parameters) {
      // A projection has no values: AWS does not name it where it misses an expression for them.
      if (parameter != kProjectionExpression) takers_of_values.push_back(parameter);
    }
  }

  // "Invalid FilterExpression: …"; who sent a statement knows of no FilterExpression.
  Status Invalid(std::string_view kind, std::string_view detail) const {
    if (limit == TextLimit::kNone) return ValidationError(std::string(detail));
    return messages::InvalidExpression(kind, detail);
  }

  // Called for each expression, before its text is looked at.
  Status Begin(std::string_view parameter) {
    any_compiled = true;
    if (parameter != kProjectionExpression) values_have_taker = true;
    return CheckShapeOnce();
  }

  Status CheckShapeOnce() {
    if (std::exchange(shape_checked, true)) return OkStatus();
    return placeholders.CheckShape();
  }

  Result<ConditionNode> Condition(std::string_view kind, std::string_view text) {
    STATOR_RETURN_IF_ERROR(Begin(kind));
    STATOR_ASSIGN_OR_RETURN(const auto parsed, ParsedCondition(kind, text, limit));
    Result<ConditionNode> bound = BindCondition(*parsed, &placeholders);
    if (!bound.ok()) return Invalid(kind, bound.status().message());
    return bound;
  }

  Placeholders placeholders;
  const TextLimit limit;
  std::vector<std::string_view> takers_of_values;
  bool any_compiled = false;
  bool values_have_taker = false;
  bool shape_checked = false;
};

Binder::Binder(const ExpressionAttributes& attributes,
               std::initializer_list<std::string_view> expression_parameters)
    : state_(std::make_unique<State>(attributes, expression_parameters)) {}

Binder::~Binder() = default;

Result<Condition> Binder::CompileCondition(std::string_view kind, std::string_view text) {
  STATOR_ASSIGN_OR_RETURN(ConditionNode root, state_->Condition(kind, text));
  return Condition(std::make_shared<const ConditionNode>(std::move(root)));
}

Result<Projection> Binder::CompileProjection(std::string_view text) {
  STATOR_RETURN_IF_ERROR(state_->Begin(kProjectionExpression));
  STATOR_ASSIGN_OR_RETURN(const auto parsed, ParsedProjection(text, state_->limit));
  auto paths = BindProjection(*parsed, &state_->placeholders);
  if (!paths.ok()) {
    return state_->Invalid(kProjectionExpression, paths.status().message());
  }
  return Projection(std::move(paths).value());
}

Result<Update> Binder::CompileUpdate(std::string_view text) {
  constexpr std::string_view kKind = "UpdateExpression";
  STATOR_RETURN_IF_ERROR(state_->Begin(kKind));
  STATOR_ASSIGN_OR_RETURN(const auto parsed, ParsedUpdate(text, state_->limit));
  Result<UpdateProgram> program = BindUpdate(*parsed, &state_->placeholders);
  if (!program.ok()) return state_->Invalid(kKind, program.status().message());
  return Update(std::make_shared<const UpdateProgram>(std::move(program).value()));
}

Result<KeyConditionList> Binder::CompileKeyConditions(std::string_view text) {
  STATOR_ASSIGN_OR_RETURN(const ConditionNode root,
                          state_->Condition(kKeyConditionExpression, text));
  return ExtractKeyConditions(root);
}

Status Binder::Finish() {
  if (state_->placeholders.has_names() && !state_->any_compiled) {
    return ValidationError(std::string(messages::kNamesWithoutExpression));
  }
  if (state_->placeholders.has_values() && !state_->values_have_taker) {
    return ValuesWithoutExpression(state_->takers_of_values);
  }
  STATOR_RETURN_IF_ERROR(state_->CheckShapeOnce());
  return state_->placeholders.CheckAllUsed();
}

}  // namespace stator::api::expr
