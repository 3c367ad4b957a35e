// The HTTP server without the engine, for tests of the protocol: takes stator's command line and
// answers a few made-up operations.
//
//   Echo    the request's body
//   Worker  the same, from a worker thread where there are any
//   Whoami  {"account":…,"region":…} as read from the authorization
//   Sleep   after one second on a worker thread: {}
//   Large   one megabyte of JSON
//   Fail    HTTP status 500
//   Throw   throws, as foreign code might
#include <chrono>
#include <stdexcept>
#include <string>
#include <thread>

#include "server/request_handler.h"
#include "server/serve.h"

namespace {

class FixedReplies final : public stator::server::RequestHandler {
 public:
  stator::api::CallReply Handle(const stator::api::CallContext& context, std::string_view operation,
                                std::string_view body) override {
    if (operation == "Echo" || operation == "Worker") return {200, std::string(body)};
    if (operation == "Whoami") {
      return {200,
              R"({"account":")" + context.account + R"(","region":")" + context.region + R"("})"};
    }
    if (operation == "Sleep") {
      std::this_thread::sleep_for(std::chrono::seconds(1));
      return {200, "{}"};
    }
    if (operation == "Large") return {200, "\"" + std::string(1024 * 1024, 'x') + "\""};
    if (operation == "Fail") return {500, "{}"};
    if (operation == "Throw") throw std::runtime_error("thrown by the test's handler");
    return {400, R"({"__type":"com.amazon.coral.service#UnknownOperationException"})"};
  }

  bool MayBlock(std::string_view operation) const override {
    return operation == "Sleep" || operation == "Worker";
  }
};

}  // namespace

int main(int argc, char** argv) {
  int exit_code = 0;
  const auto settings = stator::server::ReadCommandLine(argc, argv, &exit_code);
  if (!settings) return exit_code;
  FixedReplies handler;
  return stator::server::Serve(*settings, &handler, !settings->in_memory);
}
