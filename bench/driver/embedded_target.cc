#include "bench/driver/embedded_target.h"

#include <array>
#include <utility>

#include "api/types/errors.h"
#include "kv/base/hex.h"

namespace stator::bench {
namespace {

// As GET /_stator/partitions writes them.
constexpr std::array<const char*, 5> kSplitReasons = {"request", "heat", "growth", "throughput",
                                                      "size"};

Outcome OutcomeOf(const Status& status) {
  Outcome outcome;
  if (status.ok()) return outcome;
  const auto throttle = ThrottleOf(status);
  outcome.kind = throttle ? Outcome::Kind::kThrottled : Outcome::Kind::kFailed;
  outcome.reason = throttle ? ReasonOf(*throttle)
                            : std::string(api::ToWireError(status.code()).exception_name());
  outcome.message = status.message();
  return outcome;
}

class EmbeddedLane final : public Lane {
 public:
  explicit EmbeddedLane(api::Engine* engine) : engine_(engine) {}

  Outcome Execute(const Request& request) override {
    return std::visit([this](const auto& typed) { return Run(typed); }, request);
  }

 private:
  Outcome Run(const api::GetItemRequest& request) { return Read(engine_->GetItem(request)); }
  Outcome Run(const api::QueryRequest& request) { return Read(engine_->Query(request)); }
  Outcome Run(const api::ScanRequest& request) { return Read(engine_->Scan(request)); }
  Outcome Run(const api::PutItemRequest& request) { return Write(engine_->PutItem(request)); }
  Outcome Run(const api::UpdateItemRequest& request) { return Write(engine_->UpdateItem(request)); }

  template <typename Response>
  static Outcome Read(const Result<Response>& reply) {
    Outcome outcome = OutcomeOf(reply.status());
    if (reply.ok() && reply->consumed_capacity) {
      outcome.read_units = reply->consumed_capacity->units;
    }
    return outcome;
  }
  static Outcome Write(const Result<api::WriteItemResponse>& reply) {
    Outcome outcome = OutcomeOf(reply.status());
    if (reply.ok() && reply->consumed_capacity) {
      outcome.write_units = reply->consumed_capacity->units;
    }
    return outcome;
  }

  api::Engine* const engine_;
};

std::vector<SecondOfUse> SecondsOf(uint32_t partition_id, const TableCapacity::KindUse& use) {
  for (const PartitionUse& one : use.partitions) {
    if (one.partition_id == partition_id) return one.seconds;
  }
  return {};
}

}  // namespace

Result<std::unique_ptr<EmbeddedTarget>> EmbeddedTarget::Open(const EmbeddedOptions& options) {
  api::EngineOptions engine_options;
  engine_options.path = options.path;
  engine_options.in_memory = options.path.empty();
  engine_options.durability = options.durability;
  engine_options.clock = options.clock;
  STATOR_ASSIGN_OR_RETURN(std::unique_ptr<api::Engine> engine, api::Engine::Open(engine_options));
  return std::unique_ptr<EmbeddedTarget>(new EmbeddedTarget(std::move(engine)));
}

Status EmbeddedTarget::CreateTable(const api::CreateTableRequest& request) {
  return engine_->CreateTable(request).status();  // tables are ACTIVE at once
}

Status EmbeddedTarget::DeleteTable(const std::string& table_name) {
  return engine_->DeleteTable({.table_name = table_name}).status();
}

Status EmbeddedTarget::SetCapacity(const std::string& table_name, CapacityMode mode) {
  return engine_->SetCapacityMode({.mode = mode, .table_name = table_name}).status();
}

std::optional<PartitionSnapshot> EmbeddedTarget::Partitions(const std::string& table_name) {
  const auto described = engine_->DescribePartitions({.table_name = table_name});
  if (!described.ok()) return std::nullopt;
  PartitionSnapshot snapshot;
  for (const api::ResourcePartitions& resource : described->resources) {
    for (const PartitionRange& range : resource.use.ranges) {
      snapshot.partitions.push_back({resource.use.index_name, range.id, ToHex(range.first_key),
                                     SecondsOf(range.id, resource.use.read),
                                     SecondsOf(range.id, resource.use.write)});
    }
  }
  for (const SplitEvent& split : described->splits) {
    snapshot.splits.push_back({static_cast<double>(split.wall_micros) / 1e6,
                               kSplitReasons[static_cast<size_t>(split.reason)],
                               split.index_name,
                               {split.gone.begin(), split.gone.end()},
                               {split.made.begin(), split.made.end()}});
  }
  return snapshot;
}

std::unique_ptr<Lane> EmbeddedTarget::NewLane() {
  return std::make_unique<EmbeddedLane>(engine_.get());
}

}  // namespace stator::bench
