// What the HTTP layer needs from whoever answers DynamoDB requests: the engine in the product, a
// fixed reply in the benchmark's floor, scripted replies in tests.
#pragma once

#include <string_view>

#include "api/engine.h"
#include "api/op_table.h"

namespace stator::server {

// Threads: every method is called from any number of threads at once.
class RequestHandler {
 public:
  virtual ~RequestHandler() = default;

  // Whether the service has such an operation. What is not known to it is refused before anything
  // else is looked at, the authorization included.
  virtual bool Knows(api::OpService, std::string_view) const { return true; }

  // Answers one request. `operation` is the name behind the dot of X-Amz-Target; neither it nor
  // `body` is trusted. All arguments stay valid until the call returns.
  virtual api::CallReply Handle(const api::CallContext& context, std::string_view operation,
                                std::string_view body) = 0;

  // True when Handle may wait for the disk. Such a request runs on a worker thread, where the
  // server has any, so that it holds up no other connection; every other one runs where it was
  // read, which saves two hand-overs between threads.
  virtual bool MayBlock(std::string_view operation) const = 0;

  // The server is about to stop and waits for the requests under way: those that linger on purpose
  // should end.
  virtual void OnStop() {}
};

}  // namespace stator::server
