// An engine inside this process, called by its typed API: no JSON, no HTTP.
#pragma once

#include <memory>
#include <string>

#include "api/engine.h"
#include "bench/driver/target.h"
#include "kv/base/clock.h"

namespace stator::bench {

struct EmbeddedOptions {
  std::string path;  // data folder; "": in memory
  Durability durability = Durability::kSync;
  const Clock* clock = SystemClock();  // must outlive the target
};

class EmbeddedTarget final : public Target {
 public:
  static Result<std::unique_ptr<EmbeddedTarget>> Open(const EmbeddedOptions& options);

  Status CreateTable(const api::CreateTableRequest& request) override;
  Status DeleteTable(const std::string& table_name) override;
  Status SetCapacity(const std::string& table_name, CapacityMode mode) override;
  std::optional<PartitionSnapshot> Partitions(const std::string& table_name) override;
  std::unique_ptr<Lane> NewLane() override;

  api::Engine* engine() { return engine_.get(); }

 private:
  explicit EmbeddedTarget(std::unique_ptr<api::Engine> engine) : engine_(std::move(engine)) {}
  std::unique_ptr<api::Engine> engine_;
};

}  // namespace stator::bench
