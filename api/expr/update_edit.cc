#include "api/expr/update_edit.h"

#include <string>

#include "api/expr/messages.h"

namespace stator::api::expr {
namespace {

Status InvalidPath() { return ValidationError(std::string(messages::kInvalidUpdatePath)); }

Status EditMap(const ValueView& map, const PathNode& node, const UpdateValues& values,
               ValueBuilder* out) {
  out->BeginMap();
  for (MemberCursor it(map); it.Valid(); it.Next()) {
    const PathNode* edit = node.Member(it.name());
    if (edit != nullptr && edit->ends_path()) continue;  // written below, unless it goes
    out->Name(it.name());
    if (edit == nullptr) {
      out->Encoded(it.value());
    } else {
      STATOR_RETURN_IF_ERROR(WriteEdited(it.value(), *edit, values, out));
    }
  }
  for (const PathMember& member : node.members) {
    if (!member.node.ends_path()) {
      if (!map.Member(member.name)) return InvalidPath();
      continue;
    }
    const auto& value = values[member.node.path];
    if (!value) continue;
    out->Name(member.name);
    out->Encoded(value->view());
  }
  out->EndMap();
  return OkStatus();
}

Status EditList(const ValueView& list, const PathNode& node, const UpdateValues& values,
                ValueBuilder* out) {
  out->BeginList();
  size_t index = 0;
  auto edit = node.elements.begin();
  for (MemberCursor it(list); it.Valid(); it.Next(), ++index) {
    if (edit == node.elements.end() || edit->index != index) {
      out->Encoded(it.value());
      continue;
    }
    const PathNode& child = (edit++)->node;
    if (!child.ends_path()) {
      STATOR_RETURN_IF_ERROR(WriteEdited(it.value(), child, values, out));
    } else if (const auto& value = values[child.path]) {
      out->Encoded(value->view());
    }
  }
  for (; edit != node.elements.end(); ++edit) {  // beyond the end
    if (!edit->node.ends_path()) return InvalidPath();
    if (const auto& value = values[edit->node.path]) out->Encoded(value->view());
  }
  out->EndList();
  return OkStatus();
}

}  // namespace

Status WriteEdited(const ValueView& value, const PathNode& node, const UpdateValues& values,
                   ValueBuilder* out) {
  if (value.is(AttributeType::kMap) && node.elements.empty()) {
    return EditMap(value, node, values, out);
  }
  if (value.is(AttributeType::kList) && node.members.empty()) {
    return EditList(value, node, values, out);
  }
  return InvalidPath();
}

}  // namespace stator::api::expr
