// What a client of the HTTP API sees of a Code. The one place where our codes meet AWS's names.
#pragma once

#include <string_view>

#include "kv/base/status.h"

namespace stator::api {

struct WireError {
  std::string_view type;  // the whole of "__type": "<namespace>#<exception>"
  int http_status = 500;
  // The member that holds the text: AWS writes "message" or "Message", by the layer that the error
  // comes from, and leaves it out of some. Empty: never written.
  std::string_view message_member;

  // The part behind '#', as SDKs and the documentation name it.
  std::string_view exception_name() const;
};

// code must not be kOk.
WireError ToWireError(Code code);

}  // namespace stator::api
