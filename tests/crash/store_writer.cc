// The program that store_crash_test starts and kills:
//   store_writer <folder> sync|os|encrypted
// Opens the store and lets each writer go on with its numbers (store_records.h) until killed.
// Prints a line "<writer> <number> <sequence>" after each commit that was acknowledged.
#include <unistd.h>

#include <cstdio>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include "tests/crash/store_records.h"
#include "tests/support/store_harness.h"

namespace stator::testing {
namespace {

[[noreturn]] void Fail(const Status& status) {
  std::fprintf(stderr, "store_writer: %s\n", status.message().c_str());
  ::_exit(2);
}

void Write(Store* store, int writer) {
  const Result<uint64_t> last = CheckRecords(*store, writer);
  if (!last.ok()) Fail(last.status());
  for (uint64_t n = *last + 1;; ++n) {
    const Result<uint64_t> sequence = CommitRecord(store, writer, n);
    if (!sequence.ok()) Fail(sequence.status());
    char line[80];
    const int size = std::snprintf(line, sizeof(line), "%d %llu %llu\n", writer,
                                   static_cast<unsigned long long>(n),
                                   static_cast<unsigned long long>(*sequence));
    // One write each: lines of several threads do not mix.
    if (::write(STDOUT_FILENO, line, static_cast<size_t>(size)) != size) ::_exit(1);
    ::usleep(100);  // the test is about moments, not about volume
  }
}

int Run(const std::string& folder, std::string_view durability) {
  Result<std::unique_ptr<Store>> store = Store::Open(CrashOptions(folder, durability));
  if (!store.ok()) Fail(store.status());
  std::vector<std::thread> threads;
  for (int writer = 0; writer < kStoreWriters; ++writer) {
    threads.emplace_back(Write, store->get(), writer);
  }
  for (std::thread& thread : threads) thread.join();
  return 0;
}

}  // namespace
}  // namespace stator::testing

int main(int argc, char** argv) {
  if (argc != 3) return 64;
  return stator::testing::Run(argv[1], argv[2]);
}
