#include "kv/table/change_numbers.h"

#include <algorithm>
#include <utility>

#include "kv/table/catalog_records.h"

namespace stator {
namespace {

// Numbers that one record reserves: a restart skips at most this many.
constexpr uint64_t kBlock = 1 << 20;

}  // namespace

ChangeTicket::~ChangeTicket() {
  if (numbers_ != nullptr) numbers_->Settle(first_, count_);
}

ChangeTicket::ChangeTicket(ChangeTicket&& other) noexcept
    : numbers_(std::exchange(other.numbers_, nullptr)),
      first_(other.first_),
      count_(other.count_) {}

ChangeTicket& ChangeTicket::operator=(ChangeTicket&& other) noexcept {
  std::swap(numbers_, other.numbers_);
  std::swap(first_, other.first_);
  std::swap(count_, other.count_);
  return *this;
}

Result<std::unique_ptr<ChangeNumbers>> ChangeNumbers::Load(Store* store) {
  std::unique_ptr<ChangeNumbers> numbers(new ChangeNumbers(store));
  PinnedValue value;
  const Status status = store->Get(kCatalogFamily, NextChangeRecordKey(), &value);
  if (status.code() == Code::kNotFound) return numbers;
  STATOR_RETURN_IF_ERROR(status);
  STATOR_ASSIGN_OR_RETURN(const uint64_t next, DecodeChangeNumber(value.bytes()));
  MutexLock lock(&numbers->mu_);
  numbers->next_ = numbers->reserved_end_ = numbers->settled_below_ = next;
  return numbers;
}

Result<ChangeTicket> ChangeNumbers::Take(size_t count) {
  MutexLock lock(&mu_);
  if (next_ + count > reserved_end_) STATOR_RETURN_IF_ERROR(Reserve(count));
  ChangeTicket ticket(this, next_, count);
  next_ += count;
  settled_.insert(settled_.end(), count, false);
  return ticket;
}

Status ChangeNumbers::Reserve(size_t count) {
  const uint64_t end = next_ + std::max<uint64_t>(count, kBlock);
  const auto batch = store_->NewBatch();
  batch->Put(kCatalogFamily, NextChangeRecordKey(), EncodeChangeNumber(end));
  STATOR_RETURN_IF_ERROR(store_->Commit(*batch).status());
  reserved_end_ = end;
  return OkStatus();
}

void ChangeNumbers::Settle(uint64_t first, size_t count) {
  MutexLock lock(&mu_);
  const auto begin = settled_.begin() + static_cast<ptrdiff_t>(first - settled_below_);
  std::fill_n(begin, count, true);
  while (!settled_.empty() && settled_.front()) {
    settled_.pop_front();
    ++settled_below_;
  }
}

uint64_t ChangeNumbers::SettledBelow() const {
  MutexLock lock(&mu_);
  return settled_below_;
}

}  // namespace stator
