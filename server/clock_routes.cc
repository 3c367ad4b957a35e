#include "server/clock_routes.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

#include "api/json/json.h"
#include "api/types/admin_actions.h"
#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "server/http_errors.h"

namespace stator::server {
namespace {

namespace admin_actions = api::admin_actions;
namespace json = api::json;

constexpr std::string_view kPath = "/_stator/clock";
constexpr int64_t kMicros = 1'000'000;
// The end of the year 9999: dates in replies have four digits for the year.
constexpr int64_t kLastSecond = 253'402'300'799;

std::string_view ModeText(ClockMode mode) {
  switch (mode) {
    case ClockMode::kSystem: return "system";
    case ClockMode::kOffset: return "offset";
    case ClockMode::kManual: return "manual";
  }
  return "system";
}

// A request to move: by so much, or to there. Exactly one of the two.
struct Move {
  std::optional<int64_t> advance_seconds;
  std::optional<int64_t> set_epoch_seconds;
};

Result<Move> ReadMove(std::string_view body) {
  const Status malformed = ValidationError(
      R"(The body must be {"AdvanceSeconds": n} or {"SetEpochSeconds": n}, n a whole number.)");
  json::Document document;
  const Result<json::Node> node = document.Parse(body);
  if (!node.ok() || !node->is(json::Kind::kObject) || node->size() != 1) return malformed;
  const auto member = node->begin();
  const json::Node value = member.value();
  if (!value.is(json::Kind::kNumber) || value.has_fraction()) return malformed;
  const std::optional<int64_t> seconds = value.integer();
  if (member.name() == "AdvanceSeconds") return Move{.advance_seconds = seconds.value_or(-1)};
  if (member.name() == "SetEpochSeconds") return Move{.set_epoch_seconds = seconds.value_or(-1)};
  return malformed;
}

// How far the clock must go, in microseconds.
Result<int64_t> Distance(const Move& move, int64_t now_micros) {
  const int64_t left_micros = kLastSecond * kMicros - now_micros;
  if (move.advance_seconds) {
    const int64_t seconds = *move.advance_seconds;
    if (seconds >= 0 && seconds <= left_micros / kMicros) return seconds * kMicros;
    return ValidationError("AdvanceSeconds must not be negative, nor lead behind the year 9999.");
  }
  const int64_t target = move.set_epoch_seconds.value_or(-1);
  if (target < 0 || target > kLastSecond) {
    return ValidationError("SetEpochSeconds must lie between the years 1970 and 9999.");
  }
  if (target * kMicros < now_micros) {
    return ValidationError("The clock moves forward only, and is at " +
                           std::to_string(now_micros / kMicros) + " already.");
  }
  return target * kMicros - now_micros;
}

class ClockRoutes {
 public:
  explicit ClockRoutes(ClockControl control) : control_(std::move(control)) {}

  HttpReply Tell() const { return Answer(std::nullopt); }

  HttpReply MoveBy(std::string_view body) {
    if (control_.movable == nullptr) {
      return Refuse(
          "This server runs on the machine's clock, which it does not move. Start it with "
          "-clock offset or -clock manual.");
    }
    const Result<Move> move = ReadMove(body);
    if (!move.ok()) return Refuse(move.status().message());
    {
      MutexLock lock(&mu_);
      const Result<int64_t> micros = Distance(*move, control_.clock->WallMicros());
      if (!micros.ok()) return Refuse(micros.status().message());
      control_.movable->Advance(*micros);
    }
    return Answer(control_.catch_up());
  }

 private:
  static HttpReply Refuse(std::string_view message) {
    HttpReply reply = ServiceError(400, "ValidationException", message);
    reply.content_type = kPlainJson;
    return reply;
  }

  HttpReply Answer(std::optional<bool> caught_up) const {
    HttpReply reply{.content_type = kPlainJson};
    const int64_t micros = control_.clock->WallMicros();
    json::Writer writer(&reply.body);
    writer.BeginObject();
    writer.Name("Clock");
    writer.String(ModeText(control_.mode));
    writer.Name("EpochSeconds");
    writer.Integer(micros / kMicros);
    writer.Name("EpochMicros");
    writer.Integer(micros);
    if (caught_up) {
      writer.Name("CaughtUp");
      writer.Bool(*caught_up);
    }
    writer.EndObject();
    return reply;
  }

  const ClockControl control_;
  Mutex mu_;  // so that of two moves to one moment the second does nothing
};

}  // namespace

Result<std::unique_ptr<MovableClock>> MakeMovableClock(const Settings& settings) {
  const int64_t now_micros = SystemClock()->WallMicros();
  // A manual clock begins with a whole second, which makes it easy to reckon with.
  const int64_t start_seconds = settings.clock_start_seconds.value_or(now_micros / kMicros);
  switch (settings.clock) {
    case ClockMode::kSystem: break;
    case ClockMode::kManual:
      return std::unique_ptr<MovableClock>(new ManualClock(start_seconds * kMicros));
    case ClockMode::kOffset: {
      auto clock = std::make_unique<OffsetClock>();
      if (!settings.clock_start_seconds) return std::unique_ptr<MovableClock>(std::move(clock));
      if (start_seconds * kMicros < now_micros) {
        return ValidationError("-clock-start: an offset clock does not go back before the present");
      }
      clock->Advance(start_seconds * kMicros - now_micros);
      return std::unique_ptr<MovableClock>(std::move(clock));
    }
  }
  return std::unique_ptr<MovableClock>();
}

void AddClockRoutes(ClockControl control, AdminRouter* router) {
  const auto routes = std::make_shared<ClockRoutes>(std::move(control));
  router->Add(HttpMethod::kGet, kPath, admin_actions::kReadClock,
              [routes](const AdminRouter::Request&) { return routes->Tell(); });
  router->Add(
      HttpMethod::kPost, kPath, admin_actions::kMoveClock,
      [routes](const AdminRouter::Request& request) { return routes->MoveBy(request.body); });
}

}  // namespace stator::server
