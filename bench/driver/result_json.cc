#include "bench/driver/result_json.h"

#include <algorithm>
#include <cmath>
#include <ctime>
#include <fstream>
#include <map>
#include <string_view>
#include <thread>
#include <vector>

#include "api/json/json.h"
#include "bench/driver/workload.h"

namespace stator::bench {
namespace {

constexpr int64_t kFormat = 1;

using api::json::Writer;

void Put(std::string_view name, std::string_view text, Writer* json) {
  json->Name(name);
  json->String(text);
}
void Put(std::string_view name, int64_t number, Writer* json) {
  json->Name(name);
  json->Integer(number);
}
void Put(std::string_view name, double number, Writer* json) {
  json->Name(name);
  json->Double(number);
}
void PutNull(std::string_view name, Writer* json) {
  json->Name(name);
  json->Null();
}
template <typename T>
void PutOrNull(std::string_view name, const std::optional<T>& value, Writer* json) {
  if (value) {
    Put(name, *value, json);
  } else {
    PutNull(name, json);
  }
}

// "2026-11-22T14:10:00Z"
std::string TimeText(double wall_seconds) {
  const auto seconds = static_cast<std::time_t>(wall_seconds);
  std::tm parts = {};
  gmtime_r(&seconds, &parts);
  char text[32];
  std::strftime(text, sizeof text, "%Y-%m-%dT%H:%M:%SZ", &parts);
  return text;
}

std::string Processor() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const size_t colon = line.find(": ");
    if (line.starts_with("model name") && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

void WriteMachine(Writer* json) {
  json->Name("machine");
  json->BeginObject();
  Put("processor", Processor(), json);
  Put("cores", static_cast<int64_t>(std::thread::hardware_concurrency()), json);
  json->EndObject();
}

void WriteOptions(const RunOptions& options, const ResultContext& context, Writer* json) {
  const bool embedded = context.endpoint.empty();
  const bool provisioned = options.billing == BillingMode::kProvisioned;
  json->Name("options");
  json->BeginObject();
  Put("workload", options.workload, json);
  Put("target", embedded ? "embedded" : "http", json);
  PutOrNull("endpoint", embedded ? std::nullopt : std::optional(context.endpoint), json);
  Put("table", options.table, json);
  Put("seed", std::to_string(options.seed), json);
  Put("records", options.records, json);
  Put("workers", int64_t{options.workers}, json);
  PutOrNull("rate", options.rate, json);
  Put("duration_seconds", options.duration_seconds, json);
  Put("warm_up_seconds", options.warm_up_seconds, json);
  Put("billing", provisioned ? "provisioned" : "on_demand", json);
  PutOrNull("read_units", provisioned ? std::optional(options.read_units) : std::nullopt, json);
  PutOrNull("write_units", provisioned ? std::optional(options.write_units) : std::nullopt, json);
  PutOrNull("capacity",
            options.capacity ? std::optional(CapacityName(*options.capacity)) : std::nullopt, json);
  json->Name("virtual_time");
  json->Bool(context.virtual_time);
  Put("zipf_exponent", options.zipf_exponent, json);
  PutOrNull("read_share", options.read_share, json);
  Put("suffixes", int64_t{options.suffixes}, json);
  Put("write_shards", int64_t{options.write_shards}, json);
  PutOrNull("fields", options.fields, json);
  PutOrNull("field_bytes", options.field_bytes, json);
  json->EndObject();
}

void WritePercentile(std::string_view name, const LatencyCounts& counts, double percent,
                     Writer* json) {
  const bool any = counts.count() > 0;
  PutOrNull(name, any ? std::optional(counts.PercentileMicros(percent)) : std::nullopt, json);
}

void WriteLatency(std::string_view name, const LatencyCounts& counts, Writer* json) {
  const bool any = counts.count() > 0;
  json->Name(name);
  json->BeginObject();
  Put("count", counts.count(), json);
  PutOrNull("min_micros", any ? std::optional(counts.min_micros()) : std::nullopt, json);
  PutOrNull("mean_micros", any ? std::optional(counts.mean_micros()) : std::nullopt, json);
  PutOrNull("max_micros", any ? std::optional(counts.max_micros()) : std::nullopt, json);
  WritePercentile("p50_micros", counts, 50, json);
  WritePercentile("p90_micros", counts, 90, json);
  WritePercentile("p99_micros", counts, 99, json);
  WritePercentile("p99_9_micros", counts, 99.9, json);
  WritePercentile("p99_99_micros", counts, 99.99, json);
  json->Name("histogram");
  json->BeginArray();
  for (const auto& [micros, count] : counts.counts()) {
    json->BeginArray();
    json->Integer(micros);
    json->Integer(count);
    json->EndArray();
  }
  json->EndArray();
  json->EndObject();
}

void WriteOperations(const RunResult& result, Writer* json) {
  json->Name("operations");
  json->BeginArray();
  for (const auto& [name, operation] : result.tally.operations()) {
    json->BeginObject();
    Put("name", name, json);
    Put("ok", operation.ok.count(), json);
    Put("throttled", operation.throttled.count(), json);
    Put("failed", operation.failed, json);
    Put("ok_per_second", static_cast<double>(operation.ok.count()) / result.measured_seconds, json);
    WriteLatency("latency", operation.ok, json);
    WriteLatency("throttled_latency", operation.throttled, json);
    json->EndObject();
  }
  json->EndArray();
}

void WriteCounts(std::string_view name, const std::map<std::string, int64_t>& counts,
                 Writer* json) {
  json->Name(name);
  json->BeginObject();
  for (const auto& [what, count] : counts) Put(what, count, json);
  json->EndObject();
}

void WriteSeconds(const RunResult& result, Writer* json) {
  const std::map<int64_t, SecondTally>& seconds = result.tally.seconds();
  auto count = static_cast<int64_t>(std::ceil(result.measured_seconds));
  if (!seconds.empty()) count = std::max(count, seconds.rbegin()->first + 1);
  static const SecondTally kQuiet;
  json->Name("seconds");
  json->BeginArray();
  for (int64_t number = 0; number < count; ++number) {
    const auto it = seconds.find(number);
    const SecondTally& second = it == seconds.end() ? kQuiet : it->second;
    json->BeginObject();
    Put("second", number, json);
    Put("ok", second.ok.count(), json);
    Put("throttled", second.throttled, json);
    Put("failed", second.failed, json);
    Put("read_units", second.read_units, json);
    Put("write_units", second.write_units, json);
    WritePercentile("p50_micros", second.ok, 50, json);
    WritePercentile("p99_micros", second.ok, 99, json);
    json->EndObject();
  }
  json->EndArray();
}

void WriteUse(std::string_view name, const std::map<int64_t, PartitionTimeline::Use>& seconds,
              Writer* json) {
  json->Name(name);
  json->BeginArray();
  for (const auto& [second, use] : seconds) {
    json->BeginArray();
    json->Integer(second);
    json->Double(use.units);
    json->Integer(use.throttled);
    json->EndArray();
  }
  json->EndArray();
}

void WritePartitions(const PartitionTimeline& timeline, Writer* json) {
  json->Name("partitions");
  json->BeginArray();
  for (const PartitionTimeline::Partition& partition : timeline.Partitions()) {
    json->BeginObject();
    Put("index_name", partition.index_name, json);
    Put("partition_id", int64_t{partition.partition_id}, json);
    Put("first_key", partition.first_key, json);
    WriteUse("read", partition.read, json);
    WriteUse("write", partition.write, json);
    json->EndObject();
  }
  json->EndArray();
}

void WriteIds(std::string_view name, const std::vector<int64_t>& ids, Writer* json) {
  json->Name(name);
  json->BeginArray();
  for (const int64_t id : ids) json->Integer(id);
  json->EndArray();
}

void WriteSplits(const PartitionTimeline& timeline, Writer* json) {
  json->Name("splits");
  json->BeginArray();
  for (const SplitState& split : timeline.Splits()) {
    json->BeginObject();
    Put("second", split.wall_seconds, json);
    Put("reason", split.reason, json);
    Put("index_name", split.index_name, json);
    WriteIds("gone", split.gone, json);
    WriteIds("made", split.made, json);
    json->EndObject();
  }
  json->EndArray();
}

}  // namespace

std::string ResultJson(const RunOptions& options, const ResultContext& context,
                       const RunResult& result) {
  std::string text;
  Writer json(&text);
  json.BeginObject();
  Put("format", kFormat, &json);
  Put("program", "stator-bench", &json);
  Put("version", STATOR_VERSION, &json);
  Put("started", TimeText(result.started_wall_seconds), &json);
  WriteMachine(&json);
  WriteOptions(options, context, &json);
  Put("measured_seconds", result.measured_seconds, &json);
  WriteOperations(result, &json);
  WriteCounts("throttles", result.tally.throttles(), &json);
  WriteCounts("errors", result.tally.errors(), &json);
  json.Name("consumed");
  json.BeginObject();
  Put("read_units", result.tally.read_units(), &json);
  Put("write_units", result.tally.write_units(), &json);
  json.EndObject();
  Put("not_started", result.tally.not_started(), &json);
  WriteSeconds(result, &json);
  if (result.partitions) {
    WritePartitions(*result.partitions, &json);
    WriteSplits(*result.partitions, &json);
  } else {
    PutNull("partitions", &json);
    PutNull("splits", &json);
  }
  json.EndObject();
  return text + "\n";
}

}  // namespace stator::bench
