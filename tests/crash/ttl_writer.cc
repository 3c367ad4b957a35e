// Writes items with times to live, moves its clock so that they are swept, and switches time to
// live off and on, until it is killed: ttl_writer FOLDER SEED FIRST_SECOND FIRST_VERSION. With
// FIRST_VERSION 0 it does not write: what gets killed is recovery, and the sweep after it. Lines
// that it writes:
//   open
//   clock <second>              before the clock goes there
//   begin <key> <version>       before the item is put; its time follows from the version
//   done
#include <unistd.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <thread>

#include "tests/crash/ttl_items.h"
#include "tests/support/seeded_random.h"
#include "tests/support/ttl_harness.h"

namespace stator::testing {
namespace {

// One write call: lines of several threads never mix.
void Tell(const std::string& line) {
  const std::string whole = line + "\n";
  if (write(STDOUT_FILENO, whole.data(), whole.size()) < 0) std::abort();
}

void Must(const Status& status) {
  if (status.ok()) return;
  std::fprintf(stderr, "ttl_writer: %s\n", status.message().c_str());
  std::abort();
}

void WriteForEver(TtlDatabase* ttl, const std::shared_ptr<Table>& table, uint64_t seed,
                  int64_t version) {
  SeededRandom random(seed);
  for (;; ++version) {
    const int64_t key = random.Between(0, kCrashKeys - 1);
    Tell("begin " + std::to_string(key) + " " + std::to_string(version));
    const Item item = CrashItem(key, version);
    const auto put = [&](const ItemView*) -> Result<Mutation> {
      return Mutation::Put(item.view());
    };
    Must(ttl->database()->writer().Write({table.get(), item.view(), put}).status());
    Tell("done");
  }
}

[[noreturn]] void SwitchForEver(TtlDatabase* ttl, const std::shared_ptr<Table>& table) {
  const auto agree = [](const TableSchema&) { return OkStatus(); };
  for (int round = 0;; ++round) {
    // Often a restart finds it ENABLING with the index half full.
    if (round % 8 == 7) Must(ttl->ttl().SwitchOff(table, agree));
    if (!ttl::IsIndexed(table->schema()->ttl)) Must(ttl->ttl().SwitchOn(table, "ttl", agree));
    Tell("clock " + std::to_string(ttl->now() + 1));
    ttl->clock().Advance(1'000'000);
    std::this_thread::sleep_for(std::chrono::milliseconds(2));
  }
}

}  // namespace
}  // namespace stator::testing

int main(int argc, char** argv) {
  using namespace stator::testing;
  if (argc != 5) return 2;
  const uint64_t seed = std::strtoull(argv[2], nullptr, 10);
  const int64_t first_version = std::strtoll(argv[4], nullptr, 10);
  TtlDatabase ttl(OnDiskOptions(argv[1]), {}, std::strtoll(argv[3], nullptr, 10));
  auto table = ttl.database()->catalog().Find(kSpace, "t");
  if (table == nullptr) table = CreateTable(ttl.database(), SimpleSchema("t", false));
  Tell("open");
  if (first_version > 0) {
    std::thread([&] { WriteForEver(&ttl, table, seed, first_version); }).detach();
  }
  SwitchForEver(&ttl, table);
}
