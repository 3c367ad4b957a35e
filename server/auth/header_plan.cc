#include "server/auth/header_plan.h"

#include <algorithm>
#include <utility>

#include "server/text.h"

namespace stator::server {
namespace {

constexpr std::string_view kAmzPrefix = "x-amz-";

std::string LowerCaseOf(std::string_view text) {
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), LowerCase);
  return lower;
}

// Each once, in lower case, sorted.
std::vector<std::string> SplitNames(std::string_view signed_headers) {
  std::vector<std::string> names;
  ForEachElement(signed_headers, ';', [&names](std::string_view name) {
    if (!name.empty()) names.push_back(LowerCaseOf(name));
  });
  std::sort(names.begin(), names.end());
  names.erase(std::unique(names.begin(), names.end()), names.end());
  return names;
}

// In lower case; those of one name as they came.
std::vector<HeaderPlan::NamedHeader> SortByName(const HttpHeaders& headers) {
  std::vector<HeaderPlan::NamedHeader> sent;
  for (uint32_t i = 0; i < headers.size(); ++i) sent.push_back({LowerCaseOf(headers.name(i)), i});
  std::sort(sent.begin(), sent.end());
  return sent;
}

// Sequences of white space become one space, and there is none at the ends.
void AppendFolded(std::string_view value, std::string* text) {
  value = TrimSpace(value);
  // As nearly every value is.
  const bool is_folded =
      value.find('\t') == std::string_view::npos && value.find("  ") == std::string_view::npos;
  if (is_folded) {
    text->append(value);
    return;
  }
  bool after_space = false;
  for (const char c : value) {
    const bool space = c == ' ' || c == '\t';
    if (!space) text->push_back(c);
    if (space && !after_space) text->push_back(' ');
    after_space = space;
  }
}

}  // namespace

void HeaderPlan::Make(const HttpHeaders& headers, std::string_view signed_headers) {
  *this = HeaderPlan();
  made_for_names_ = headers.names();
  made_for_signed_ = signed_headers;
  const std::vector<std::string> names = SplitNames(signed_headers);
  const std::vector<NamedHeader> sent = SortByName(headers);
  end_ = "\n";
  for (const std::string& name : names) {
    AddLine(sent, name);
    if (end_.size() > 1) end_.push_back(';');
    end_.append(name);
  }
  for (const NamedHeader& header : sent) {
    if (!header.name.starts_with(kAmzPrefix)) continue;
    if (std::binary_search(names.begin(), names.end(), header.name)) continue;
    unsigned_header_ = header.name;
    break;
  }
  made_ = true;
}

void HeaderPlan::AddLine(const std::vector<NamedHeader>& sent, const std::string& name) {
  Line& line = lines_.emplace_back();
  line.label.append(name).push_back(':');
  for (auto it = std::lower_bound(sent.begin(), sent.end(), NamedHeader{name, 0});
       it != sent.end() && it->name == name; ++it) {
    line.headers.push_back(it->header);
  }
  if (line.headers.empty()) all_present_ = false;
  if (name == "host") host_signed_ = true;
}

bool HeaderPlan::IsFor(const HttpHeaders& headers, std::string_view signed_headers) const {
  return made_ && headers.names() == made_for_names_ && signed_headers == made_for_signed_;
}

void HeaderPlan::Append(const HttpHeaders& headers, std::string* text) const {
  for (const Line& line : lines_) {
    text->append(line.label);
    bool first = true;
    for (const uint32_t header : line.headers) {
      if (!std::exchange(first, false)) text->push_back(',');
      AppendFolded(headers.value(header), text);
    }
    text->push_back('\n');
  }
  text->append(end_);
}

HeaderCoverage HeaderPlan::coverage() const {
  return {host_signed_, unsigned_header_, all_present_};
}

}  // namespace stator::server
