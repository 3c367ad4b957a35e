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

int Failed(const Status& why) {
  Print(STDERR_FILENO, "stator: " + why.message() + "\n");
  return kExitFailure;
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
  options.plain = !settings.tls_only;
  options.port = settings.port;
  options.tls_port = settings.tls_port;
  options.threads = settings.threads;
  options.workers = use_workers ? settings.workers : 0;
  options.max_connections = settings.max_connections;
  options.body_memory_bytes = settings.body_memory_mb << 20;
  options.read_timeout_seconds = settings.read_timeout_seconds;
  options.idle_timeout_seconds = settings.idle_timeout_seconds;
  options.cors = settings.cors.value_or("*");
  options.log_requests = settings.log_requests;
  options.log_access = settings.log_access;
  options.explain_access = settings.explain_access;
  options.admin_remote = settings.admin_remote;
  return options;
}

// Null when there is to be no TLS.
Result<std::unique_ptr<TlsCertificates>> LoadCertificates(const Settings& settings,
                                                          const Clock* clock) {
  if (!settings.tls_cert) return std::unique_ptr<TlsCertificates>();
  return TlsCertificates::Load(
      {*settings.tls_cert, settings.tls_key.value_or(""), settings.tls_client_ca.value_or("")},
      clock);
}

void LogListening(const HttpServer& server, const Clock* clock) {
  for (const std::string& url : {server.url(), server.tls_url()}) {
    if (!url.empty()) LogLine(clock, LogLevel::kInfo, "listening").Add("url", url);
  }
}

}  // namespace

int Serve(const Settings& settings, RequestHandler* handler, bool use_workers,
          const AdminRouter* admin, ServerCounters* counters, HangupReloader* reloader,
          const Authenticator* authenticator, const Sts* sts) {
  if (settings.auth == AuthMode::kSigV4 && authenticator == nullptr) {
    return Failed(InternalError("-auth sigv4 without anybody who could be let in"));
  }
  const size_t descriptors = RaiseDescriptorLimit();
  const int stop_descriptor = InstallStopSignals();
  HttpServerOptions options = OptionsFrom(settings, use_workers);
  options.max_connections = ConnectionLimit(options.max_connections, descriptors, options.clock);
  options.admin = admin;
  options.authenticator = settings.auth == AuthMode::kSigV4 ? authenticator : nullptr;
  options.sts = sts;
  options.counters = counters;
  const auto certificates = LoadCertificates(settings, options.clock);
  if (!certificates.ok()) return Failed(certificates.status());
  options.tls = certificates->get();
  HangupReloader own_reloader(options.clock);
  if (reloader == nullptr) reloader = &own_reloader;
  if (options.tls != nullptr) {
    reloader->Add("certificate", [&certificates] { return (*certificates)->Reload(); });
  }
  auto server = HttpServer::Listen(options, handler);
  if (!server.ok()) return Failed(server.status());
  if (stop_descriptor >= 0) (*server)->StopWhenReadable(stop_descriptor);
  if (const Status started = reloader->Start(); !started.ok()) return Failed(started);
  Print(STDOUT_FILENO, StartBanner(settings, (*server)->port(), (*server)->tls_port()));
  LogListening(**server, options.clock);
  (*server)->Run();
  reloader->Stop();  // what it reloads goes now
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
