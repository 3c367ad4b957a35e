// The writer of the crash test of partitions: 4 threads put items into a table with write shards
// and a global index, whose partitions are soon too large, while a clock is moved so that they are
// split. On its standard output:
//   done <thread> <number>      an acknowledged write
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <string>
#include <thread>
#include <vector>

#include "api/engine.h"
#include "kv/base/clock.h"
#include "tests/support/partition_table.h"

namespace stator::testing {
namespace {

constexpr int kWriters = 4;

// One call, so that lines of several threads do not mix.
void Tell(const std::string& line) {
  const std::string text = line + "\n";
  if (::write(STDOUT_FILENO, text.data(), text.size()) != static_cast<ssize_t>(text.size())) {
    std::abort();
  }
}

void Write(api::Engine* engine, int thread, int first) {
  for (int number = first;; ++number) {
    api::PutItemRequest put;
    put.table_name = kDividedTable;
    put.item = DividedItem(thread, number);
    if (!engine->PutItem(put).ok()) std::abort();
    Tell("done " + std::to_string(thread) + " " + std::to_string(number));
  }
}

}  // namespace
}  // namespace stator::testing

int main(int argc, char** argv) {
  using namespace stator::testing;
  if (argc != 3) return 2;
  stator::ManualClock clock(1'800'000'000'000'000);
  auto engine = OpenDivided(argv[1], &clock);
  if (!engine.ok()) return 1;
  Tell("open");
  std::vector<std::thread> threads;
  const int first = std::atoi(argv[2]);
  for (int w = 0; w < kWriters; ++w) {
    threads.emplace_back([&, w] { Write(engine->get(), w, first); });
  }
  for (;;) {
    std::this_thread::sleep_for(std::chrono::milliseconds(5));
    clock.Advance(60'000'000);
  }
}
