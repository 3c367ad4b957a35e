// AWS's rules for tags, in AWS's words: all of them kValidation, and a request with one bad tag
// changes nothing.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "api/types/table_ops.h"
#include "kv/base/status.h"

namespace stator::api {

// Lengths, characters, the reserved prefix aws:, duplicates, and at most 50.
Status CheckTags(const std::vector<Tag>& tags);
Status CheckTagKeys(const std::vector<std::string>& keys);
// The limit of 50, of a request or of the set that results.
Status CheckTagCount(size_t count);

}  // namespace stator::api
