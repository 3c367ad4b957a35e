// What encryption at rest costs, in one run: embedded calls on a folder with a key beside the same
// on one without. On disk, -durability os, as with sync the disk would be all that is measured.
//
//   encryption_bench --benchmark_repetitions=5 --benchmark_enable_random_interleaving=true
#include <benchmark/benchmark.h>

#include <cstdlib>
#include <filesystem>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "api/engine.h"
#include "bench/workload.h"

namespace stator::bench {
namespace {

constexpr int kRounds = 10;                  // of kKeys items: about 90 MB
constexpr size_t kAllItems = 256 << 20;      // a block cache that all items fit into
constexpr size_t kHardlyAnyItem = 64 << 10;  // each read goes to the file, in the page cache

void Check(const Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "benchmark set-up failed: %s\n", status.message().c_str());
  std::abort();
}

std::unique_ptr<api::Engine> Open(const std::string& path, bool encrypted, size_t cache_bytes) {
  api::EngineOptions options;
  options.path = path;
  options.durability = Durability::kOs;
  options.compact_at_open = true;
  options.block_cache_bytes = cache_bytes;
  if (encrypted) options.encryption_key = std::string(32, 'k');
  auto engine = api::Engine::Open(options);
  Check(engine.status());
  return std::move(*engine);
}

void Fill(api::Engine* engine) {
  api::CreateTableRequest create;
  create.table_name = "bench";
  create.attribute_definitions = {{"pk", AttributeType::kString}};
  create.key_schema = {{"pk", true}};
  create.billing_mode = BillingMode::kPayPerRequest;
  Check(engine->CreateTable(create).status());
  for (int64_t key = 0; key < int64_t{kRounds} * kKeys; ++key) {
    Check(engine->PutItem({.table_name = "bench", .item = ItemAttributes(key, 0)}).status());
  }
}

// Folders of this run, gone with the process.
std::vector<std::string>& Folders() {
  static std::vector<std::string>* const folders = new std::vector<std::string>;
  return *folders;
}

void RemoveFolders() {
  for (const std::string& folder : Folders()) std::filesystem::remove_all(folder);
}

// An engine on a folder with all items in files.
api::Engine* FilledEngine(bool encrypted, size_t cache_bytes) {
  std::string path = (std::filesystem::temp_directory_path() / "stator-bench-XXXXXX").string();
  if (::mkdtemp(path.data()) == nullptr) std::abort();
  if (Folders().empty()) std::atexit(&RemoveFolders);
  Folders().push_back(path);
  Fill(Open(path, encrypted, cache_bytes).get());
  return Open(path, encrypted, cache_bytes).release();
}

// Keys in an order that the processor cannot foresee, the same in every run.
int64_t Next(int64_t at) { return (at * 7921 + 104729) % (int64_t{kRounds} * kKeys); }

void Get(benchmark::State& state, api::Engine* engine) {
  int64_t at = 0;
  for (auto _ : state) {
    at = Next(at);
    auto reply = engine->GetItem({.table_name = "bench", .key = KeyAttributes(at)});
    if (!reply.ok() || !reply->item) state.SkipWithError("item not found");
    benchmark::DoNotOptimize(reply);
  }
}

void Put(benchmark::State& state, api::Engine* engine) {
  static int64_t version = 0;
  int64_t at = 0;
  for (auto _ : state) {
    at = Next(at);
    const auto reply =
        engine->PutItem({.table_name = "bench", .item = ItemAttributes(at, ++version)});
    if (!reply.ok()) state.SkipWithError("put refused");
  }
}

void Scan(benchmark::State& state, api::Engine* engine) {
  int64_t items = 0;
  api::ScanRequest request;
  request.table_name = "bench";
  for (auto _ : state) {
    auto page = engine->Scan(request);
    if (!page.ok()) state.SkipWithError("scan refused");
    items += page->count;
    request.exclusive_start_key = page->last_evaluated_key;
  }
  state.SetItemsProcessed(items);
}

template <bool kEncrypted, size_t kCacheBytes>
api::Engine* Engine() {
  static api::Engine* const engine = FilledEngine(kEncrypted, kCacheBytes);
  return engine;
}

void GetCached(benchmark::State& state) { Get(state, Engine<false, kAllItems>()); }
void GetCachedEncrypted(benchmark::State& state) { Get(state, Engine<true, kAllItems>()); }
void GetFromFile(benchmark::State& state) { Get(state, Engine<false, kHardlyAnyItem>()); }
void GetFromFileEncrypted(benchmark::State& state) { Get(state, Engine<true, kHardlyAnyItem>()); }
void ScanFromFile(benchmark::State& state) { Scan(state, Engine<false, kHardlyAnyItem>()); }
void ScanFromFileEncrypted(benchmark::State& state) { Scan(state, Engine<true, kHardlyAnyItem>()); }
void PutOnDisk(benchmark::State& state) { Put(state, Engine<false, kAllItems>()); }
void PutOnDiskEncrypted(benchmark::State& state) { Put(state, Engine<true, kAllItems>()); }

// Puts leave the files that Get and Scan read in disorder, so they come last.
BENCHMARK(GetCached);
BENCHMARK(GetCachedEncrypted);
BENCHMARK(GetFromFile);
BENCHMARK(GetFromFileEncrypted);
BENCHMARK(ScanFromFile);
BENCHMARK(ScanFromFileEncrypted);
BENCHMARK(PutOnDisk);
BENCHMARK(PutOnDiskEncrypted);

}  // namespace
}  // namespace stator::bench

BENCHMARK_MAIN();
