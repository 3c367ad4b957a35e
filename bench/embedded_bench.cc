// Embedded calls and their floor in one run: CPU time per call of Engine::GetItem and
// Engine::PutItem beside a get and a put of the same bytes on RocksDB alone, and of a PutItem on a
// table with a stream of both images. And what it costs that a GetItem is decided on: for a caller
// who may do everything, and for one who may touch some attributes of his own items. In memory.
//
//   embedded_bench --benchmark_repetitions=5
#include <benchmark/benchmark.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "api/engine.h"
#include "api/iam/policy.h"
#include "api/iam/principal.h"
#include "bench/raw_rocksdb.h"
#include "bench/workload.h"
#include "kv/codec/key_codec.h"
#include "kv/partition/hash_space.h"

namespace stator::bench {
namespace {

// The bytes under which the store keeps the item, made by the same code.
std::string StoredKey(int64_t key) {
  const std::string text = KeyText(key);
  std::string part;
  AppendKeyPart(ValueView(AttributeType::kString, text), &part);
  std::string stored;
  AppendBigEndian32(1, &stored);
  AppendBigEndian64(PartitionHash(part), &stored);
  return stored + part;
}

void Check(const Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "benchmark set-up failed: %s\n", status.message().c_str());
  std::abort();
}

std::unique_ptr<api::Engine> EngineWithItems(std::optional<api::StreamSpec> stream = {},
                                             const api::CallContext& caller = {}) {
  auto engine = api::Engine::Open({.in_memory = true});
  Check(engine.status());
  api::CreateTableRequest create;
  create.table_name = "bench";
  create.attribute_definitions = {{"pk", AttributeType::kString}};
  create.key_schema = {{"pk", true}};
  create.billing_mode = BillingMode::kPayPerRequest;
  create.stream = stream;
  Check((*engine)->CreateTable(create, caller).status());
  for (int64_t key = 0; key < kKeys; ++key) {
    const Item item = ItemAttributes(key, 0);
    Check((*engine)->PutItem({.table_name = "bench", .item = item}, caller).status());
  }
  return std::move(*engine);
}

std::vector<std::string> StoredKeys() {
  std::vector<std::string> keys;
  for (int64_t key = 0; key < kKeys; ++key) keys.push_back(StoredKey(key));
  return keys;
}

std::vector<Item> ItemsOf(int64_t version) {
  std::vector<Item> items;
  for (int64_t key = 0; key < kKeys; ++key) items.emplace_back(ItemAttributes(key, version));
  return items;
}

// Keys in an order that the processor cannot foresee, the same in every run.
size_t Next(size_t at) { return (at * 7921 + 104729) % kKeys; }

void RawGet(benchmark::State& state) {
  static RawRocksDb* const db = new RawRocksDb;
  const auto keys = StoredKeys();
  const auto items = ItemsOf(0);
  for (size_t i = 0; i < keys.size(); ++i) db->Put(keys[i], items[i].encoded());
  size_t at = 0;
  for (auto _ : state) {
    at = Next(at);
    benchmark::DoNotOptimize(db->Get(keys[at]));
  }
}
BENCHMARK(RawGet);

void GetItems(api::Engine* engine, const api::CallContext& caller,
              const std::optional<std::string>& projection, benchmark::State& state) {
  std::vector<api::GetItemRequest> requests;
  for (int64_t key = 0; key < kKeys; ++key) {
    requests.push_back(
        {.table_name = "bench", .key = KeyAttributes(key), .projection_expression = projection});
  }
  size_t at = 0;
  for (auto _ : state) {
    at = Next(at);
    auto reply = engine->GetItem(requests[at], caller);
    if (!reply.ok() || !reply->item) state.SkipWithError("item not found");
    benchmark::DoNotOptimize(reply);
  }
}

void EngineGet(benchmark::State& state) {
  static api::Engine* const engine = EngineWithItems().release();
  GetItems(engine, {}, std::nullopt, state);
}
BENCHMARK(EngineGet);

constexpr std::string_view kAccount = "123456789012";

api::Engine* EngineOfAccount() {
  static api::Engine* const engine =
      EngineWithItems({}, {.account = std::string(kAccount)}).release();
  return engine;
}

api::CallContext UserWith(const std::string& condition) {
  auto user = std::make_shared<api::iam::Principal>(api::iam::UserPrincipal(kAccount, "user"));
  auto policy = api::iam::Policy::Parse(
      R"({"Version": "2012-10-17", "Statement": [{"Effect": "Allow", "Action": "dynamodb:GetItem",
          "Resource": "arn:aws:dynamodb:*:123456789012:table/bench")" +
          condition + "}]}",
      api::iam::PolicyUse::kIdentity, "bench");
  Check(policy.status());
  user->identity_policies.push_back(*policy);
  return {.principal = std::move(user)};
}

void EngineGetOfUser(benchmark::State& state) {
  GetItems(EngineOfAccount(), UserWith(""), std::nullopt, state);
}
BENCHMARK(EngineGetOfUser);

// Beside the next: what the projection costs.
void EngineGetProjected(benchmark::State& state) {
  GetItems(EngineOfAccount(), {.account = std::string(kAccount)}, "pk", state);
}
BENCHMARK(EngineGetProjected);

void EngineGetOfTenant(benchmark::State& state) {
  GetItems(EngineOfAccount(), UserWith(R"(, "Condition": {
      "ForAllValues:StringLike": {"dynamodb:LeadingKeys": ["*"], "dynamodb:Attributes": ["pk"]},
      "StringEquals": {"dynamodb:Select": "SPECIFIC_ATTRIBUTES"}})"),
           "pk", state);
}
BENCHMARK(EngineGetOfTenant);

void RawPut(benchmark::State& state) {
  static RawRocksDb* const db = new RawRocksDb;
  const auto keys = StoredKeys();
  const auto items = ItemsOf(1);
  size_t at = 0;
  for (auto _ : state) {
    at = Next(at);
    db->Put(keys[at], items[at].encoded());
  }
}
BENCHMARK(RawPut);

// Where the puts of one engine are, also over repetitions. An equal put would write nothing. So
// each round through the keys has another version than the one before, and the first another one
// than EngineWithItems.
struct PutPlace {
  size_t at = 0;
  size_t puts = 0;
};

void PutVersions(api::Engine* engine, PutPlace* place, benchmark::State& state) {
  std::vector<api::PutItemRequest> requests;
  for (int64_t version = 1; version <= 2; ++version) {
    for (Item& item : ItemsOf(version)) {
      requests.push_back({.table_name = "bench", .item = std::move(item)});
    }
  }
  for (auto _ : state) {
    place->at = Next(place->at);
    const size_t round = place->puts++ / kKeys % 2;
    const auto reply = engine->PutItem(requests[place->at + round * kKeys]);
    if (!reply.ok()) state.SkipWithError("put refused");
  }
}

void EnginePut(benchmark::State& state) {
  static api::Engine* const engine = EngineWithItems().release();
  static PutPlace place;
  PutVersions(engine, &place, state);
}
BENCHMARK(EnginePut);

void EnginePutStreamed(benchmark::State& state) {
  static api::Engine* const engine =
      EngineWithItems(api::StreamSpec{true, StreamViewType::kNewAndOldImages}).release();
  static PutPlace place;
  PutVersions(engine, &place, state);
}
BENCHMARK(EnginePutStreamed);

}  // namespace
}  // namespace stator::bench

BENCHMARK_MAIN();
