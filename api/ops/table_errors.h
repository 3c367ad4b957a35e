// The beginnings that many errors of the table operations share, as AWS words them.
#pragma once

#include <string>
#include <string_view>

#include "kv/base/status.h"
#include "kv/model/table_schema.h"

namespace stator::api {

// kValidation "One or more parameter values were invalid: <detail>".
Status InvalidParameter(std::string_view detail);
// kValidation in the form of the structural check, for typed callers, who do not pass through it:
// "1 validation error detected: Value '<value>' at '<path>' failed to satisfy constraint: Member
// must <constraint>".
Status BrokenConstraint(std::string_view value, std::string_view path, std::string_view constraint);
// kResourceInUse "Attempt to change a resource which is still in use: <detail>".
Status StillInUse(std::string_view detail);
// kLimitExceeded "Subscriber limit exceeded: <detail>".
Status OverSubscriberLimit(std::string_view detail);

Status NoSuchTable(std::string_view table_name);
Status NoSuchIndex(std::string_view index_name, std::string_view table_name);

// Refuses a table that is being created or deleted: kResourceInUse.
Status RequireSettled(const TableSchema& schema);

}  // namespace stator::api
