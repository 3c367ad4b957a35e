// The writer of the crash test of streams: 16 threads add 1 to the versions of items of a table
// with a stream, while its partitions split. On its standard output:
//   done <key> <version>      an acknowledged write
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "api/engine.h"
#include "tests/support/seeded_random.h"
#include "tests/support/stream_consumer.h"

namespace stator::testing {
namespace {

constexpr int kWriters = 16;
constexpr int kKeys = 200;

// One call, so that lines of several threads do not mix.
void Tell(const std::string& line) {
  const std::string text = line + "\n";
  if (::write(STDOUT_FILENO, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    std::abort();
  }
}

void Write(api::Engine* engine, uint64_t seed) {
  SeededRandom random(seed);
  for (;;) {
    const std::string key = "key" + std::to_string(random.Between(1, kKeys));
    const auto version = AddOne(engine, key);
    if (!version.ok()) std::abort();
    Tell("done " + key + " " + std::to_string(*version));
  }
}

void Split(api::Engine* engine, uint64_t seed) {
  SeededRandom random(seed);
  for (;;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(random.Between(1, 60)));
    api::SplitPartitionRequest request;
    request.table_name = kCountedTable;
    if (!engine->SplitPartition(request).ok()) std::abort();
  }
}

}  // namespace
}  // namespace stator::testing

int main(int argc, char** argv) {
  using namespace stator::testing;
  if (argc != 3) return 2;
  const uint64_t seed = std::strtoull(argv[2], nullptr, 10);
  auto engine = stator::api::Engine::Open({.path = argv[1], .durability = stator::Durability::kOs});
  if (!engine.ok()) return 1;
  Tell("open");
  std::vector<std::thread> threads;
  for (uint64_t w = 0; w < kWriters; ++w) {
    threads.emplace_back([&, w] { Write(engine->get(), seed + w); });
  }
  threads.emplace_back([&] { Split(engine->get(), seed + kWriters); });
  for (std::thread& thread : threads) thread.join();
}
