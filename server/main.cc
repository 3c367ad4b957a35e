// stator: the engine behind HTTP.
#include <malloc.h>

#include <cstdio>
#include <memory>
#include <optional>
#include <string_view>
#include <utility>

#include "api/engine.h"
#include "server/admin_router.h"
#include "server/auth/authenticator.h"
#include "server/auth/sts.h"
#include "server/clock_routes.h"
#include "server/engine_handler.h"
#include "server/fault_routes.h"
#include "server/hangup_reloader.h"
#include "server/http_errors.h"
#include "server/metrics_routes.h"
#include "server/open_identities.h"
#include "server/partition_routes.h"
#include "server/rotate_key.h"
#include "server/serve.h"

namespace {

// How long -delayTransientStatuses shows CREATING and DELETING: long enough that a client's waiter
// sees it, short enough for a test.
constexpr int64_t kTransientStatusMicros = 3'000'000;

// After a move of the clock its reply waits so long, at the most, for what has become due.
constexpr int64_t kCatchUpMicros = 10'000'000;

// Opens the engine; `options` are complete but for the key, which stands in a file.
stator::Result<std::unique_ptr<stator::api::Engine>> OpenEngine(
    const stator::server::Settings& settings, stator::api::EngineOptions options) {
  if (settings.encryption_key_file) {
    STATOR_ASSIGN_OR_RETURN(options.encryption_key,
                            stator::ReadEncryptionKeyFile(*settings.encryption_key_file));
  }
  return stator::api::Engine::Open(options);
}

stator::api::EngineOptions EngineOptionsFrom(const stator::server::Settings& settings,
                                             const stator::Clock* clock) {
  stator::api::EngineOptions options;
  options.clock = clock;
  options.ttl_sweep_interval_micros = int64_t{1'000} * settings.ttl_sweep_interval_ms;
  options.ttl_sweep_items_per_second = settings.ttl_sweep_rate;
  options.path = settings.DataFolder();
  options.in_memory = settings.in_memory;
  options.durability = settings.durability;
  options.partitions = settings.partitions;
  options.shared_space = settings.shared_db;
  options.compact_at_open = settings.optimize_db_before_startup;
  options.capacity = settings.capacity;
  options.transaction_conflicts = settings.transaction_conflicts;
  options.transaction_delay_micros = int64_t{settings.transaction_delay_ms} * 1'000;
  options.wording = settings.wording;
  if (settings.delay_transient_statuses) options.transient_status_micros = kTransientStatusMicros;
  return options;
}

// Pieces of memory beyond this go back to the system when they are freed. The C library's own
// threshold rises with what a program frees, up to 32 MB, so that after some large requests each
// thread would keep twice that.
constexpr int kMappedBytes = 4 << 20;

}  // namespace

int main(int argc, char** argv) {
  mallopt(M_MMAP_THRESHOLD, kMappedBytes);
  mallopt(M_TRIM_THRESHOLD, kMappedBytes);
  if (argc > 1 && std::string_view(argv[1]) == "rotate-key") {
    return stator::server::RunRotateKey({argv + 2, argv + argc});
  }
  int exit_code = 0;
  const auto settings = stator::server::ReadCommandLine(argc, argv, &exit_code);
  if (!settings) return exit_code;
  const auto movable = stator::server::MakeMovableClock(*settings);
  if (!movable.ok()) {
    std::fprintf(stderr, "stator: %s\n", movable.status().message().c_str());
    return 2;
  }
  const stator::Clock* const clock = *movable ? movable->get() : stator::SystemClock();
  // Before the data folder is touched.
  const auto identities = stator::server::OpenIdentities(*settings, clock);
  if (!identities.ok()) {
    std::fprintf(stderr, "stator: %s\n", identities.status().message().c_str());
    return 2;
  }
  std::optional<stator::server::Authenticator> authenticator;
  stator::server::HangupReloader reloader(stator::SystemClock());
  if (*identities) {
    authenticator.emplace(identities->get(), stator::SystemClock(), clock);
    stator::server::ReloadIdentities(*settings, identities->get(), &reloader);
  }
  const auto engine = OpenEngine(*settings, EngineOptionsFrom(*settings, clock));
  if (!engine.ok()) {
    std::fprintf(stderr, "stator: %s\n", engine.status().message().c_str());
    return 1;
  }
  const bool writes_sync =
      !settings->in_memory && settings->durability == stator::Durability::kSync;
  const bool writes_wait = writes_sync || settings->transaction_delay_ms > 0;
  stator::server::EngineHandler handler(engine->get(), writes_wait);
  stator::server::AdminRouter admin;
  stator::server::AddClockRoutes({settings->clock, clock, movable->get(),
                                  [&engine] { return (*engine)->WaitCaughtUp(kCatchUpMicros); }},
                                 &admin);
  stator::server::AddPartitionRoutes(engine->get(), &admin);
  stator::server::AddFaultRoutes(engine->get(), &admin);
  const stator::server::Sts sts(identities->get(), clock);
  stator::server::ServerCounters counters;
  stator::server::AddMetricsRoute(engine->get(), &counters, &admin);
  return stator::server::Serve(*settings, &handler, writes_wait, &admin, &counters, &reloader,
                               authenticator ? &*authenticator : nullptr, &sts);
}
