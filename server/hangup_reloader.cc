#include "server/hangup_reloader.h"

#include <fcntl.h>
#include <signal.h>
#include <unistd.h>

#include <atomic>
#include <cerrno>
#include <exception>
#include <utility>

#include "server/log.h"

namespace stator::server {
namespace {

std::atomic<int> write_end{-1};
static_assert(std::atomic<int>::is_always_lock_free);  // usable in a signal handler

// A pipe that is full wakes the reader without another byte.
void Wake() { [[maybe_unused]] const ssize_t written = write(write_end, "h", 1); }

extern "C" void OnHangup(int) {
  const int saved = errno;
  Wake();
  errno = saved;
}

// The end to read from; -1: the system gives none.
int InstallHangupSignal() {
  int ends[2];
  if (pipe2(ends, O_CLOEXEC) != 0) return -1;
  // Reading waits, writing must not.
  fcntl(ends[1], F_SETFL, O_NONBLOCK);
  write_end = ends[1];
  struct sigaction action = {};
  action.sa_handler = OnHangup;
  action.sa_flags = SA_RESTART;
  sigaction(SIGHUP, &action, nullptr);
  return ends[0];
}

}  // namespace

void HangupReloader::Stop() {
  if (!thread_.joinable()) return;
  ending_ = true;
  Wake();
  thread_.join();
}

void HangupReloader::Add(std::string what, std::function<Status()> reload) {
  if (parts_.empty()) read_end_ = InstallHangupSignal();
  parts_.push_back({std::move(what), std::move(reload)});
}

Status HangupReloader::Start() {
  if (parts_.empty()) return OkStatus();
  if (read_end_ < 0) return Status(Code::kUnavailable, "no pipe for SIGHUP");
  thread_ = std::thread([this] { Run(); });
  return OkStatus();
}

void HangupReloader::Run() {
  for (;;) {
    // Signals that came meanwhile are one reload: each reads what is there when it begins.
    char bytes[4096];
    const ssize_t count = read(read_end_, bytes, sizeof(bytes));
    if (count < 0 && errno == EINTR) continue;
    if (count <= 0 || ending_) return;
    for (const Part& part : parts_) Reload(part);
  }
}

void HangupReloader::Reload(const Part& part) const {
  Status status;
  try {
    status = part.reload();
  } catch (const std::exception& error) {  // of foreign code
    status = Status(Code::kUnknown, error.what());
  }
  if (status.ok()) {
    LogLine(clock_, LogLevel::kInfo, "reloaded").Add("what", part.what);
  } else {
    LogLine(clock_, LogLevel::kError, "reload failed")
        .Add("what", part.what)
        .Add("why", status.message());
  }
}

}  // namespace stator::server
