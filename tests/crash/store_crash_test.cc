// A process that writes is killed at random moments. Whatever it said was committed must be there.
#include <fcntl.h>
#include <gtest/gtest.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <string>
#include <string_view>
#include <thread>

#include "kv/store/store.h"
#include "tests/crash/store_records.h"
#include "tests/support/seeded_random.h"
#include "tests/support/store_harness.h"

namespace stator::testing {
namespace {

// Beside this test.
std::string WriterProgram() {
  return std::filesystem::read_symlink("/proc/self/exe").parent_path().string() + "/store_writer";
}

// What the killed processes have said so far.
struct Acknowledged {
  std::array<uint64_t, kStoreWriters> numbers{};
  uint64_t sequence = 0;
};

// A running store_writer; killed at the latest when this object goes.
class WriterProcess {
 public:
  WriterProcess(const std::string& folder, const std::string& durability) {
    int ends[2];
    if (::pipe2(ends, O_CLOEXEC) != 0) std::abort();
    output_ = ends[0];
    posix_spawn_file_actions_t actions;
    ::posix_spawn_file_actions_init(&actions);
    ::posix_spawn_file_actions_adddup2(&actions, ends[1], STDOUT_FILENO);
    std::string program = WriterProgram();
    std::string folder_argument = folder;
    std::string durability_argument = durability;
    char* const arguments[] = {program.data(), folder_argument.data(), durability_argument.data(),
                               nullptr};
    const int error = ::posix_spawn(&pid_, program.c_str(), &actions, nullptr, arguments, environ);
    ::posix_spawn_file_actions_destroy(&actions);
    ::close(ends[1]);
    EXPECT_EQ(error, 0) << "cannot start " << program;
  }
  ~WriterProcess() {
    Kill();
    ::close(output_);
  }
  WriterProcess(const WriterProcess&) = delete;
  WriterProcess& operator=(const WriterProcess&) = delete;

  // False when it says nothing for so long.
  bool WaitForOutput(std::chrono::milliseconds time_out) {
    pollfd poll{output_, POLLIN, 0};
    return ::poll(&poll, 1, static_cast<int>(time_out.count())) == 1;
  }

  void Kill() {
    if (pid_ <= 0) return;
    ::kill(pid_, SIGKILL);
    int result = 0;
    ::waitpid(pid_, &result, 0);
    EXPECT_TRUE(WIFSIGNALED(result)) << "it ended by itself with " << WEXITSTATUS(result);
    pid_ = -1;
  }

  // Everything that it said; after Kill. Each writer's numbers must follow those it had before.
  void ReadOutput(Acknowledged* said) {
    std::string text;
    std::array<char, 65'536> buffer;
    for (ssize_t n = 0; (n = ::read(output_, buffer.data(), buffer.size())) > 0;) {
      text.append(buffer.data(), static_cast<size_t>(n));
    }
    const uint64_t before = said->sequence;
    for (size_t begin = 0, end = 0; (end = text.find('\n', begin)) != std::string::npos;
         begin = end + 1) {
      int writer = 0;
      unsigned long long number = 0;
      unsigned long long sequence = 0;
      ASSERT_EQ(std::sscanf(text.c_str() + begin, "%d %llu %llu", &writer, &number, &sequence), 3);
      ASSERT_GT(sequence, before) << "a number of an earlier process came up again";
      said->numbers.at(static_cast<size_t>(writer)) = number;
      said->sequence = std::max<uint64_t>(said->sequence, sequence);
    }
  }

 private:
  pid_t pid_ = -1;
  int output_ = -1;
};

class StoreCrash : public ::testing::TestWithParam<const char*> {
 protected:
  // Opens the folder and compares it with what was said. kills: since the last look.
  void Check(const std::string& folder, uint64_t kills, Acknowledged* said, uint64_t* fence_token) {
    const auto store = MustOpen(Store::Open(CrashOptions(folder, GetParam())));
    ASSERT_NE(store, nullptr);
    EXPECT_GT(store->fence_token(), *fence_token);
    *fence_token = store->fence_token();
    EXPECT_GE(store->LatestSequence(), said->sequence);
    for (int writer = 0; writer < kStoreWriters; ++writer) {
      const Result<uint64_t> last = CheckRecords(*store, writer);
      ASSERT_TRUE(last.ok()) << last.status().message();
      uint64_t& number = said->numbers.at(static_cast<size_t>(writer));
      ASSERT_GE(*last, number) << "writer " << writer << " lost what was acknowledged";
      // A writer has one commit at a time under way, so at most one for each process may be there
      // without a word.
      ASSERT_LE(*last, number + kills) << writer;
      number = *last;
    }
  }
};

INSTANTIATE_TEST_SUITE_P(Kinds, StoreCrash, ::testing::Values("sync", "os", "encrypted"),
                         [](const auto& kind) { return std::string(kind.param); });

TEST_P(StoreCrash, WhatWasAcknowledgedSurvivesAKill) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  const ScratchFolder scratch;
  Acknowledged said;
  uint64_t fence_token = 0;
  for (int round = 0; round < 10; ++round) {
    WriterProcess process(scratch.path(), GetParam());
    ASSERT_TRUE(process.WaitForOutput(std::chrono::seconds(60))) << "round " << round;
    std::this_thread::sleep_for(std::chrono::microseconds(random.Between(0, 200'000)));
    process.Kill();
    ASSERT_NO_FATAL_FAILURE(process.ReadOutput(&said));
    ASSERT_NO_FATAL_FAILURE(Check(scratch.path(), 1, &said, &fence_token)) << "round " << round;
  }
  EXPECT_GT(said.numbers[0], 0U);
}

TEST_P(StoreCrash, AFolderWhoseMakingWasKilledCanBeUsed) {
  SeededRandom random;
  SCOPED_TRACE(random.Trace());
  for (int round = 0; round < 12; ++round) {
    const ScratchFolder scratch;
    Acknowledged said;
    uint64_t fence_token = 0;
    // Twice, so that the finishing of a half-made folder is killed too.
    constexpr int kAttempts = 2;
    for (int attempt = 0; attempt < kAttempts; ++attempt) {
      WriterProcess process(scratch.path(), GetParam());
      std::this_thread::sleep_for(std::chrono::microseconds(random.Between(0, 40'000)));
      process.Kill();
      ASSERT_NO_FATAL_FAILURE(process.ReadOutput(&said));
    }
    ASSERT_NO_FATAL_FAILURE(Check(scratch.path(), kAttempts, &said, &fence_token))
        << "round " << round;
  }
}

}  // namespace
}  // namespace stator::testing
