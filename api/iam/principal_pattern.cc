#include "api/iam/principal_pattern.h"

#include <algorithm>
#include <array>

#include "api/iam/quoted_text.h"

namespace stator::api::iam {

namespace {

using Kind = PrincipalPattern::Kind;

constexpr size_t kAccountDigits = 12;

bool IsAccount(std::string_view text) {
  return text.size() == kAccountDigits &&
         text.find_first_not_of("0123456789") == std::string_view::npos;
}

// AIDA… and AROA…: a user's and a role's; 16 to 128 letters and digits (API reference of IAM).
bool IsUniqueId(std::string_view text) {
  return text.size() >= 16 && text.size() <= 128 &&
         (text.starts_with("AIDA") || text.starts_with("AROA")) &&
         text.find_first_not_of("ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789") == std::string_view::npos;
}

Status NotAPrincipal(std::string_view text) {
  return ValidationError(Quoted(text) + " is not a principal");
}

// arn:<partition>:iam::<account>:root, :user/…, :role/…, or arn:<partition>:sts::<account>:
// assumed-role/<role>/<session>, federated-user/….
Result<PrincipalPattern> ParseArn(std::string_view text) {
  std::array<std::string_view, 6> parts;
  std::string_view rest = text;
  for (size_t i = 0; i + 1 < parts.size(); ++i) {
    const size_t colon = rest.find(':');
    if (colon == std::string_view::npos) return NotAPrincipal(text);
    parts[i] = rest.substr(0, colon);
    rest.remove_prefix(colon + 1);
  }
  const bool sound = parts[0] == "arn" && parts[1].starts_with("aws") && parts[3].empty() &&
                     IsAccount(parts[4]) && text.find_first_of("*?") == std::string_view::npos;
  if (!sound) return NotAPrincipal(text);
  if (parts[2] == "iam" && rest == "root") {
    return PrincipalPattern{Kind::kAccount, std::string(parts[4])};
  }
  const auto names = [rest](std::string_view type) {
    return rest.starts_with(type) && rest.size() > type.size() && rest.back() != '/';
  };
  if (parts[2] == "iam" && (names("user/") || names("role/"))) {
    return PrincipalPattern{Kind::kArn, std::string(text)};
  }
  const bool session = names("assumed-role/") && std::count(rest.begin(), rest.end(), '/') == 2;
  if (parts[2] == "sts" && (session || names("federated-user/"))) {
    return PrincipalPattern{Kind::kArn, std::string(text)};
  }
  return NotAPrincipal(text);
}

// Identity providers and services are named by hosts and ARNs.
bool IsPlainName(std::string_view text) {
  return !text.empty() && std::all_of(text.begin(), text.end(),
                                      [](char c) { return c > ' ' && c < 0x7F && c != '*'; });
}

Naming NamingByArn(std::string_view arn, const Principal& principal) {
  if (arn == principal.arn) return Naming::kItself;
  return arn == principal.principal_arn ? Naming::kRole : Naming::kNot;
}

Naming NamingById(std::string_view id, const Principal& principal) {
  if (id == principal.user_id) return Naming::kItself;
  const std::string_view user_id = principal.user_id;
  const bool role =
      user_id.starts_with(id) && user_id.size() > id.size() && user_id[id.size()] == ':';
  return role ? Naming::kRole : Naming::kNot;
}

}  // namespace

Result<PrincipalPattern> ParsePrincipalPattern(std::string_view type, std::string_view text) {
  if (type == "AWS") {
    if (text == "*") return PrincipalPattern{};
    if (IsAccount(text)) return PrincipalPattern{Kind::kAccount, std::string(text)};
    if (IsUniqueId(text)) return PrincipalPattern{Kind::kUniqueId, std::string(text)};
    return ParseArn(text);
  }
  if (type == "Federated" || type == "Service") {
    if (!IsPlainName(text)) return NotAPrincipal(text);
    return PrincipalPattern{type == "Service" ? Kind::kService : Kind::kFederated,
                            std::string(text)};
  }
  if (type == "CanonicalUser") return ValidationError("only Amazon S3 knows canonical users");
  return ValidationError("there is no such type of principals");
}

Naming NamingOf(const PrincipalPattern& pattern, const Asker& asker) {
  const Principal* const principal = asker.principal;
  switch (pattern.kind) {
    case Kind::kEveryone: return Naming::kItself;
    case Kind::kService: return Naming::kNot;
    case Kind::kFederated: {
      const bool same = !asker.federated.empty() && pattern.text == asker.federated;
      return same ? Naming::kItself : Naming::kNot;
    }
    case Kind::kAccount:
      if (principal == nullptr || pattern.text != principal->account) return Naming::kNot;
      return principal->type == PrincipalType::kAccount ? Naming::kItself : Naming::kAccount;
    case Kind::kArn:
      return principal == nullptr ? Naming::kNot : NamingByArn(pattern.text, *principal);
    case Kind::kUniqueId:
      return principal == nullptr ? Naming::kNot : NamingById(pattern.text, *principal);
  }
  return Naming::kNot;
}

Naming NamingOf(const std::vector<PrincipalPattern>& patterns, const Asker& asker) {
  Naming most = Naming::kNot;
  for (const PrincipalPattern& pattern : patterns) most = std::max(most, NamingOf(pattern, asker));
  return most;
}

bool IsExempt(const std::vector<PrincipalPattern>& patterns, const Asker& asker) {
  const auto named = [&](Naming naming) {
    return std::any_of(patterns.begin(), patterns.end(), [&](const PrincipalPattern& pattern) {
      return pattern.kind == Kind::kEveryone || NamingOf(pattern, asker) == naming;
    });
  };
  if (!named(Naming::kItself)) return false;
  if (asker.principal == nullptr || asker.principal->type == PrincipalType::kAccount) return true;
  if (!named(Naming::kAccount)) return false;
  return asker.principal->type != PrincipalType::kAssumedRole || named(Naming::kRole);
}

}  // namespace stator::api::iam
