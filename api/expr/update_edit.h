// Writes a map or list anew with some of its parts, near or deep, replaced, added or taken out.
#pragma once

#include <optional>
#include <vector>

#include "api/expr/path_tree.h"
#include "api/expr/update_value.h"
#include "kv/base/status.h"
#include "kv/codec/value_builder.h"

namespace stator::api::expr {

// What becomes of each path's target: values[i] for the path numbered i; none: it goes.
using UpdateValues = std::vector<std::optional<UpdateValue>>;

// `node`: the paths that go on inside `value`. List indexes are those of the old list; elements set
// beyond its end are appended in the order of their indexes; the list closes up where elements go.
// kValidation when a path leads through what is not there, or is no map or list.
Status WriteEdited(const ValueView& value, const PathNode& node, const UpdateValues& values,
                   ValueBuilder* out);

}  // namespace stator::api::expr
