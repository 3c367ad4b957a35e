#include "ttl/time_to_live.h"

#include "ttl/transition_jobs.h"

namespace stator::ttl {

JobContext TimeToLive::Context() const {
  return {&database_->store(), &database_->catalog(), &database_->locks(), &database_->clock(),
          nullptr};
}

int64_t TimeToLive::TransientEnd() const {
  if (options_.transient_status_micros == 0) return 0;
  return database_->clock().MonotonicMicros() + options_.transient_status_micros;
}

void TimeToLive::Start(Database* database) {
  database_ = database;
  TableLifecycle& lifecycle = database->lifecycle();
  for (const std::shared_ptr<Table>& table : database->catalog().All()) {
    const TtlStatus status = table->schema()->ttl.status;
    if (status == TtlStatus::kEnabling) {
      lifecycle.RunInBackground(NewIndexingJob(Context(), table, 0, &sweep_wanted_));
    } else if (status == TtlStatus::kDisabling) {
      lifecycle.RunInBackground(NewDisabledJob(Context(), table, 0));
    }
  }
  lifecycle.RunStanding(
      NewSweepJob({database, &index_.recent(), &sweep_wanted_, &counters_}, options_.sweep));
}

Status TimeToLive::SwitchOn(const std::shared_ptr<Table>& table, const std::string& attribute,
                            const std::function<Status(const TableSchema&)>& check) {
  const int64_t now_micros = database_->clock().WallMicros();
  const auto change = [&](TableSchema* schema) {
    STATOR_RETURN_IF_ERROR(check(*schema));
    schema->ttl = {TtlStatus::kEnabling, attribute, now_micros};
    return OkStatus();
  };
  STATOR_RETURN_IF_ERROR(database_->catalog().Update(table.get(), change));
  database_->lifecycle().RunInBackground(
      NewIndexingJob(Context(), table, TransientEnd(), &sweep_wanted_));
  return OkStatus();
}

Status TimeToLive::SwitchOff(const std::shared_ptr<Table>& table,
                             const std::function<Status(const TableSchema&)>& check) {
  const int64_t now_micros = database_->clock().WallMicros();
  const bool transient = options_.transient_status_micros > 0;
  const auto change = [&](TableSchema* schema) {
    STATOR_RETURN_IF_ERROR(check(*schema));
    schema->ttl.status = transient ? TtlStatus::kDisabling : TtlStatus::kDisabled;
    schema->ttl.changed_micros = now_micros;
    return OkStatus();
  };
  STATOR_RETURN_IF_ERROR(database_->catalog().Update(table.get(), change));
  if (transient) {
    database_->lifecycle().RunInBackground(NewDisabledJob(Context(), table, TransientEnd()));
  }
  return OkStatus();
}

}  // namespace stator::ttl
