// Changes the resource policy of a stream, which is in the stream's own record: it is there for as
// long as the stream is, also after the table.
//
// Threads: any. Both that are given must outlive this object.
#pragma once

#include <functional>
#include <string>

#include "kv/base/mutex.h"
#include "kv/base/status.h"
#include "kv/model/resource_policy.h"
#include "kv/store/store.h"
#include "kv/table/catalog.h"
#include "streams/stream_records.h"

namespace stator {

class StreamPolicies {
 public:
  StreamPolicies(Store* store, Catalog* catalog) : store_(store), catalog_(catalog) {}

  // `change` gets the policy of the stream as it is and may refuse. It is on disk when this returns
  // OK. kNotFound when the stream is gone.
  using Change = std::function<Status(ResourcePolicy*)>;
  Status Update(const StreamInfo& stream, const Change& change) EXCLUDES(mu_);

 private:
  // The stream's record, changed.
  Result<std::string> Changed(const StreamInfo& stream, const std::string& key,
                              const Change& change) const;

  Store* const store_;
  Catalog* const catalog_;
  // Held for the records of streams whose table is gone, which only their policies and their end
  // still change.
  Mutex mu_;
};

}  // namespace stator
