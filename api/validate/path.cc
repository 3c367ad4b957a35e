#include "api/validate/path.h"

#include "api/validate/cut_text.h"

namespace stator::api::validate {
namespace {

void AppendPath(const Path& path, bool as_spelled, std::string* out) {
  if (path.parent != nullptr) {
    AppendPath(*path.parent, as_spelled, out);
    if (!out->empty()) out->push_back('.');
  }
  if (path.in_collection) {
    if (path.index == 0) {
      out->append(CutText(path.name, kMaxEchoBytes));
    } else {
      out->append(std::to_string(path.index));
    }
    out->append(".member");
  } else {
    out->append(as_spelled ? std::string(path.name) : FieldName(path.name));
  }
}

}  // namespace

std::string Path::Text() const {
  std::string out;
  AppendPath(*this, false, &out);
  return out;
}

std::string Path::TextAsSpelled() const {
  std::string out;
  AppendPath(*this, true, &out);
  return out;
}

std::string FieldName(std::string_view member) {
  std::string out(member);
  if (!out.empty() && out[0] >= 'A' && out[0] <= 'Z') out[0] = static_cast<char>(out[0] + 32);
  return out;
}

}  // namespace stator::api::validate
