#include "server/authorization.h"

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

#include "server/http_errors.h"
#include "server/text.h"

namespace stator::server {
namespace {

// What a signature consists of, from the header or the query; views into the request, or into the
// decoded credential of a query.
struct Signature {
  std::string_view algorithm;
  std::string_view credential;
  std::string_view signed_headers;
  std::string_view signature;
};

// keyid/date/region/service/terminator
using Scope = std::array<std::string_view, 5>;

constexpr std::string_view kAlgorithm = "AWS4-HMAC-SHA256";
// Access keys have at most 128 characters (IAM API, AccessKeyId); no region's name is near 64.
constexpr size_t kAccessKeyChars = 128;
constexpr size_t kRegionChars = 64;

Signature ParseHeader(std::string_view header) {
  Signature parts;
  parts.algorithm = CutAt(' ', &header);
  ForEachElement(header, ',', [&parts](std::string_view element) {
    const std::string_view name = TrimSpace(CutAt('=', &element));
    if (name == "Credential") parts.credential = TrimSpace(element);
    if (name == "SignedHeaders") parts.signed_headers = TrimSpace(element);
    if (name == "Signature") parts.signature = TrimSpace(element);
  });
  return parts;
}

int HexDigit(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  if (c >= 'A' && c <= 'F') return c - 'A' + 10;
  return -1;
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

std::string_view Query(std::string_view target) {
  CutAt('?', &target);
  return target;
}

std::string_view QueryValue(std::string_view query, std::string_view name) {
  std::string_view found;
  ForEachElement(query, '&', [&](std::string_view parameter) {
    if (CutAt('=', &parameter) == name) found = parameter;
  });
  return found;
}

std::optional<HttpReply> CheckHeaderParts(const Signature& parts, bool has_date) {
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
  missing
      .pop_back();  // AWS goes on with the header or its hash; it is kept out of replies and logs
  return IncompleteSignature(missing);
}

std::optional<HttpReply> CheckQueryParts(std::string_view query) {
  std::string missing;
  for (const std::string_view name : {"X-Amz-Algorithm", "X-Amz-Credential", "X-Amz-Signature",
                                      "X-Amz-SignedHeaders", "X-Amz-Date"}) {
    if (!QueryValue(query, name).empty()) continue;
    missing.append("AWS query-string parameters must include '").append(name).append("'. ");
  }
  if (missing.empty()) return std::nullopt;
  return IncompleteSignature(missing + "Re-examine the query-string parameters.");
}

// Visible ASCII: the parts become names of namespaces, and show up in logs.
bool IsPlain(std::string_view text, size_t max_chars) {
  return !text.empty() && text.size() <= max_chars &&
         std::all_of(text.begin(), text.end(), [](char c) { return c > ' ' && c <= '~'; });
}

std::optional<HttpReply> CheckScope(const Scope& scope) {
  const auto& [access_key, date, region, service, terminator] = scope;
  std::string wrong;
  if (!IsPlain(region, kRegionChars)) {
    wrong += "Credential should be scoped to a valid region. ";
  }
  if (service != "dynamodb") {
    wrong += "Credential should be scoped to correct service: 'dynamodb'. ";
  }
  if (terminator != "aws4_request") {
    wrong += "Credential should be scoped with a valid terminator: 'aws4_request'. ";
  }
  if (!wrong.empty()) return InvalidSignature(wrong);
  if (!IsPlain(access_key, kAccessKeyChars)) return UnrecognizedClient();
  return std::nullopt;
}

std::optional<HttpReply> ReadCredential(const Signature& parts, api::CallContext* context) {
  if (parts.algorithm != kAlgorithm) {
    return IncompleteSignature("Unsupported AWS 'algorithm': only AWS4-HMAC-SHA256 for now.");
  }
  Scope scope;
  std::string_view rest = parts.credential;
  while (!rest.empty() && rest.back() == '/') rest.remove_suffix(1);
  if (std::count(rest.begin(), rest.end(), '/') != static_cast<ptrdiff_t>(scope.size()) - 1) {
    return IncompleteSignature(
        "Credential must have exactly 5 slash-delimited elements, e.g. "
        "keyid/date/region/service/term");
  }
  for (std::string_view& element : scope) element = CutAt('/', &rest);
  if (auto error = CheckScope(scope)) return error;
  context->account.assign(scope[0]);
  context->region.assign(scope[2]);
  return std::nullopt;
}

}  // namespace

std::optional<HttpReply> ReadAuthorization(const HttpRequest& request, api::CallContext* context) {
  const std::string_view query = Query(request.target);
  const bool in_query = query.find("X-Amz-Algorithm=") != std::string_view::npos;
  const std::string_view header = request.authorization;
  if (in_query && !header.empty()) {
    return InvalidSignature(
        "Found both 'X-Amz-Algorithm' as a query-string param and 'Authorization' as HTTP header.");
  }
  if (in_query) {
    if (auto error = CheckQueryParts(query)) return error;
    const std::string credential = PercentDecode(QueryValue(query, "X-Amz-Credential"));
    return ReadCredential({.algorithm = QueryValue(query, "X-Amz-Algorithm"),
                           .credential = credential,
                           .signed_headers = QueryValue(query, "X-Amz-SignedHeaders"),
                           .signature = QueryValue(query, "X-Amz-Signature")},
                          context);
  }
  if (header.substr(0, 5) != "AWS4-") return MissingAuthenticationToken();
  const Signature parts = ParseHeader(header);
  if (auto error = CheckHeaderParts(parts, request.has_date)) return error;
  return ReadCredential(parts, context);
}

}  // namespace stator::server
