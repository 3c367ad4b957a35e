// The engine behind the HTTP server.
#pragma once

#include "server/request_handler.h"

namespace stator::server {

class EngineHandler final : public RequestHandler {
 public:
  // The engine must outlive the handler. writes_wait: whether a write waits for the disk.
  EngineHandler(api::Engine* engine, bool writes_wait)
      : engine_(engine), writes_wait_(writes_wait) {}

  api::CallReply Handle(const api::CallContext& context, std::string_view operation,
                        std::string_view body) override {
    return engine_->Call(context, operation, body);
  }

  // Small reads find their data in memory nearly always, and the hand-over to a worker and back
  // costs as much as all the rest of such a request (measured: 8 µs more on 8 µs).
  bool MayBlock(std::string_view operation) const override {
    return writes_wait_ && !IsRead(operation);
  }

 private:
  static bool IsRead(std::string_view operation) {
    return operation == "GetItem" || operation == "Query" || operation == "BatchGetItem" ||
           operation.substr(0, 8) == "Describe" || operation.substr(0, 4) == "List";
  }

  api::Engine* const engine_;
  const bool writes_wait_;
};

}  // namespace stator::server
