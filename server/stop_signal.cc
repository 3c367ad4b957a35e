#include "server/stop_signal.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>

namespace stator::server {
namespace {

int write_end = -1;
std::atomic<bool> asked{false};
static_assert(std::atomic<bool>::is_always_lock_free);  // usable in a signal handler

// What a shell reports for a process that a signal ended.
constexpr int kExitBase = 128;

extern "C" void OnStopSignal(int signal_number) {
  if (asked.exchange(true)) _exit(kExitBase + signal_number);
  [[maybe_unused]] const ssize_t written = write(write_end, "s", 1);
}

}  // namespace

int InstallStopSignals() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC | O_NONBLOCK) != 0) return -1;
  write_end = ends[1];
  struct sigaction action = {};
  action.sa_handler = OnStopSignal;
  action.sa_flags = SA_RESTART;
  sigaction(SIGTERM, &action, nullptr);
  sigaction(SIGINT, &action, nullptr);
  action.sa_handler = SIG_IGN;
  sigaction(SIGPIPE, &action, nullptr);
  return ends[0];
}

}  // namespace stator::server
