#include "kv/base/named_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>

#include <fstream>
#include <string>
#include <thread>

#include "tests/support/store_harness.h"

namespace stator {
namespace {

using testing::ScratchFolder;

constexpr size_t kMostBytes = 200'000;

class NamedFileTest : public ::testing::Test {
 protected:
  std::string Write(const std::string& text, mode_t mode) const {
    std::ofstream(path_) << text;
    EXPECT_EQ(::chmod(path_.c_str(), mode), 0);
    return path_;
  }
  static std::string ReasonOf(const std::string& path, const NamedFileRules& rules) {
    const Result<std::string> text = ReadNamedFile(path, rules);
    EXPECT_TRUE(text.ok() || text.status().code() == Code::kValidation);
    return text.ok() ? "" : text.status().message();
  }

  const ScratchFolder scratch_;
  const std::string path_ = scratch_.path() + "/file";
};

TEST_F(NamedFileTest, IsReadWhole) {
  for (const size_t bytes : {size_t{0}, size_t{1}, size_t{16'384}, size_t{100'001}, kMostBytes}) {
    const std::string text(bytes, 'x');
    EXPECT_EQ(ReadNamedFile(Write(text, 0644), {kMostBytes}).value(), text) << bytes;
  }
}

TEST_F(NamedFileTest, HasALimit) {
  EXPECT_EQ(ReasonOf(Write(std::string(kMostBytes + 1, 'x'), 0644), {kMostBytes}),
            "it is larger than 200000 bytes");
  EXPECT_EQ(ReasonOf(Write(std::string(3 << 20, 'x'), 0644), {2 << 20}), "it is larger than 2 MB");
}

TEST_F(NamedFileTest, ASecretIsItsOwnersAlone) {
  const NamedFileRules rules{kMostBytes, FileSecrecy::kFromAll};
  for (const mode_t mode : {0600U, 0400U, 0700U}) {
    EXPECT_EQ(ReadNamedFile(Write("secret", mode), rules).value(), "secret");
  }
  for (const mode_t mode : {0640U, 0620U, 0610U, 0604U, 0602U, 0601U}) {
    const std::string reason = ReasonOf(Write("secret", mode), rules);
    EXPECT_EQ(reason.substr(0, 13), "its mode 06" + reason.substr(11, 2));
    EXPECT_NE(reason.find("lets others at the secrets in it; chmod 600"), std::string::npos);
  }
}

TEST_F(NamedFileTest, WhatMayBeReadMayStillNotBeWritten) {
  const NamedFileRules rules{kMostBytes, FileSecrecy::kFromWriters};
  EXPECT_EQ(ReadNamedFile(Write("keys", 0644), rules).value(), "keys");
  for (const mode_t mode : {0664U, 0646U}) {
    EXPECT_NE(ReasonOf(Write("keys", mode), rules).find("lets others write it; chmod go-w"),
              std::string::npos);
  }
}

TEST_F(NamedFileTest, MustBeAFile) {
  EXPECT_EQ(ReasonOf(scratch_.path() + "/none", {kMostBytes}),
            "it cannot be opened: No such file or directory");
  EXPECT_EQ(ReasonOf(scratch_.path(), {kMostBytes}), "it is not a regular file");
  EXPECT_EQ(ReasonOf("/dev/null", {kMostBytes}), "it is not a regular file");
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(ReasonOf(path_, {kMostBytes}), "it is not a regular file")
      << "and does not wait for a writer";
}

TEST_F(NamedFileTest, MayBeAPipeWhereThatIsSaid) {
  ASSERT_EQ(::mkfifo(path_.c_str(), 0600), 0);
  std::thread writer([this] { std::ofstream(path_) << std::string(50'000, 'p'); });
  EXPECT_EQ(ReadNamedFile(path_, {kMostBytes, FileSecrecy::kFromAll, /*or_pipe=*/true}).value(),
            std::string(50'000, 'p'));
  writer.join();
}

}  // namespace
}  // namespace stator
