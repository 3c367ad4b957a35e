#include "api/ops/page_reader.h"

#include "api/ops/capacity.h"
#include "api/ops/start_key.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

class PageReader {
 public:
  PageReader(const OpContext& context, const ReadPlan& plan, ReturnConsumedCapacity mode,
             ItemCursor* cursor)
      : context_(context), plan_(plan), cursor_(cursor), meter_(mode, plan.schema->name) {}

  Result<ReadPageResponse> Read() {
    response_.count_only = plan_.count_only;
    while (cursor_->Valid() && !PageIsFull()) {
      STATOR_RETURN_IF_ERROR(Take(cursor_->item()));
      if (plan_.limit && response_.scanned_count >= *plan_.limit) {
        // AWS reports where it stopped even if nothing is left behind that place.
        response_.last_evaluated_key = LastEvaluatedKey(plan_, cursor_->item());
        break;
      }
      Remember(cursor_->item());
      cursor_->Next();
    }
    STATOR_RETURN_IF_ERROR(cursor_->status());
    Charge();
    return std::move(response_);
  }

 private:
  // Whether the next entry would take the page over 1 MB. The first entry always fits.
  bool PageIsFull() {
    const size_t next_bytes = cursor_->item().SizeBytes();
    if (response_.scanned_count == 0 || bytes_ + next_bytes <= limits::kPageBytes) return false;
    response_.last_evaluated_key = LastEvaluatedKey(plan_, ItemView(last_entry_));
    return true;
  }

  // Only a page that is near its end needs to know the entry before the one at which it stops.
  void Remember(const ItemView& entry) {
    if (bytes_ + limits::kItemBytes > limits::kPageBytes) last_entry_ = entry.encoded();
  }

  Status Take(const ItemView& entry) {
    bytes_ += entry.SizeBytes();
    ++response_.scanned_count;
    if (!plan_.fetch_items) {
      Offer(entry);
      return OkStatus();
    }
    PinnedItem item;
    const Status status = ReadItem(context_.database->store(), *plan_.schema, entry, &item);
    // An item that was deleted since the entry was read is not part of the answer.
    if (status.code() == Code::kNotFound) return OkStatus();
    STATOR_RETURN_IF_ERROR(status);
    meter_.AddTable(ReadUnits(item.view().SizeBytes(), plan_.consistent));
    Offer(item.view());
    return OkStatus();
  }

  void Offer(const ItemView& item) {
    if (!plan_.filter.always_true() && !plan_.filter.Matches(&item)) return;
    ++response_.count;
    if (plan_.count_only) return;
    response_.items.push_back(plan_.projection.all() ? Item(item) : plan_.projection.Apply(item));
  }

  void Charge() {
    const double units = ReadUnits(bytes_, plan_.consistent);
    if (plan_.index == nullptr) {
      meter_.AddTable(units);
    } else {
      meter_.AddIndex(*plan_.index, units);
    }
    response_.scanned_bytes = bytes_;
    response_.consumed_capacity = meter_.Report();
  }

  const OpContext& context_;
  const ReadPlan& plan_;
  ItemCursor* const cursor_;
  CapacityMeter meter_;
  ReadPageResponse response_;
  size_t bytes_ = 0;
  std::string last_entry_;
};

}  // namespace

Result<ReadPageResponse> ReadPage(const OpContext& context, const ReadPlan& plan,
                                  ReturnConsumedCapacity return_consumed_capacity,
                                  ItemCursor* cursor) {
  return PageReader(context, plan, return_consumed_capacity, cursor).Read();
}

}  // namespace stator::api
