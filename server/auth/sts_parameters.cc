#include "server/auth/sts_parameters.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>
#include <string_view>

#include "server/auth/identity_names.h"
#include "server/auth/sts_errors.h"

namespace stator::server {
namespace {

// As many broken constraints as AWS lists in one message.
constexpr size_t kMaxReported = 10;
constexpr size_t kMaxTags = 50;
constexpr size_t kMaxPolicyArns = 10;
constexpr size_t kEchoedChars = 256;

struct Constraint {
  size_t min_chars;
  size_t max_chars;
  std::string_view pattern{};  // as AWS writes it; empty: any text
  bool (*fits)(std::string_view) = nullptr;
  bool secret = false;  // its value is not repeated
};

bool IsPolicyText(std::string_view text) {
  // U+0080 to U+00FF begin with C2 or C3 in UTF-8.
  return std::all_of(text.begin(), text.end(), [](char c) {
    const auto byte = static_cast<unsigned char>(c);
    return (byte >= ' ' && byte <= 0xC3) || c == '\t' || c == '\n' || c == '\r';
  });
}
bool IsExternalId(std::string_view text) {
  return std::all_of(text.begin(), text.end(), [](char c) {
    return c == ':' || c == '/' || IsNameText(std::string_view(&c, 1));
  });
}

constexpr Constraint kArn = {20, 2'048};
constexpr Constraint kSessionName = {2, 64, R"([\w+=,.@-]*)", IsNameText};
constexpr Constraint kPolicy = {1, kMaxSessionPolicyChars, R"([\u0009\u000A\u000D\u0020-\u00FF]+)",
                                IsPolicyText};
constexpr Constraint kExternalId = {2, 1'224, R"([\w+=,.@:\/-]*)", IsExternalId};
constexpr Constraint kTagKey = {1, 128, R"([\p{L}\p{Z}\p{N}_.:/=+\-@]+)", IsTagText};
constexpr Constraint kTagValue = {0, 256, R"([\p{L}\p{Z}\p{N}_.:/=+\-@]*)", IsTagText};
constexpr Constraint kToken = {.min_chars = 4, .max_chars = 20'000, .secret = true};
constexpr Constraint kProviderId = {4, 2'048};

bool Fits(std::string_view text, const Constraint& constraint) {
  const size_t chars = CountChars(text);
  return chars >= constraint.min_chars && chars <= constraint.max_chars && constraint.fits(text);
}

// Takes parameters out of a form and remembers all that is wrong with them. Paths in messages begin
// with a small letter, as AWS's do.
class Reader {
 public:
  explicit Reader(Form* form) : form_(form) {}

  std::optional<std::string> Text(const std::string& name, std::string path,
                                  const Constraint& constraint) {
    const std::string* const value = form_->Take(name);
    if (value == nullptr) return std::nullopt;
    Check(*value, std::move(path), constraint);
    return *value;
  }
  std::string RequiredText(const std::string& name, const std::string& path,
                           const Constraint& constraint) {
    auto value = Text(name, path, constraint);
    if (!value) Break("null at '" + path, "Member must not be null");
    return std::move(value).value_or("");
  }
  std::optional<int64_t> Seconds(const std::string& name, const std::string& path, int64_t min,
                                 int64_t max) {
    const std::string* const text = form_->Take(name);
    if (text == nullptr) return std::nullopt;
    int64_t value = 0;
    const char* const end = text->data() + text->size();
    const auto [stop, error] = std::from_chars(text->data(), end, value);
    if (error != std::errc() || stop != end || value > std::numeric_limits<int32_t>::max() ||
        value < std::numeric_limits<int32_t>::min()) {
      if (malformed_.empty()) malformed_ = name;
      return std::nullopt;
    }
    const std::string at = "'" + std::to_string(value) + "' at '" + path;
    if (value < min) {
      Break(at, "Member must have value greater than or equal to " + std::to_string(min));
    } else if (value > max) {
      Break(at, "Member must have value less than or equal to " + std::to_string(max));
    }
    return value;
  }
  void CheckCount(size_t count, size_t max, const std::string& path) {
    if (count <= max) return;
    Break("of " + std::to_string(count) + " elements at '" + path,
          "Member must have length less than or equal to " + std::to_string(max));
  }

  Status Finish() const {
    if (!malformed_.empty()) {
      return StsError(sts::kMalformedQuery, "The value of " + malformed_ + " is not an integer");
    }
    if (!broken_.empty()) {
      const std::string count = std::to_string(broken_.size());
      std::string message = count +
                            (broken_.size() == 1 ? " validation error" : " validation errors") +
                            " detected: ";
      for (size_t i = 0; i < broken_.size(); ++i) message.append(i == 0 ? "" : "; ") += broken_[i];
      return StsError(sts::kValidationError, std::move(message));
    }
    return ReadNothing(*form_);
  }

 private:
  void Check(const std::string& value, std::string path, const Constraint& constraint) {
    const std::string shown = constraint.secret ? "***" : value.substr(0, kEchoedChars);
    const std::string at = "'" + shown + "' at '" + path;
    if (constraint.fits != nullptr && !constraint.fits(value)) {
      Break(at,
            "Member must satisfy regular expression pattern: " + std::string(constraint.pattern));
    }
    const size_t chars = CountChars(value);
    if (chars < constraint.min_chars) {
      Break(at, "Member must have length greater than or equal to " +
                    std::to_string(constraint.min_chars));
    } else if (chars > constraint.max_chars) {
      Break(at, "Member must have length less than or equal to " +
                    std::to_string(constraint.max_chars));
    }
  }
  void Break(const std::string& value_and_path, const std::string& constraint) {
    if (broken_.size() >= kMaxReported) return;
    broken_.push_back("Value " + value_and_path + "' failed to satisfy constraint: " + constraint);
  }

  Form* const form_;
  std::vector<std::string> broken_;
  std::string malformed_;
};

std::string Member(std::string_view list, size_t number) {
  return std::string(list) + ".member." + std::to_string(number);
}

void ReadTags(Form* form, Reader* reader, AssumeParameters* parameters) {
  for (size_t n = 1; n <= Form::kMaxParameters; ++n) {
    const std::string name = Member("Tags", n);
    const std::string path = Member("tags", n);
    if (form->Take(name + ".Key") == nullptr && form->Take(name + ".Value") == nullptr) break;
    std::string key = reader->RequiredText(name + ".Key", path + ".key", kTagKey);
    std::string value = reader->RequiredText(name + ".Value", path + ".value", kTagValue);
    parameters->tags.emplace_back(std::move(key), std::move(value));
  }
  reader->CheckCount(parameters->tags.size(), kMaxTags, "tags");
  for (size_t n = 1; n <= Form::kMaxParameters; ++n) {
    auto key =
        reader->Text(Member("TransitiveTagKeys", n), Member("transitiveTagKeys", n), kTagKey);
    if (!key) break;
    parameters->transitive_tag_keys.push_back(*std::move(key));
  }
  reader->CheckCount(parameters->transitive_tag_keys.size(), kMaxTags, "transitiveTagKeys");
  form->TakeEmpty("Tags");
  form->TakeEmpty("TransitiveTagKeys");
}

AssumeParameters ReadCommon(Form* form, Reader* reader) {
  AssumeParameters parameters;
  parameters.role_arn = reader->RequiredText("RoleArn", "roleArn", kArn);
  parameters.session_name =
      reader->RequiredText("RoleSessionName", "roleSessionName", kSessionName);
  parameters.duration_seconds = reader->Seconds("DurationSeconds", "durationSeconds", 900, 43'200);
  parameters.policy = reader->Text("Policy", "policy", kPolicy);
  for (size_t n = 1; n <= Form::kMaxParameters; ++n) {
    auto arn = reader->Text(Member("PolicyArns", n) + ".arn",
                            Member("policyArns", n) + ".member.arn", kArn);
    if (!arn) break;
    parameters.policy_arns.push_back(*std::move(arn));
  }
  reader->CheckCount(parameters.policy_arns.size(), kMaxPolicyArns, "policyArns");
  form->TakeEmpty("PolicyArns");
  return parameters;
}

}  // namespace

Status ReadNothing(const Form& form) {
  const std::string* const unused = form.FirstUnused();
  if (unused == nullptr) return OkStatus();
  return StsError(sts::kValidationError,
                  "The parameter " + unused->substr(0, kEchoedChars) + " is not served.");
}

Result<AssumeParameters> ReadAssumeRole(Form* form) {
  Reader reader(form);
  AssumeParameters parameters = ReadCommon(form, &reader);
  ReadTags(form, &reader, &parameters);
  parameters.external_id = reader.Text("ExternalId", "externalId", kExternalId);
  parameters.source_identity = reader.Text("SourceIdentity", "sourceIdentity", kSessionName);
  if (form->Take("SerialNumber") != nullptr || form->Take("TokenCode") != nullptr) {
    return StsError(sts::kValidationError,
                    "SerialNumber and TokenCode are not served: there are no MFA devices.");
  }
  STATOR_RETURN_IF_ERROR(reader.Finish());
  STATOR_RETURN_IF_ERROR(CheckSessionTags(parameters.tags, parameters.transitive_tag_keys));
  return parameters;
}

Result<AssumeParameters> ReadAssumeRoleWithWebIdentity(Form* form) {
  Reader reader(form);
  AssumeParameters parameters = ReadCommon(form, &reader);
  parameters.web_identity_token =
      reader.RequiredText("WebIdentityToken", "webIdentityToken", kToken);
  parameters.provider_id = reader.Text("ProviderId", "providerId", kProviderId);
  STATOR_RETURN_IF_ERROR(reader.Finish());
  return parameters;
}

Status CheckSessionTags(const Tags& tags, const std::vector<std::string>& transitive_tag_keys) {
  std::set<std::string> keys;
  if (tags.size() > kMaxTags) {
    return StsError(sts::kValidationError, "A session has at most 50 tags.");
  }
  for (const auto& [key, value] : tags) {
    if (!Fits(key, kTagKey) || !Fits(value, kTagValue)) {
      return StsError(sts::kValidationError,
                      "Tag keys have 1 to 128 and values 0 to 256 letters, digits, spaces and "
                      "_.:/=+-@");
    }
    if (!keys.insert(FoldCase(key)).second) {
      return StsError(sts::kValidationError,
                      "Duplicate tag keys found. Please note that Tag keys are case insensitive.");
    }
    if (FoldCase(key).starts_with("aws:")) {
      return StsError(sts::kValidationError,
                      "Tag keys that begin with aws: are reserved for the service.");
    }
  }
  for (const std::string& key : transitive_tag_keys) {
    if (keys.count(FoldCase(key)) != 0) continue;
    return StsError(sts::kValidationError,
                    "The specified transitive tag key must be included in the requested tags.");
  }
  return OkStatus();
}

}  // namespace stator::server
