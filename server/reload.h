// What is read again on SIGHUP: the identities file, certificates. Each is read and checked whole
// before it takes the place of what it was; one that is wrong changes nothing and is logged. No
// request waits for it or is lost.
#pragma once

#include <functional>
#include <string>

#include "kv/base/status.h"

namespace stator::server {

// Before the server runs. `what` names it in the log. `reload` is called on a thread of the
// server's own, never twice at once.
class Reloader {
 public:
  virtual ~Reloader() = default;
  virtual void Add(std::string what, std::function<Status()> reload) = 0;
};

}  // namespace stator::server
