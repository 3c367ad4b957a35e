#include "server/auth/signature.h"

#include <algorithm>
#include <array>

#include "kv/base/hex.h"
#include "server/text.h"

namespace stator::server {
namespace {

// keyid/date/region/service/terminator
using Scope = std::array<std::string_view, 5>;

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
// Signature Version 4A: for requests to several regions at once, with a key pair.
constexpr std::string_view kAsymmetricAlgorithm = "AWS4-ECDSA-P256-SHA256";
// Access keys have at most 128 characters (IAM API, AccessKeyId); no region's name is near 64.
constexpr size_t kAccessKeyChars = 128;
constexpr size_t kRegionChars = 64;

AuthError Incomplete(std::string message) { return {kIncompleteSignature, std::move(message)}; }
AuthError Invalid(std::string message) { return {kInvalidSignature, std::move(message)}; }

void ParseHeader(std::string_view header, Signature* parts) {
  parts->algorithm = CutAt(' ', &header);
  ForEachElement(header, ',', [parts](std::string_view element) {
    const std::string_view name = TrimSpace(CutAt('=', &element));
    if (name == "Credential") parts->credential = TrimSpace(element);
    if (name == "SignedHeaders") parts->signed_headers = TrimSpace(element);
    if (name == "Signature") parts->signature = TrimSpace(element);
  });
}

std::optional<AuthError> CheckHeaderParts(const Signature& parts, bool has_date) {
  std::string missing;
  const auto require = [&missing](std::string_view value, std::string_view name) {
    if (!value.empty()) return;
    missing.append("Authorization header requires '").append(name).append("' parameter. ");
  };
  require(parts.credential, "Credential");
  require(parts.signature, "Signature");
  require(parts.signed_headers, "SignedHeaders");
  if (!has_date) {
    missing +=
        "Authorization header requires existence of either a 'X-Amz-Date' or a 'Date' header. ";
  }
  if (missing.empty()) return std::nullopt;
  missing.pop_back();
  // AWS goes on with the header or its hash; it is kept out of replies and logs.
  return Incomplete(std::move(missing));
}

std::optional<AuthError> CheckQueryParts(std::string_view query) {
  std::string missing;
  for (const std::string_view name : {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature",
                                      "X-Amz-SignedHeaders", "X-Amz-Date"}) {
    if (!QueryValue(query, name).empty()) continue;
    missing.append("AWS query-string parameters must include '").append(name).append("'. ");
  }
  if (missing.empty()) return std::nullopt;
  return Incomplete(missing + "Re-examine the query-string parameters.");
}

// It becomes a part of ARNs and of policies' keys.
bool IsRegion(std::string_view text) {
  return !text.empty() && text.size() <= kRegionChars &&
         std::all_of(text.begin(), text.end(), [](char c) {
           return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ||
                  c == '-' || c == '_';
         });
}

// Visible ASCII: it becomes the name of a namespace, and shows up in logs.
bool IsPlain(std::string_view text, size_t max_chars) {
  return !text.empty() && text.size() <= max_chars &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::optional<AuthError> CheckScope(const Scope& scope, std::string_view expected_service) {
  const auto& [access_key, date, region, service, terminator] = scope;
  std::string wrong;
  if (!IsRegion(region)) {
    wrong += "Credential should be scoped to a valid region. ";
  }
  if (service != expected_service) {
    wrong.append("Credential should be scoped to correct service: '");
    wrong.append(expected_service).append("'. ");
  }
  if (terminator != "aws4_request") {
    wrong += "Credential should be scoped with a valid terminator: 'aws4_request'. ";
  }
  if (!wrong.empty()) return Invalid(std::move(wrong));
  if (!IsPlain(access_key, kAccessKeyChars)) {
    return AuthError{kUnrecognizedClient, "The security token included in the request is invalid."};
  }
  return std::nullopt;
}

std::optional<AuthError> CheckAlgorithm(std::string_view algorithm) {
  if (algorithm == kAlgorithm) return std::nullopt;
  if (algorithm == kAsymmetricAlgorithm) {
    return Incomplete(
        "Unsupported AWS 'algorithm': AWS4-ECDSA-P256-SHA256 (Signature Version 4A); only "
        "AWS4-HMAC-SHA256 for now.");
  }
  return Incomplete("Unsupported AWS 'algorithm': only AWS4-HMAC-SHA256 for now.");
}

std::optional<AuthError> ReadCredential(std::string_view service, Signature* parts) {
  if (auto error = CheckAlgorithm(parts->algorithm)) return error;
  Scope scope;
  std::string_view& whole = parts->credential;
  while (!whole.empty() && whole.back() == '/') whole.remove_suffix(1);
  std::string_view rest = whole;
  if (std::count(rest.begin(), rest.end(), '/') != static_cast<ptrdiff_t>(scope.size()) - 1) {
    return Incomplete(
        "Credential must have exactly 5 slash-delimited elements, e.g. "
        "keyid/date/region/service/term");
  }
  for (std::string_view& element : scope) element = CutAt('/', &rest);
  if (auto error = CheckScope(scope, service)) return error;
  parts->access_key_id = scope[0];
  parts->date = scope[1];
  parts->region = scope[2];
  parts->service = scope[3];
  return std::nullopt;
}

void ParseQuery(std::string_view query, Signature* parts) {
  parts->in_query = true;
  parts->decoded_credential = PercentDecode(QueryValue(query, "X-Amz-Credential"));
  parts->decoded_headers = PercentDecode(QueryValue(query, "X-Amz-SignedHeaders"));
  parts->algorithm = QueryValue(query, "X-Amz-Algorithm");
  parts->credential = parts->decoded_credential;
  parts->signed_headers = parts->decoded_headers;
  parts->signature = QueryValue(query, "X-Amz-Signature");
}

// The last parameter of that name. Names are compared decoded, as they are signed: otherwise a
// pre-signed query could be told as if it were none.
std::optional<std::string_view> FindParameter(std::string_view query, std::string_view name) {
  std::optional<std::string_view> found;
  ForEachElement(query, '&', [&](std::string_view parameter) {
    const std::string_view sent = CutAt('=', &parameter);
    const bool encoded = sent.find('%') != std::string_view::npos;
    if (encoded ? PercentDecode(sent) == name : sent == name) found = parameter;
  });
  return found;
}

}  // namespace

std::string_view PathOf(std::string_view target) {
  constexpr std::string_view kScheme = "http://";
  if (target.substr(0, kScheme.size()) == kScheme) {
    target.remove_prefix(std::min(target.find('/', kScheme.size()), target.size()));
    if (target.empty()) return "/";
  }
  return CutAt('?', &target);
}

std::string_view QueryOf(std::string_view target) {
  CutAt('?', &target);
  return target;
}

std::string_view QueryValue(std::string_view query, std::string_view name) {
  return FindParameter(query, name).value_or(std::string_view());
}

std::string PercentDecode(std::string_view text) {
  std::string decoded;
  for (size_t i = 0; i < text.size(); ++i) {
    if (text[i] == '%' && i + 2 < text.size()) {
      const int high = HexDigit(text[i + 1]);
      const int low = HexDigit(text[i + 2]);
      if (high >= 0 && low >= 0) {
        decoded.push_back(static_cast<char>(high * 16 + low));
        i += 2;
        continue;
      }
    }
    decoded.push_back(text[i]);
  }
  return decoded;
}

std::optional<AuthError> ReadSignature(const HttpRequest& request, std::string_view service,
                                       Signature* signature) {
  const std::string_view query = QueryOf(request.target);
  const bool in_query = FindParameter(query, "X-Amz-Algorithm").has_value();
  const std::string_view header = request.authorization;
  if (in_query && !header.empty()) {
    return Invalid(
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
  }
  if (in_query) {
    if (auto error = CheckQueryParts(query)) return error;
    ParseQuery(query, signature);
    return ReadCredential(service, signature);
  }
  if (header.substr(0, 5) != "AWS4-") {
    return AuthError{kMissingAuthenticationToken, "Request is missing Authentication Token"};
  }
  ParseHeader(header, signature);
  // Before the parts: an asymmetric signature has others.
  if (signature->algorithm == kAsymmetricAlgorithm) return CheckAlgorithm(signature->algorithm);
  if (auto error = CheckHeaderParts(*signature, request.has_date)) return error;
  return ReadCredential(service, signature);
}

}  // namespace stator::server
