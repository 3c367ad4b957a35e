#include "api/validate/value_echo.h"

#include <algorithm>
#include <array>

#include "api/validate/cut_text.h"
#include "api/validate/path.h"

namespace stator::api::validate {
namespace {

using json::Kind;
using json::Node;

// The fields of AWS's class for attribute values, in its order; sets and names as Java spells them.
constexpr std::array<std::string_view, 10> kValueFields = {"S",  "N", "B", "SS",   "NS",
                                                           "BS", "M", "L", "NULL", "BOOL"};

class Echoer {
 public:
  explicit Echoer(std::string* out) : out_(out) {}

  void Value(const Shape& shape, const Node& value) {
    if (out_->size() > kMaxEchoBytes) return;
    switch (value.kind()) {
      case Kind::kArray: return List(shape, value);
      case Kind::kObject: return Object(shape, value);
      default: return Scalar(shape, value);
    }
  }

 private:
  void Scalar(const Shape& shape, const Node& value) {
    switch (value.kind()) {
      case Kind::kString: Text(value.string()); return;
      case Kind::kNumber: Number(shape, value); return;
      case Kind::kBool: out_->append(value.boolean() ? "true" : "false"); return;
      default: out_->append("null");
    }
  }

  void Text(std::string_view text) {
    out_->append(CutText(text, kMaxEchoBytes - std::min(out_->size(), kMaxEchoBytes)));
  }

  void Number(const Shape& shape, const Node& value) {
    const bool whole = shape.kind == ShapeKind::kInteger || shape.kind == ShapeKind::kLong;
    const std::optional<int64_t> integer = value.integer();
    out_->append(whole && integer ? std::to_string(*integer) : value.number_text());
  }

  void List(const Shape& shape, const Node& list) {
    out_->push_back('[');
    bool first = true;
    for (auto it = list.begin(); it.Valid() && out_->size() <= kMaxEchoBytes; it.Next()) {
      if (!first) out_->append(", ");
      first = false;
      Value(ElementShape(shape), it.value());
    }
    out_->push_back(']');
  }

  void Object(const Shape& shape, const Node& object) {
    switch (shape.kind) {
      case ShapeKind::kStructure: return Structure(shape, object);
      case ShapeKind::kAttributeValue: return AttributeValue(shape, object);
      default: return Map(ElementShape(shape), object);
    }
  }

  void Map(const Shape& element, const Node& map) {
    out_->push_back('{');
    bool first = true;
    for (auto it = map.begin(); it.Valid() && out_->size() <= kMaxEchoBytes; it.Next()) {
      if (!first) out_->append(", ");
      first = false;
      Text(it.name());
      out_->push_back('=');
      Value(element, it.value());
    }
    out_->push_back('}');
  }

  void Structure(const Shape& shape, const Node& structure) {
    out_->append(shape.name);
    out_->push_back('(');
    const std::span<const Member> members = MembersOf(shape);
    for (uint16_t position = 0; position < members.size(); ++position) {
      for (const Member& member : members) {
        if (member.model_position != position) continue;
        Field(position == 0, FieldName(member.name), ShapeAt(member.shape),
              structure.Find(member.name));
      }
    }
    out_->push_back(')');
  }

  void AttributeValue(const Shape& shape, const Node& value) {
    out_->append("AttributeValue(");
    bool first = true;
    for (const std::string_view type : kValueFields) {
      const std::optional<Node> content = value.Find(type);
      if (type == "M" && content && content->is(Kind::kObject)) {
        out_->append(", m=");
        Map(shape, *content);
      } else {
        Field(first, FieldName(type), shape, content);
      }
      first = false;
    }
    out_->push_back(')');
  }

  void Field(bool first, const std::string& name, const Shape& shape,
             const std::optional<Node>& value) {
    if (!first) out_->append(", ");
    out_->append(name);
    out_->push_back('=');
    if (value) {
      Value(shape, *value);
    } else {
      out_->append("null");
    }
  }

  // Inside an attribute value everything is one again.
  static const Shape& ElementShape(const Shape& shape) {
    return shape.element == kNone ? shape : ShapeAt(shape.element);
  }

  std::string* out_;
};

}  // namespace

std::string Echo(const Shape& shape, const Node& value) {
  std::string out;
  Echoer(&out).Value(shape, value);
  return out;
}

}  // namespace stator::api::validate
