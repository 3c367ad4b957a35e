#include "server/auth/sts_errors.h"

#include <utility>

namespace stator::server {

Status StsError(std::string_view name, std::string message) {
  return Status(Code::kValidation, std::move(message), std::string(name));
}

std::string_view StsErrorName(const Status& status) {
  if (!status.payload().empty()) return status.payload();
  switch (status.code()) {
    case Code::kValidation: return sts::kValidationError;
    case Code::kAccessDenied: return sts::kAccessDenied;
    case Code::kThrottled: return sts::kThrottling;
    default: return sts::kInternalFailure;
  }
}

int StsHttpStatus(std::string_view name) {
  if (name == sts::kAccessDenied || name == sts::kRejectedClaim || name == sts::kMissingToken ||
      name == sts::kInvalidClientToken) {
    return 403;
  }
  if (name == sts::kMalformedQuery) return 404;
  if (name == sts::kInternalFailure) return 500;
  return 400;
}

}  // namespace stator::server
