#include "api/expr/parsed_texts.h"

#include <utility>

#include "api/expr/condition_parser.h"
#include "api/expr/messages.h"
#include "api/expr/parse_cache.h"
#include "api/expr/projection_parser.h"
#include "api/expr/syntax_check.h"
#include "api/expr/update_parser.h"
#include "kv/base/limits.h"

namespace stator::api::expr {
namespace {

// A program sends a few hundred different texts; this holds some thousands, in a few megabytes.
constexpr size_t kCachedTextBytes = 128 * 1024;

Result<ConditionText> ParseAndCheck(std::string_view text, const ConditionText*) {
  STATOR_ASSIGN_OR_RETURN(ConditionText parsed, ParseConditionText(text));
  STATOR_RETURN_IF_ERROR(CheckCondition(&parsed));
  return parsed;
}
Result<ProjectionText> ParseAndCheck(std::string_view text, const ProjectionText*) {
  STATOR_ASSIGN_OR_RETURN(ProjectionText parsed, ParseProjectionText(text));
  STATOR_RETURN_IF_ERROR(CheckProjection(parsed));
  return parsed;
}
Result<UpdateText> ParseAndCheck(std::string_view text, const UpdateText*) {
  STATOR_ASSIGN_OR_RETURN(UpdateText parsed, ParseUpdateText(text));
  STATOR_RETURN_IF_ERROR(CheckUpdate(parsed));
  return parsed;
}

template <typename Parsed>
Result<std::shared_ptr<const Parsed>> Lookup(std::string_view kind, std::string_view text,
                                             TextLimit limit, bool size_in_error) {
  static auto* const cache = new ParseCache<Parsed>(kCachedTextBytes);
  if (auto found = cache->Find(text)) return found;
  if (text.empty()) return messages::InvalidExpression(kind, messages::kEmptyExpression);
  const bool too_long = text.size() > limits::kExpressionBytes;
  if (too_long && limit == TextLimit::kOfRequest) {
    return messages::InvalidExpression(kind,
                                       messages::ExpressionTooLong(text.size(), size_in_error));
  }
  Result<Parsed> parsed = ParseAndCheck(text, static_cast<const Parsed*>(nullptr));
  if (!parsed.ok()) {
    return limit == TextLimit::kNone ? parsed.status()
                                     : messages::InvalidExpression(kind, parsed.status().message());
  }
  auto shared = std::make_shared<const Parsed>(std::move(parsed).value());
  // What is kept was short enough for every kind of caller.
  if (!too_long) cache->Insert(text, shared);
  return std::shared_ptr<const Parsed>(std::move(shared));
}

}  // namespace

Result<std::shared_ptr<const ConditionText>> ParsedCondition(std::string_view kind,
                                                             std::string_view text,
                                                             TextLimit limit) {
  return Lookup<ConditionText>(kind, text, limit, true);
}

Result<std::shared_ptr<const ProjectionText>> ParsedProjection(std::string_view text,
                                                               TextLimit limit) {
  return Lookup<ProjectionText>("ProjectionExpression", text, limit, false);
}

Result<std::shared_ptr<const UpdateText>> ParsedUpdate(std::string_view text, TextLimit limit) {
  return Lookup<UpdateText>("UpdateExpression", text, limit, false);
}

}  // namespace stator::api::expr
