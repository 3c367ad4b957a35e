// Follows one stream and hands its changes to a function, each once and in the order of their
// numbers, over all shards: so the changes of one key come in the order in which they were made,
// and those of a shard before those of its children.
//
// Exactly once, within the life of a subscription: a change is handed over once, whatever shards do
// meanwhile. Across subscriptions it depends on when the caller writes down the number of the last
// change that was handled: with the effect itself in one transaction, exactly once; after the
// effect, at least once.
//
// Threads: the subscription's own one calls `deliver`, one call at a time. Its other methods may be
// called from any thread, but `deliver` must not call Stop or destroy the subscription: it would
// wait for itself. It ends a subscription by its reply. Lifetime: the store, the numbers and the
// clock behind the reader must outlive the subscription.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <thread>

#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "streams/stream_reader.h"

namespace stator {

struct StreamStart {
  enum class Kind { kOldest, kLatest, kAfter };
  Kind kind = Kind::kOldest;
  uint64_t after = 0;  // kAfter: the number of the last change that was handled
};

class StreamSubscription {
 public:
  // An error ends the subscription, which then has it as its status.
  using Deliver = std::function<Status(const ShardInfo& shard, const StreamChange& change)>;

  // kTrimmedData when changes behind the start are gone already. Every change that is acknowledged
  // after the return is behind kLatest.
  static Result<std::unique_ptr<StreamSubscription>> Start(const StreamReader& reader,
                                                           const StreamInfo& stream,
                                                           const StreamStart& start,
                                                           Deliver deliver);
  // As Stop.
  ~StreamSubscription();
  StreamSubscription(const StreamSubscription&) = delete;
  StreamSubscription& operator=(const StreamSubscription&) = delete;

  // Returns when no call of `deliver` is under way and none will come.
  void Stop();
  // Waits until it has ended, by itself or by Stop. It ends by itself when the stream is disabled
  // and everything was delivered, or on an error.
  void WaitUntilEnded();
  bool ended() const;
  // Why it ended; OK while it runs, after Stop, and at the end of a disabled stream. kTrimmedData:
  // changes that were due have become too old, or were already.
  Status status() const;

 private:
  class Round;

  StreamSubscription(const StreamReader& reader, const StreamInfo& stream, uint64_t position,
                     bool skip_old, Deliver deliver);
  void Run();
  Status FollowUntilEnd();
  // Delivers what lies before the watermark; false when it was stopped meanwhile.
  Result<bool> Follow();
  Status DeliverOne(const ShardInfo& shard, const StreamChange& change);
  // Whether the stream is disabled and everything in it was delivered.
  Result<bool> IsOver() const;
  bool stopping() const;

  const StreamReader reader_;
  const StreamInfo stream_;
  const Deliver deliver_;
  // Of the thread:
  uint64_t position_;  // changes with lower numbers were delivered
  bool skip_old_;      // on the way from the oldest change: what grows too old before it is reached
                       // is left out
  mutable Mutex mu_;
  CondVar changed_;
  bool stop_ GUARDED_BY(mu_) = false;
  bool ended_ GUARDED_BY(mu_) = false;
  Status status_ GUARDED_BY(mu_);
  Mutex join_mu_;
  std::thread thread_ GUARDED_BY(join_mu_);
};

}  // namespace stator
