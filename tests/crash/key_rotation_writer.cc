// The program that key_rotation_test starts and kills:
//   key_rotation_writer <folder>
// Changes the folder's key from one of the tests' two to the other, again and again, until killed.
// Prints a line when each change is complete.
#include <cstdio>
#include <string>

#include "kv/store/data_folder.h"
#include "kv/store/key_rotation.h"
#include "tests/support/store_harness.h"

namespace stator::testing {
namespace {

int Run(const std::string& folder) {
  const auto state = DataFolder::Inspect(folder);
  if (!state.ok() || !*state || !(*state)->encryption) return 1;
  bool other = FolderKeysFor(kOtherTestKey, *(*state)->encryption).ok();
  for (;; other = !other) {
    const auto report = RotateEncryptionKey(
        {folder, other ? kOtherTestKey : kTestKey, other ? kTestKey : kOtherTestKey});
    if (!report.ok()) {
      std::fprintf(stderr, "key_rotation_writer: %s\n", report.status().message().c_str());
      return 2;
    }
    std::printf("done\n");
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace stator::testing

int main(int argc, char** argv) { return argc == 2 ? stator::testing::Run(argv[1]) : 64; }
