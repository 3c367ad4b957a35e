// The clock that the engine goes by, and GET and POST /_stator/clock, which tell and move it
// (docs/time.md).
#pragma once

#include <functional>
#include <memory>

#include "kv/base/clock.h"
#include "kv/base/status.h"
#include "server/admin_router.h"
#include "server/command_line.h"

namespace stator::server {

// The clock that the settings ask for; null for the machine's own. kValidation when it would have
// to begin in the past and cannot.
Result<std::unique_ptr<MovableClock>> MakeMovableClock(const Settings& settings);

struct ClockControl {
  ClockMode mode = ClockMode::kSystem;
  const Clock* clock = nullptr;
  MovableClock* movable = nullptr;  // the same one; null when it cannot be moved
  // Waits until what a move made due is done; false when that takes too long.
  std::function<bool()> catch_up;
};

// The clock, and what catch_up refers to, must outlive the router.
void AddClockRoutes(ClockControl control, AdminRouter* router);

}  // namespace stator::server
