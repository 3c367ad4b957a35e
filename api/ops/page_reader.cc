#include "api/ops/page_reader.h"

#include "api/ops/capacity.h"
#include "api/ops/page_capacity.h"
#include "api/ops/start_key.h"
#include "kv/base/limits.h"

namespace stator::api {
namespace {

class PageReader {
 public:
  PageReader(const OpContext& context, const ReadPlan& plan, ReturnConsumedCapacity mode,
             std::string_view begin, ItemCursor* cursor)
      : context_(context),
        plan_(plan),
        begin_(begin),
        cursor_(cursor),
        capacity_(context, plan),
        meter_(mode, plan.schema->name) {}

  Result<ReadPageResponse> Read() {
    response_.count_only = plan_.count_only;
    STATOR_RETURN_IF_ERROR(capacity_.Enter(cursor_->Valid() ? cursor_->key() : begin_));
    while (cursor_->Valid() && !PageIsFull() && HasCapacity()) {
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

  // The first entry's partition has let the page in; one that comes later may end it.
  bool HasCapacity() {
    if (capacity_.Enter(cursor_->key()).ok()) return true;
    response_.last_evaluated_key = LastEvaluatedKey(plan_, ItemView(last_entry_));
    return false;
  }

  // Only a page that may end before the next entry needs to know the one before it.
  void Remember(const ItemView& entry) {
    const bool nearly_full = bytes_ + limits::kItemBytes > limits::kPageBytes;
    if (nearly_full || capacity_.may_end_page()) last_entry_ = entry.encoded();
  }

  Status Take(const ItemView& entry) {
    bytes_ += entry.SizeBytes();
    capacity_.Read(entry.SizeBytes());
    ++response_.scanned_count;
    if (!plan_.fetch_items) {
      Offer(entry, entry);
      return OkStatus();
    }
    PinnedItem item;
    const Status status =
        ReadItem(context_.database->store(), *plan_.schema, entry, &item, plan_.state.get());
    // An item that was deleted since the entry was read is not part of the answer.
    if (status.code() == Code::kNotFound) return OkStatus();
    STATOR_RETURN_IF_ERROR(status);
    const double units = ReadUnits(item.view().SizeBytes(), plan_.consistent);
    capacity_.Fetch(units);
    meter_.AddTable(units);
    Offer(item.view(), plan_.fetch_for_filter ? entry : item.view());
    return OkStatus();
  }

  // What is `seen` by the filter decides whether `given` is in the page.
  void Offer(const ItemView& seen, const ItemView& given) {
    if (!plan_.filter.always_true() && !plan_.filter.Matches(&seen)) return;
    ++response_.count;
    if (plan_.count_only) return;
    response_.items.push_back(plan_.projection.all() ? Item(given) : plan_.projection.Apply(given));
  }

  void Charge() {
    capacity_.Finish();
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
  const std::string_view begin_;
  ItemCursor* const cursor_;
  PageCapacity capacity_;
  CapacityMeter meter_;
  ReadPageResponse response_;
  size_t bytes_ = 0;
  std::string last_entry_;
};

}  // namespace

Result<ReadPageResponse> ReadPage(const OpContext& context, const ReadPlan& plan,
                                  ReturnConsumedCapacity return_consumed_capacity,
                                  std::string_view begin, ItemCursor* cursor) {
  Result<ReadPageResponse> page =
      PageReader(context, plan, return_consumed_capacity, begin, cursor).Read();
  if (page.ok() && context.meter != nullptr) {
    context.meter->NoteReturned(static_cast<size_t>(page->count), 0);
  }
  return page;
}

}  // namespace stator::api
