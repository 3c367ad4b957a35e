#include "server/serve.h"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <cstdio>
#include <limits>
#include <string_view>

#include "server/banner.h"
#include "server/http_server.h"
#include "server/log.h"
#include "server/stop_signal.h"

namespace stator::server {
namespace {

constexpr int kExitFailure = 1;
constexpr int kExitUsage = 2;

void Print(int descriptor, std::string_view text) {
  while (!text.empty()) {
    const ssize_t written = ::write(descriptor, text.data(), text.size());
    if (written <= 0) return;  // nobody listens; not worth ending for
    text.remove_prefix(static_cast<size_t>(written));
  }
}

// Each connection and each open data file takes a descriptor; the usual soft limit of 1024 is far
// below the hard one. Returns the limit then.
size_t RaiseDescriptorLimit() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return std::numeric_limits<size_t>::max();
  const rlimit before = limit;
  limit.rlim_cur = limit.rlim_max;
  return setrlimit(RLIMIT_NOFILE, &limit) == 0 ? limit.rlim_cur : before.rlim_cur;
}

// A quarter of the descriptors: a store that finds none left for a file takes no more writes until
// it is opened again.
size_t ConnectionLimit(size_t asked, size_t descriptors, const Clock* clock) {
  const size_t most = std::max<size_t>(descriptors / 4, 1);
  if (asked <= most) return asked;
  LogLine(clock, LogLevel::kInfo, "fewer connections")
      .Add("max_connections", static_cast<int64_t>(most))
      .Add("descriptors", static_cast<int64_t>(descriptors));
  return most;
}

HttpServerOptions OptionsFrom(const Settings& settings, bool use_workers) {
  HttpServerOptions options;
  options.host = settings.host;
  options.port = settings.port;
  options.threads = settings.threads;
  options.workers = use_workers ? settings.workers : 0;
  options.max_connections = settings.max_connections;
  options.body_memory_bytes = settings.body_memory_mb << 20;
  options.read_timeout_seconds = settings.read_timeout_seconds;
  options.idle_timeout_seconds = settings.idle_timeout_seconds;
  options.cors = settings.cors.value_or("*");
  options.log_requests = settings.log_requests;
  options.admin_remote = settings.admin_remote;
  return options;
}

}  // namespace

int Serve(const Settings& settings, RequestHandler* handler, bool use_workers,
          const AdminRouter* admin, ServerCounters* counters) {
  const size_t descriptors = RaiseDescriptorLimit();
  const int stop_descriptor = InstallStopSignals();
  HttpServerOptions options = OptionsFrom(settings, use_workers);
  options.max_connections = ConnectionLimit(options.max_connections, descriptors, options.clock);
  options.admin = admin;
  options.counters = counters;
  auto server = HttpServer::Listen(options, handler);
  if (!server.ok()) {
    Print(STDERR_FILENO, "stator: " + server.status().message() + "\n");
    return kExitFailure;
  }
  if (stop_descriptor >= 0) (*server)->StopWhenReadable(stop_descriptor);
  Print(STDOUT_FILENO, StartBanner(settings, (*server)->port()));
  LogLine(options.clock, LogLevel::kInfo, "listening").Add("url", (*server)->url());
  (*server)->Run();
  LogLine(options.clock, LogLevel::kInfo, "stopped");
  return 0;
}

std::optional<Settings> ReadCommandLine(int argc, char** argv, int* exit_code) {
  const auto command_line = ParseCommandLine({argv + 1, argv + argc});
  if (!command_line.ok()) {
    Print(STDERR_FILENO,
          "stator: " + command_line.status().message() + "\nstator --help lists the flags.\n");
    *exit_code = kExitUsage;
    return std::nullopt;
  }
  switch (command_line->action) {
    case CommandLine::Action::kServe: return command_line->settings;
    case CommandLine::Action::kHelp: Print(STDOUT_FILENO, HelpText()); break;
    case CommandLine::Action::kVersion:
      Print(STDOUT_FILENO, std::string(Version()).append("\n"));
      break;
  }
  *exit_code = 0;
  return std::nullopt;
}

}  // namespace stator::server
