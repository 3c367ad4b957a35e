// A consumer of a stream as KCL is one: it follows all shards, finishes a parent before it begins
// with the children, and goes on where it was after a restart. The writers of its table add 1 to
// "v" of the item that they change, so it can tell whether it sees every change exactly once and
// in the order of its key: v must rise by 1 from record to record.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>

#include "api/engine.h"

namespace stator::testing {

inline constexpr std::string_view kCountedTable = "counted";

// A table with a stream of both images; the stream's ARN. Fails the test on an error.
std::string CreateCountedTable(api::Engine* engine);
std::string StreamArnOf(api::Engine* engine);
// Adds 1 to "v" of the item, and returns what it is then.
Result<int64_t> AddOne(api::Engine* engine, const std::string& key);

class StreamConsumer {
 public:
  explicit StreamConsumer(std::string stream_arn) : stream_arn_(std::move(stream_arn)) {}

  // Reads whatever can be read of shards whose parents are done; returns how many records that
  // were.
  size_t Poll(api::Engine* engine);
  // Until there is nothing more.
  void ReadAll(api::Engine* engine);

  // Of each key, the version in its last record.
  const std::map<std::string, int64_t>& versions() const { return versions_; }
  size_t shards() const { return shards_.size(); }
  size_t shards_done() const;

 private:
  struct Shard {
    std::string parent;
    std::string last_sequence_number;
    bool done = false;
  };

  void FindShards(api::Engine* engine);
  size_t ReadShard(api::Engine* engine, const std::string& id, Shard* shard);
  void Check(const api::StreamRecord& record, Shard* shard);

  const std::string stream_arn_;
  std::map<std::string, Shard> shards_;  // ids sort by age
  std::map<std::string, int64_t> versions_;
  std::set<std::string> event_ids_;
};

}  // namespace stator::testing
