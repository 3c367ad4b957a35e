// stator: the engine behind HTTP.
#include <malloc.h>

#include <cstdio>

#include "api/engine.h"
#include "server/engine_handler.h"
#include "server/serve.h"

namespace {

// How long -delayTransientStatuses shows CREATING and DELETING: long enough that a client's waiter
// sees it, short enough for a test.
constexpr int64_t kTransientStatusMicros = 3'000'000;

stator::api::EngineOptions EngineOptionsFrom(const stator::server::Settings& settings) {
  stator::api::EngineOptions options;
  options.path = settings.DataFolder();
  options.in_memory = settings.in_memory;
  options.durability = settings.durability;
  options.partitions = settings.partitions;
  options.shared_space = settings.shared_db;
  options.compact_at_open = settings.optimize_db_before_startup;
  options.transaction_conflicts = settings.transaction_conflicts;
  options.transaction_delay_micros = int64_t{settings.transaction_delay_ms} * 1'000;
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
  int exit_code = 0;
  const auto settings = stator::server::ReadCommandLine(argc, argv, &exit_code);
  if (!settings) return exit_code;
  const auto engine = stator::api::Engine::Open(EngineOptionsFrom(*settings));
  if (!engine.ok()) {
    std::fprintf(stderr, "stator: %s\n", engine.status().message().c_str());
    return 1;
  }
  const bool writes_sync =
      !settings->in_memory && settings->durability == stator::Durability::kSync;
  const bool writes_wait = writes_sync || settings->transaction_delay_ms > 0;
  stator::server::EngineHandler handler(engine->get(), writes_wait);
  return stator::server::Serve(*settings, &handler, writes_wait);
}
