#include "streams/stream_subscription.h"

#include <algorithm>
#include <exception>
#include <queue>
#include <utility>
#include <vector>

namespace stator {
namespace {

// How long it sleeps when nothing is new. Changes wake nobody, so that a write costs nothing more.
constexpr int64_t kPollMicros = 5'000;

}  // namespace

// The changes of several shards in [from, below), merged by number.
class StreamSubscription::Round {
 public:
  Round(const StreamReader& reader, const StreamInfo& stream, std::vector<ShardInfo> shards,
        uint64_t from, uint64_t below)
      : stream_(stream), shards_(std::move(shards)) {
    ReadOptions options;
    options.fill_cache = false;
    for (size_t i = 0; i < shards_.size(); ++i) {
      cursors_.push_back(reader.store().NewCursor(
          kStreamsFamily, ChangesOf(stream.id, shards_[i].number, from, below), options));
      Push(i);
    }
  }

  bool Valid() const { return !next_.empty(); }
  const ShardInfo& shard() const { return shards_[next_.top().second]; }
  Result<StreamChange> Change() const {
    const Cursor& cursor = *cursors_[next_.top().second];
    return ReadChange(stream_, next_.top().first, cursor.value());
  }
  void Next() {
    const size_t i = next_.top().second;
    next_.pop();
    cursors_[i]->Next();
    Push(i);
  }
  Status status() const {
    for (const auto& cursor : cursors_) STATOR_RETURN_IF_ERROR(cursor->status());
    return OkStatus();
  }

 private:
  using NumberAndShard = std::pair<uint64_t, size_t>;
  void Push(size_t i) {
    if (cursors_[i]->Valid()) next_.emplace(ChangeNumberOf(cursors_[i]->key()), i);
  }

  const StreamInfo& stream_;
  const std::vector<ShardInfo> shards_;
  std::vector<std::unique_ptr<Cursor>> cursors_;
  std::priority_queue<NumberAndShard, std::vector<NumberAndShard>, std::greater<>> next_;
};

namespace {

// The first number that is young enough, given that times rise with numbers over all shards.
Result<uint64_t> OldestStart(const StreamReader& reader, const StreamInfo& stream) {
  STATOR_ASSIGN_OR_RETURN(const std::vector<ShardInfo> shards, reader.Shards(stream));
  uint64_t position = 0;
  for (const ShardInfo& shard : shards) {
    STATOR_ASSIGN_OR_RETURN(const uint64_t oldest, reader.OldestPosition(stream, shard));
    if (oldest > shard.first_number) position = std::max(position, oldest);
  }
  return position;
}

Result<uint64_t> StartPosition(const StreamReader& reader, const StreamInfo& stream,
                               const StreamStart& start) {
  switch (start.kind) {
    case StreamStart::Kind::kOldest: return OldestStart(reader, stream);
    case StreamStart::Kind::kLatest: return reader.LatestPosition();
    case StreamStart::Kind::kAfter: break;
  }
  STATOR_ASSIGN_OR_RETURN(const uint64_t trimmed_below, reader.TrimmedBelow(stream));
  if (start.after + 1 < trimmed_below) return TrimmedData();
  return start.after + 1;
}

}  // namespace

Result<std::unique_ptr<StreamSubscription>> StreamSubscription::Start(const StreamReader& reader,
                                                                      const StreamInfo& stream,
                                                                      const StreamStart& start,
                                                                      Deliver deliver) {
  STATOR_ASSIGN_OR_RETURN(const uint64_t position, StartPosition(reader, stream, start));
  const bool skip_old = start.kind == StreamStart::Kind::kOldest;
  return std::unique_ptr<StreamSubscription>(
      new StreamSubscription(reader, stream, position, skip_old, std::move(deliver)));
}

StreamSubscription::StreamSubscription(const StreamReader& reader, const StreamInfo& stream,
                                       uint64_t position, bool skip_old, Deliver deliver)
    : reader_(reader),
      stream_(stream),
      deliver_(std::move(deliver)),
      position_(position),
      skip_old_(skip_old) {
  MutexLock lock(&join_mu_);
  thread_ = std::thread([this] { Run(); });
}

StreamSubscription::~StreamSubscription() { Stop(); }

void StreamSubscription::Stop() {
  {
    MutexLock lock(&mu_);
    stop_ = true;
  }
  changed_.NotifyAll();
  MutexLock lock(&join_mu_);
  if (thread_.joinable()) thread_.join();
}

void StreamSubscription::WaitUntilEnded() {
  MutexLock lock(&mu_);
  while (!ended_) changed_.Wait(&mu_);
}

bool StreamSubscription::ended() const {
  MutexLock lock(&mu_);
  return ended_;
}

Status StreamSubscription::status() const {
  MutexLock lock(&mu_);
  return status_;
}

bool StreamSubscription::stopping() const {
  MutexLock lock(&mu_);
  return stop_;
}

void StreamSubscription::Run() {
  Status status;
  try {
    status = FollowUntilEnd();
  } catch (const std::exception& error) {  // of the caller's function
    status = InternalError(error.what());
  }
  MutexLock lock(&mu_);
  status_ = std::move(status);
  ended_ = true;
  changed_.NotifyAll();
}

Status StreamSubscription::FollowUntilEnd() {
  while (true) {
    STATOR_ASSIGN_OR_RETURN(const bool whole, Follow());
    if (!whole) return OkStatus();
    STATOR_ASSIGN_OR_RETURN(const bool over, IsOver());
    if (over) return OkStatus();
    MutexLock lock(&mu_);
    if (!stop_) changed_.WaitFor(&mu_, kPollMicros);
    if (stop_) return OkStatus();
  }
}

// The watermark is taken before the list of shards: a change below it was made in a shard that was
// there when it was made, and so is in the list.
Result<bool> StreamSubscription::Follow() {
  const uint64_t below = reader_.SettledBelow();
  if (position_ >= below) return true;
  STATOR_ASSIGN_OR_RETURN(std::vector<ShardInfo> shards, reader_.ShardsOnDisk(stream_));
  std::erase_if(shards, [this](const ShardInfo& shard) {
    return shard.closed() && shard.last_number < position_;
  });
  Round round(reader_, stream_, std::move(shards), position_, below);
  // Whatever was removed before the cursors were opened shows in the trim point.
  STATOR_ASSIGN_OR_RETURN(const uint64_t trimmed_below, reader_.TrimmedBelow(stream_));
  if (position_ < trimmed_below && !skip_old_) return TrimmedData();
  for (; round.Valid(); round.Next()) {
    if (stopping()) return false;
    STATOR_ASSIGN_OR_RETURN(const StreamChange change, round.Change());
    STATOR_RETURN_IF_ERROR(DeliverOne(round.shard(), change));
    position_ = change.number + 1;
  }
  STATOR_RETURN_IF_ERROR(round.status());
  position_ = below;
  skip_old_ = false;
  return true;
}

Status StreamSubscription::DeliverOne(const ShardInfo& shard, const StreamChange& change) {
  if (change.micros < reader_.OldestMicros()) return skip_old_ ? OkStatus() : TrimmedData();
  return deliver_(shard, change);
}

Result<bool> StreamSubscription::IsOver() const {
  const Result<StreamInfo> stream = reader_.Find(stream_.space, stream_.table_name, stream_.label);
  if (stream.status().code() == Code::kNotFound) return true;
  STATOR_RETURN_IF_ERROR(stream.status());
  if (stream->enabled()) return false;
  STATOR_ASSIGN_OR_RETURN(const std::vector<ShardInfo> shards, reader_.Shards(stream_));
  return std::all_of(shards.begin(), shards.end(), [this](const ShardInfo& shard) {
    return shard.closed() && shard.last_number < position_;
  });
}

}  // namespace stator
