// The command line: DynamoDB Local's flags, in its single-dash form and with two dashes, and ours.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/types/wording.h"
#include "kv/base/status.h"
#include "kv/partition/throttle.h"
#include "kv/store/store.h"
#include "kv/table/conflict_mode.h"
#include "server/auth/access_report.h"

namespace stator::server {

enum class AuthMode { kOff, kSigV4 };
enum class ClockMode { kSystem, kOffset, kManual };

struct Settings {
  // DynamoDB Local's.
  uint16_t port = 8000;  // 0: any free port
  bool in_memory = false;
  bool shared_db = false;
  std::optional<std::string> db_path;  // as given; DataFolder() has the default
  std::optional<std::string> cors;     // none: every origin
  bool delay_transient_statuses = false;
  bool optimize_db_before_startup = false;
  bool disable_telemetry = false;  // there is none to disable
  // Ours.
  std::string host;  // empty: both loopback addresses
  Durability durability = Durability::kSync;
  uint32_t partitions = 8;
  int threads = 0;  // 0: one per core
  int workers = 64;
  size_t max_connections = 4096;
  size_t body_memory_mb = 512;
  int read_timeout_seconds = 30;
  int idle_timeout_seconds = 300;
  // TLS, where a certificate is named.
  std::optional<std::string> tls_cert;
  std::optional<std::string> tls_key;
  std::optional<std::string> tls_client_ca;
  uint16_t tls_port = 8443;  // 0: any free port
  bool tls_only = false;     // no plain port
  CapacityMode capacity = CapacityMode::kOff;
  ConflictMode transaction_conflicts = ConflictMode::kWait;
  int transaction_delay_ms = 0;
  bool log_requests = false;
  api::WordingProfile wording = api::kNewestWording;
  ClockMode clock = ClockMode::kSystem;
  std::optional<int64_t> clock_start_seconds;  // since the epoch; not with kSystem
  bool admin_remote = false;
  AuthMode auth = AuthMode::kOff;
  std::optional<std::string> identities;  // a file; with kSigV4 and only then
  AccessLog log_access = AccessLog::kOff;
  bool explain_access = false;
  int ttl_sweep_interval_ms = 1'000;
  int ttl_sweep_rate = 10'000;  // items a second
  std::optional<std::string> encryption_key_file;

  // Where the data is: -dbPath or ./stator-data; empty when in memory.
  std::string DataFolder() const;
};

struct CommandLine {
  enum class Action { kServe, kHelp, kVersion };
  Action action = Action::kServe;
  Settings settings;  // for kServe
};

// `arguments` without the program's name. kValidation with a message for standard error for
// anything that is not understood, out of range, or contradictory.
Result<CommandLine> ParseCommandLine(const std::vector<std::string>& arguments);

// What --help prints.
std::string HelpText();
// "0.1.0"
std::string_view Version();

}  // namespace stator::server
