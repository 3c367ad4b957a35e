#include "server/auth/identities_file.h"

#include <gtest/gtest.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>

#include "tests/unit/server_identities/sample_identities.h"

namespace stator::server {
namespace {

class IdentitiesFileTest : public ::testing::Test {
 protected:
  IdentitiesFileTest() {
    char pattern[] = "/tmp/stator-identities-XXXXXX";
    folder_ = mkdtemp(pattern);
    path_ = folder_ + "/identities.json";
    Write("identities.json", testing::kSampleText, 0600);
  }
  ~IdentitiesFileTest() override { std::filesystem::remove_all(folder_); }

  void Write(const std::string& name, std::string_view text, mode_t mode) const {
    const std::string path = folder_ + "/" + name;
    std::ofstream(path) << text;
    ASSERT_EQ(chmod(path.c_str(), mode), 0);
  }
  std::string Message() const {
    const auto loaded = LoadIdentities(path_);
    return loaded.ok() ? "" : loaded.status().message();
  }

  std::string folder_;
  std::string path_;
};

TEST_F(IdentitiesFileTest, IsReadByItsOwner) {
  const auto loaded = LoadIdentities(path_);
  ASSERT_TRUE(loaded.ok()) << loaded.status().message();
  EXPECT_EQ((*loaded)->keys(), 3U);
  ASSERT_EQ(chmod(path_.c_str(), 0400), 0);
  EXPECT_EQ(Message(), "");
}

TEST_F(IdentitiesFileTest, IsRefusedWhenOthersMayReadOrWriteIt) {
  for (const mode_t mode : {0640U, 0620U, 0604U, 0602U, 0610U, 0601U, 0777U}) {
    ASSERT_EQ(chmod(path_.c_str(), mode), 0);
    char text[8];
    std::snprintf(text, sizeof text, "%04o", mode);
    EXPECT_EQ(Message(), "the identities file " + path_ + ": its mode " + text +
                             " lets others at the secrets in it; chmod 600 makes it right");
  }
}

TEST_F(IdentitiesFileTest, SaysWhatIsInTheWay) {
  const std::string name = "the identities file " + path_ + ": ";
  Write("identities.json", "{\n", 0600);
  EXPECT_EQ(Message(), name + "line 2, column 1: a name in double quotes is missing");
  std::filesystem::remove(path_);
  EXPECT_EQ(Message(), name + "it cannot be opened: No such file or directory");
  std::filesystem::create_directory(path_);
  ASSERT_EQ(chmod(path_.c_str(), 0700), 0);
  EXPECT_EQ(Message(), name + "it is not a regular file");
  std::filesystem::remove(path_);
  ASSERT_EQ(mkfifo(path_.c_str(), 0600), 0);
  EXPECT_EQ(Message(), name + "it is not a regular file") << "and does not wait for a writer";
}

TEST_F(IdentitiesFileTest, TheExampleOfTheDocumentationIsOne) {
  std::ifstream example(std::string(STATOR_TEST_DATA_DIR) + "/../docs/identities.example.json");
  Write("identities.json",
        std::string(std::istreambuf_iterator<char>(example), std::istreambuf_iterator<char>()),
        0600);
  EXPECT_EQ(Message(), "");
}

class KeysFileTest : public IdentitiesFileTest {
 protected:
  void Name(const std::string& keys_file) const {
    Write("identities.json",
          R"({"Accounts": {"000011112222": {"IdentityProviders": {"idp.example.com":
              {"Audiences": ["app"], "KeysFile": ")" +
              keys_file + R"("}}}}})",
          0600);
  }
  const std::string place_ = "the identities file " + path_ +
                             ": Accounts.000011112222.IdentityProviders.idp.example.com.KeysFile";
};

TEST_F(KeysFileTest, LiesNextToIt) {
  Name("keys.json");
  EXPECT_EQ(Message(), place_ + ": it cannot be opened: No such file or directory");
  Write("keys.json", "{", 0644);
  EXPECT_EQ(Message(),
            place_ + ": in that file, line 1, column 2: a name in double quotes is missing");
  Write("keys.json", R"({"keys": []})", 0644);
  EXPECT_EQ(Message(), place_ + " (keys.json).keys: there is no key for signatures among them");
  Write("keys.json", R"({"keys": []})", 0664);
  EXPECT_EQ(Message(), place_ + ": its mode 0664 lets others write it; chmod go-w makes it right");
}

TEST_F(KeysFileTest, IsNowhereElse) {
  for (const std::string name : {"../keys.json", "/etc/passwd", "."}) {
    Name(name);
    EXPECT_EQ(Message(), place_ + ": must be the name of a file in the same folder");
  }
}

}  // namespace
}  // namespace stator::server
