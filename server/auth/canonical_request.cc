#include "server/auth/canonical_request.h"

#include <algorithm>
#include <array>
#include <utility>
#include <vector>

#include "server/auth/signature.h"
#include "server/text.h"

namespace stator::server {
namespace {

bool IsUnreserved(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '-' ||
         c == '.' || c == '_' || c == '~';
}

void AppendEncoded(std::string_view bytes, std::string* text) {
  constexpr std::string_view kDigits = "0123456789ABCDEF";
  for (const char c : bytes) {
    if (IsUnreserved(c)) {
      text->push_back(c);
      continue;
    }
    const auto byte = static_cast<unsigned char>(c);
    text->push_back('%');
    text->push_back(kDigits[byte >> 4]);
    text->push_back(kDigits[byte & 15]);
  }
}

std::string Recoded(std::string_view encoded) {
  std::string text;
  AppendEncoded(PercentDecode(encoded), &text);
  return text;
}

// The plans of the thread's latest clients: a client's are found by the sizes of its names.
HeaderPlan& PlanFor(const HttpHeaders& headers, std::string_view signed_headers) {
  constexpr size_t kPlans = 8;
  static thread_local std::array<HeaderPlan, kPlans> plans;
  HeaderPlan& plan = plans[(headers.names().size() + signed_headers.size()) % kPlans];
  if (!plan.IsFor(headers, signed_headers)) plan.Make(headers, signed_headers);
  return plan;
}

}  // namespace

void AppendCanonicalPath(std::string_view path, std::string* text) {
  if (path == "/") return text->push_back('/');  // as every path of the API is
  std::vector<std::string_view> segments;
  const bool is_folder = path.ends_with('/') || path.ends_with("/.") || path.ends_with("/..");
  ForEachPiece(path, '/', [&segments](std::string_view segment) {
    if (segment.empty() || segment == ".") return;
    if (segment != "..") {
      segments.push_back(segment);
    } else if (!segments.empty()) {
      segments.pop_back();
    }
  });
  for (const std::string_view segment : segments) {
    text->push_back('/');
    AppendEncoded(segment, text);
  }
  if (segments.empty() || is_folder) text->push_back('/');
}

void AppendCanonicalQuery(std::string_view query, std::string_view without,
                          std::string_view or_without, std::string* text) {
  if (query.empty()) return;
  std::vector<std::pair<std::string, std::string>> parameters;
  ForEachPiece(query, '&', [&](std::string_view value) {
    if (value.empty()) return;
    const std::string_view name = CutAt('=', &value);
    if (!name.empty() && (name == without || name == or_without)) return;
    parameters.emplace_back(Recoded(name), Recoded(value));
  });
  std::sort(parameters.begin(), parameters.end());
  bool first = true;
  for (const auto& [name, value] : parameters) {
    if (!std::exchange(first, false)) text->push_back('&');
    text->append(name).append("=").append(value);
  }
}

HeaderCoverage AppendCanonicalHeaders(const HttpHeaders& headers, std::string_view signed_headers,
                                      std::string* text) {
  const HeaderPlan& plan = PlanFor(headers, signed_headers);
  plan.Append(headers, text);
  return plan.coverage();
}

}  // namespace stator::server
