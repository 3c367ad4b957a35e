#include "api/ops/tag_rules.h"

#include <set>

#include "api/ops/tag_characters.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

constexpr size_t kKeyCharacters = 128;
constexpr size_t kValueCharacters = 256;
constexpr std::string_view kReservedPrefix = "aws:";

Status CheckKey(const std::string& key) {
  if (key.empty() || !IsTagText(key, kKeyCharacters)) {
    return ValidationError("The Tag Key provided is invalid, Key: " + key);
  }
  return OkStatus();
}

Status CheckTag(const Tag& tag) {
  STATOR_RETURN_IF_ERROR(CheckKey(tag.key));
  if (tag.key.starts_with(kReservedPrefix)) {
    return ValidationError("Tag Key cannot be prefixed with aws:, Key: " + tag.key);
  }
  if (!IsTagText(tag.value, kValueCharacters)) {
    return ValidationError("The Tag Value provided is invalid, Value: " + tag.value);
  }
  return OkStatus();
}

}  // namespace

Status CheckTags(const std::vector<Tag>& tags) {
  std::set<std::string_view> seen;
  for (const Tag& tag : tags) {
    STATOR_RETURN_IF_ERROR(CheckTag(tag));
    if (!seen.insert(tag.key).second) {
      return ValidationError("Duplicate Tag Keys provided as input: Duplicate Tag Key found " +
                             tag.key);
    }
  }
  return CheckTagCount(tags.size());
}

Status CheckTagKeys(const std::vector<std::string>& keys) {
  for (const std::string& key : keys) STATOR_RETURN_IF_ERROR(CheckKey(key));
  return CheckTagCount(keys.size());
}

Status CheckTagCount(size_t count) {
  if (count <= limits::kTagsPerTable) return OkStatus();
  return ValidationError("Number of Tags exceed the current limit for the provided ResourceArn");
}

}  // namespace stator::api
