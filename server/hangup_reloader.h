// Reloads on SIGHUP. The signal only writes into a pipe; a thread of its own reads there and calls
// what was registered, so that it may read files without holding up a request.
//
// With something registered SIGHUP never ends the process, also when a terminal goes away. With
// nothing registered it keeps the meaning that the process inherited: it ends a server that was
// started in a terminal which is closed, and is ignored below nohup.
#pragma once

#include <atomic>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "kv/base/clock.h"
#include "server/reload.h"

namespace stator::server {

// One per process. Add and Start are called by one thread.
class HangupReloader final : public Reloader {
 public:
  explicit HangupReloader(const Clock* clock) : clock_(clock) {}
  ~HangupReloader() override { Stop(); }
  HangupReloader(const HangupReloader&) = delete;
  HangupReloader& operator=(const HangupReloader&) = delete;

  // Before Start. From the first call on the signal is caught, and kept until Start.
  void Add(std::string what, std::function<Status()> reload) override;
  // Reloads from here on, in the order of Add, each logged. Without anything registered there is no
  // thread. kUnavailable: the system gives no pipe.
  Status Start();
  // No more reloads; waits for the one under way.
  void Stop();

 private:
  struct Part {
    std::string what;
    std::function<Status()> reload;
  };
  void Run();
  void Reload(const Part& part) const;

  const Clock* const clock_;
  std::vector<Part> parts_;  // constant once the thread runs
  int read_end_ = -1;        // stays open, as the handler's end does, until the process ends
  std::atomic<bool> ending_{false};
  std::thread thread_;
};

}  // namespace stator::server
