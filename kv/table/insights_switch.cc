#include "kv/table/insights_switch.h"

#include <utility>

namespace stator {
namespace {

bool IsTransient(InsightsStatus status) {
  return status == InsightsStatus::kEnabling || status == InsightsStatus::kDisabling;
}

class EndSwitchJob final : public BackgroundJob {
 public:
  EndSwitchJob(const JobContext& context, std::shared_ptr<Table> table, std::string index_name,
               const InsightsSetting& begun)
      : context_(context),
        table_(std::move(table)),
        index_name_(std::move(index_name)),
        begun_(begun) {}

  Result<JobStep> Step() override {
    const Status status = context_.catalog->Update(table_.get(), [this](TableSchema* schema) {
      InsightsSetting* const setting = FindInsights(schema, index_name_);
      // The index is gone, or another switch has begun, which has a job of its own.
      if (setting == nullptr || *setting != begun_) return Status(Code::kNotFound, "");
      EndSwitch(context_.clock->WallMicros(), setting);
      return OkStatus();
    });
    if (!status.ok() && status.code() != Code::kNotFound) return status;
    return JobStep::Done();
  }

 private:
  const JobContext context_;
  const std::shared_ptr<Table> table_;
  const std::string index_name_;
  const InsightsSetting begun_;
};

}  // namespace

bool BeginSwitch(const InsightsWish& wish, int64_t now_micros, InsightsSetting* setting) {
  const bool same_mode = !wish.on || setting->mode == wish.mode;
  if (wish.on == setting->is_on() && same_mode) return false;
  if (wish.on) {
    if (!setting->is_on()) setting->enabled_micros = now_micros;
    setting->mode = wish.mode;
  }
  setting->status = wish.on ? InsightsStatus::kEnabling : InsightsStatus::kDisabling;
  setting->changed_micros = now_micros;
  return true;
}

void EndSwitch(int64_t now_micros, InsightsSetting* setting) {
  if (!IsTransient(setting->status)) return;
  setting->status = setting->is_on() ? InsightsStatus::kEnabled : InsightsStatus::kDisabled;
  setting->changed_micros = now_micros;
}

InsightsSetting* FindInsights(TableSchema* schema, std::string_view index_name) {
  if (index_name.empty()) return &schema->insights;
  for (IndexSchema& index : schema->indexes) {
    if (index.kind == IndexKind::kGlobal && index.name == index_name) return &index.insights;
  }
  return nullptr;
}

const InsightsSetting* FindInsights(const TableSchema& schema, std::string_view index_name) {
  if (index_name.empty()) return &schema.insights;
  const IndexSchema* const index = schema.FindIndex(index_name);
  return index != nullptr && index->kind == IndexKind::kGlobal ? &index->insights : nullptr;
}

std::unique_ptr<BackgroundJob> NewEndSwitchJob(const JobContext& context,
                                               std::shared_ptr<Table> table, std::string index_name,
                                               const InsightsSetting& begun) {
  return std::make_unique<EndSwitchJob>(context, std::move(table), std::move(index_name), begun);
}

}  // namespace stator
