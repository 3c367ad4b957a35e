// The engine behind verified signatures, for tests of the signatures alone: takes stator's command
// line (with -auth sigv4), lets -clock move the time of signatures too, and knows these who hold
// fixed keys of the account 123456789012:
//
//   AKIAROOT       the account
//   AKIANOBODY     a user whom nothing is allowed
//   ASIASESSION    the account, with the session token "token+/="
//   ASIAEXPIRED    likewise; it was over in 1970
//
// Each one's secret is "secret/of/" and his key id.
#include <cstdio>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "api/engine.h"
#include "server/admin_router.h"
#include "server/auth/authenticator.h"
#include "server/clock_routes.h"
#include "server/engine_handler.h"
#include "server/fault_routes.h"
#include "server/metrics_routes.h"
#include "server/partition_routes.h"
#include "server/serve.h"

namespace {

using stator::server::Credential;

class FixedCredentials final : public stator::server::CredentialSource {
 public:
  FixedCredentials() {
    stator::api::iam::Principal root = stator::api::iam::AccountPrincipal("123456789012");
    root.operates_engine = true;
    Add("AKIAROOT", root, {});
    Add("AKIANOBODY", stator::api::iam::UserPrincipal("123456789012", "nobody"), {});
    Add("ASIASESSION", root, {.session_token = "token+/="});
    Add("ASIAEXPIRED", root, {.session_token = "token+/=", .expires_seconds = 1});
  }

  std::shared_ptr<const Credential> Find(std::string_view access_key_id) const override {
    const auto found = credentials_.find(access_key_id);
    return found == credentials_.end() ? nullptr : found->second;
  }
  uint64_t version() const override { return 0; }  // they stay

 private:
  void Add(const std::string& id, const stator::api::iam::Principal& principal,
           Credential credential) {
    credential.secret_key = "secret/of/" + id;
    credential.principal = std::make_shared<stator::api::iam::Principal>(principal);
    credentials_[id] = std::make_shared<const Credential>(std::move(credential));
  }
  std::map<std::string, std::shared_ptr<const Credential>, std::less<>> credentials_;
};

}  // namespace

int main(int argc, char** argv) {
  int exit_code = 0;
  const auto settings = stator::server::ReadCommandLine(argc, argv, &exit_code);
  if (!settings) return exit_code;
  const auto movable = stator::server::MakeMovableClock(*settings);
  if (!movable.ok()) return 2;
  const stator::Clock* const clock = *movable ? movable->get() : stator::SystemClock();
  stator::api::EngineOptions options;
  options.in_memory = true;
  options.clock = clock;
  const auto engine = stator::api::Engine::Open(options);
  if (!engine.ok()) {
    std::fprintf(stderr, "%s\n", engine.status().message().c_str());
    return 1;
  }
  const FixedCredentials credentials;
  const stator::server::Authenticator authenticator(&credentials, clock);
  stator::server::EngineHandler handler(engine->get(), false);
  stator::server::AdminRouter admin;
  stator::server::AddClockRoutes({settings->clock, clock, movable->get(), [] { return true; }},
                                 &admin);
  stator::server::AddPartitionRoutes(engine->get(), &admin);
  stator::server::AddFaultRoutes(engine->get(), &admin);
  stator::server::ServerCounters counters;
  stator::server::AddMetricsRoute(engine->get(), &counters, &admin);
  return stator::server::Serve(*settings, &handler, false, &admin, &counters, nullptr,
                               &authenticator);
}
