#include "server/serve.h"

#include <sys/resource.h>
#include <unistd.h>

#include <cstdio>
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
// below the hard one.
void RaiseDescriptorLimit() {
  rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

HttpServerOptions OptionsFrom(const Settings& settings, bool use_workers) {
  HttpServerOptions options;
  options.host = settings.host;
  options.port = settings.port;
  options.threads = settings.threads;
  options.workers = use_workers ? settings.workers : 0;
  options.max_connections = settings.max_connections;
  options.read_timeout_seconds = settings.read_timeout_seconds;
  options.idle_timeout_seconds = settings.idle_timeout_seconds;
  options.cors = settings.cors.value_or("*");
  options.log_requests = settings.log_requests;
  options.admin_remote = settings.admin_remote;
  return options;
}

}  // namespace

int Serve(const Settings& settings, RequestHandler* handler, bool use_workers,
          const AdminRouter* admin) {
  RaiseDescriptorLimit();
  const int stop_descriptor = InstallStopSignals();
  HttpServerOptions options = OptionsFrom(settings, use_workers);
  options.admin = admin;
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
