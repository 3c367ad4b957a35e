#include "tests/unit/iam/plain_json.h"

#include <cstdlib>

namespace stator::api::iam::testing {

namespace {

struct Reader {
  const std::string& text;
  size_t at = 0;

  char Peek() {
    while (at < text.size() && (text[at] == ' ' || text[at] == '\n')) ++at;
    if (at == text.size()) std::abort();
    return text[at];
  }
  void Expect(char c) {
    if (Peek() != c) std::abort();
    ++at;
  }
  bool Skip(char c) {
    if (Peek() != c) return false;
    ++at;
    return true;
  }

  std::string Quoted() {
    Expect('"');
    std::string out;
    while (text.at(at) != '"') {
      if (text[at] == '\\') ++at;
      out += text.at(at++);
    }
    ++at;
    return out;
  }

  PlainJson Value() {
    PlainJson value;
    if (Peek() == '"') {
      value.text = Quoted();
    } else if (Skip('[')) {
      value.kind = PlainJson::kArray;
      while (!Skip(']')) {
        value.elements.push_back(Value());
        Skip(',');
      }
    } else if (Skip('{')) {
      value.kind = PlainJson::kObject;
      while (!Skip('}')) {
        std::string name = Quoted();
        Expect(':');
        PlainJson member = Value();
        value.members.emplace_back(std::move(name), std::move(member));
        Skip(',');
      }
    } else {
      while (at < text.size() && std::string(" ,]}\n").find(text[at]) == std::string::npos) {
        value.text += text[at++];
      }
    }
    return value;
  }
};

}  // namespace

const PlainJson* PlainJson::Member(const std::string& name) const {
  for (const auto& [key, value] : members) {
    if (key == name) return &value;
  }
  return nullptr;
}

std::vector<PlainJson> PlainJson::AsList() const {
  if (kind == kArray) return elements;
  return {*this};
}

PlainJson ReadPlainJson(const std::string& text) { return Reader{text}.Value(); }

}  // namespace stator::api::iam::testing
