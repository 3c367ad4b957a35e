// Lengths and characters of names. The structural check makes the same tests on JSON; these are for
// typed callers, and for a table's name where an ARN may stand in its place.
#pragma once

#include <string>
#include <string_view>

#include "kv/base/status.h"

namespace stator::api {

// 3 … 255 characters of a-z A-Z 0-9 _ . - : names of tables and indexes. path: as in
// BrokenConstraint (table_errors.h).
Status CheckResourceName(std::string_view name, std::string_view path);
// 1 … 255 characters: attributes in key schemas and projections.
Status CheckKeyAttributeName(std::string_view name, std::string_view path);

// "<list>.<position + 1>.member": how AWS's paths count elements.
std::string ElementPath(std::string_view list, size_t position);

}  // namespace stator::api
