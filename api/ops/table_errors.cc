#include "api/ops/table_errors.h"

namespace stator::api {

Status InvalidParameter(std::string_view detail) {
  return ValidationError("One or more parameter values were invalid: " + std::string(detail));
}

Status BrokenConstraint(std::string_view value, std::string_view path,
                        std::string_view constraint) {
  std::string text = "1 validation error detected: Value '";
  text.append(value).append("' at '").append(path);
  text.append("' failed to satisfy constraint: Member must ").append(constraint);
  return ValidationError(std::move(text));
}

Status StillInUse(std::string_view detail) {
  return Status(Code::kResourceInUse,
                "Attempt to change a resource which is still in use: " + std::string(detail));
}

Status OverSubscriberLimit(std::string_view detail) {
  return Status(Code::kLimitExceeded, "Subscriber limit exceeded: " + std::string(detail));
}

Status NoSuchTable(std::string_view table_name) {
  return Status(Code::kNotFound,
                "Requested resource not found: Table: " + std::string(table_name) + " not found");
}

Status NoSuchIndex(std::string_view index_name, std::string_view table_name) {
  return Status(Code::kNotFound, "Requested resource not found: Index " + std::string(index_name) +
                                     " for table " + std::string(table_name));
}

Status RequireSettled(const TableSchema& schema) {
  if (schema.status == ResourceStatus::kCreating) {
    return StillInUse("Table is being created: " + schema.name);
  }
  if (schema.status == ResourceStatus::kDeleting) {
    return StillInUse("Table is being deleted: " + schema.name);
  }
  return OkStatus();
}

}  // namespace stator::api
