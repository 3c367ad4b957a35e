#include "server/small_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace stator::server {
namespace {

namespace fs = std::filesystem;

class SmallFileTest : public testing::Test {
 protected:
  SmallFileTest() { fs::create_directory(folder_); }
  ~SmallFileTest() override { fs::remove_all(folder_); }

  std::string Write(const std::string& text, mode_t mode) const {
    const std::string path = folder_ / "file";
    fs::remove(path);
    std::ofstream(path) << text;
    chmod(path.c_str(), mode);
    return path;
  }

  const fs::path folder_ = testing::TempDir() + "/small_file_test." + std::to_string(getpid());
};

TEST_F(SmallFileTest, ReadsAll) {
  const std::string text(100'000, 'x');
  EXPECT_EQ(ReadSmallFile(Write(text, 0644)).value(), text);
  EXPECT_EQ(ReadSecretFile(Write(text, 0600)).value(), text);
  EXPECT_EQ(ReadSecretFile(Write("", 0400)).value(), "");
}

TEST_F(SmallFileTest, RefusesASecretThatOthersMayReadOrWrite) {
  for (const mode_t mode : {0640, 0620, 0604, 0602, 0644}) {
    const auto text = ReadSecretFile(Write("secret", mode));
    ASSERT_FALSE(text.ok()) << mode;
    EXPECT_NE(text.status().message().find("chmod 600"), std::string::npos);
    EXPECT_EQ(text.status().message().find("secret\n"), std::string::npos);
  }
  EXPECT_TRUE(ReadSecretFile(Write("secret", 0611)).ok()) << "to execute is not to read";
}

TEST_F(SmallFileTest, NamesWhatItCannotRead) {
  const std::string missing = folder_ / "missing";
  EXPECT_EQ(ReadSmallFile(missing).status().message(),
            "cannot read " + missing + ": No such file or directory");
  EXPECT_EQ(ReadSmallFile(folder_).status().message(),
            "cannot read " + folder_.string() + ": not a regular file");
  EXPECT_TRUE(ReadSmallFile(Write(std::string(4 << 20, 'x'), 0600)).ok());
  EXPECT_FALSE(ReadSmallFile(Write(std::string((4 << 20) + 1, 'x'), 0600)).ok());
}

}  // namespace
}  // namespace stator::server
