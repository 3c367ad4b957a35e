// Rules for paths that stand side by side in one projection or update.
#pragma once

#include <vector>

#include "kv/base/status.h"
#include "kv/model/document_path.h"

namespace stator::api::expr {

// No two paths may overlap (one be the beginning of the other) or conflict (one take a map where
// the other takes a list). Of several pairs the one whose first path comes last is reported, as the
// service does. Errors lack "Invalid UpdateExpression: ".
Status CheckPathsApart(const std::vector<DocumentPath>& paths);

}  // namespace stator::api::expr
