// Which texts are keys, whose file may hold one, and what is derived from it.
#include "kv/store/encryption_key.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cctype>
#include <set>
#include <string>

#include "kv/base/hex.h"
#include "kv/store/file_prefix.h"
#include "kv/store/folder_keys.h"
#include "kv/store/folder_state.h"
#include "tests/support/photographed_folder.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test
using ::testing::HasSubstr;
using ::testing::Not;

const std::string kHex = "000102030405060708090a0b0c0d0e0f101112131415161718191a1b1c1d1e1f";
const std::string kBase64 = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

std::string CountingBytes(size_t n) {
  std::string bytes;
  for (size_t i = 0; i < n; ++i) bytes.push_back(static_cast<char>(i));
  return bytes;
}

TEST(EncryptionKey, IsHexadecimalOrBase64) {
  for (const std::string& text : {kHex, kBase64}) {
    for (const char* end : {"", "\n", "\r\n"}) {
      const Result<std::string> key = ParseEncryptionKey(text + end);
      ASSERT_TRUE(key.ok()) << text;
      EXPECT_EQ(*key, CountingBytes(32));
    }
  }
  std::string capitals = kHex;
  for (char& c : capitals) c = static_cast<char>(std::toupper(c));
  EXPECT_EQ(*ParseEncryptionKey(capitals), CountingBytes(32));
}

TEST(EncryptionKey, NothingElseIsOne) {
  std::string bad_digit = kHex;
  bad_digit[40] = 'g';
  std::string bad_character = kBase64;
  bad_character[7] = '*';
  for (const std::string& text :
       {std::string(), kHex.substr(2), kHex + "00", " " + kHex, kHex + "\n\n", bad_digit,
        kBase64.substr(0, 43), kBase64 + "A", bad_character, kBase64.substr(0, 42) + "==",
        kBase64.substr(0, 43) + "A", CountingBytes(32), std::string(64, '\0')}) {
    const Status status = ParseEncryptionKey(text).status();
    EXPECT_EQ(status.code(), Code::kValidation) << text;
    EXPECT_EQ(status.message(),
              "an encryption key is 64 hexadecimal digits or 44 characters of Base64");
  }
}

class KeyFile : public ::testing::Test {
 protected:
  std::string Make(const std::string& text, mode_t mode) {
    WriteWholeFile(path_, text);
    EXPECT_EQ(::chmod(path_.c_str(), mode), 0);
    return path_;
  }
  void ExpectRefused(const std::string& path, const std::string& text) {
    const Status status = ReadEncryptionKeyFile(path).status();
    EXPECT_EQ(status.code(), Code::kValidation);
    EXPECT_THAT(status.message(), HasSubstr(path));
    EXPECT_THAT(status.message(), HasSubstr(text));
    EXPECT_THAT(status.message(), Not(HasSubstr(kHex.substr(0, 8))));
  }

  const ScratchFolder scratch_;
  const std::string path_ = scratch_.path() + "/key";
};

TEST_F(KeyFile, IsReadWhenOnlyItsOwnerMay) {
  for (const mode_t mode : {0600, 0400}) {
    const Result<std::string> key = ReadEncryptionKeyFile(Make(kHex + "\n", mode));
    ASSERT_TRUE(key.ok()) << key.status().message();
    EXPECT_EQ(*key, CountingBytes(32));
  }
}

TEST_F(KeyFile, IsRefusedWhenOthersMayReadOrChangeIt) {
  for (const mode_t mode : {0640, 0604, 0620, 0602, 0644, 0666, 0610}) {
    ExpectRefused(Make(kHex, mode), "lets others at the secrets in it");
  }
}

TEST_F(KeyFile, IsRefusedWhenItHoldsNoKey) {
  ExpectRefused(Make("", 0600), "holds no key");
  ExpectRefused(Make(kHex + kHex, 0600), "holds no key");
  ExpectRefused(Make(std::string(1 << 20, 'a'), 0600), "it is larger than 256 bytes");
}

TEST_F(KeyFile, IsRefusedWhenItIsNotThere) {
  ExpectRefused(scratch_.path() + "/none", "it cannot be opened: No such file");
  ASSERT_EQ(::chmod(scratch_.path().c_str(), 0700), 0);
  ExpectRefused(scratch_.path(), "it is not a regular file");
}

// The bytes on disk (kv/FORMAT.md, "Encryption"). The values were computed with Python's hmac.

FolderKeys GoldenKeys() {
  auto keys = DeriveFolderKeys(CountingBytes(32), std::string(32, 's'));
  EXPECT_TRUE(keys.ok());
  return keys.ok() ? *keys : FolderKeys();
}

TEST(EncryptionGolden, KeysOfAFolder) {
  const FolderKeys keys = GoldenKeys();
  EXPECT_EQ(ToHex(keys.data_key),
            "3e37668c0f71eb0173ede75a60303950210cf3def147c8606fd8c61bd1fba7d8");
  EXPECT_EQ(ToHex(keys.prefix_key),
            "089adceedeae75fa77e072428cfd59b7705c3ef4add66625f800d03c1644ac51");
  EXPECT_EQ(ToHex(keys.id), "b1b8920456cf2ac01a1322d38345acac");
  EXPECT_EQ(ToHex(keys.record.key_check),
            "222be94471f7422a8ab039393d69a3a52785d0c731779e617e52b6cd2d62c751");
}

TEST(EncryptionGolden, PrefixOfAFile) {
  CipherCounter first{};
  for (size_t i = 0; i < first.size(); ++i) first[i] = static_cast<unsigned char>(0xF0 + i);
  const auto prefix = EncodeFilePrefix(GoldenKeys(), first);
  ASSERT_TRUE(prefix.ok());
  EXPECT_EQ(ToHex(prefix->substr(0, 72)),
            "537461746f724501b1b8920456cf2ac01a1322d38345acacf0f1f2f3f4f5f6f7f8f9fafbfcfdfeff534372"
            "00701816dbcf6b9929e09c038238c9f0a38f05993116d8f5875ebe8941");
  EXPECT_EQ(prefix->substr(72), std::string(4096 - 72, '\0'));
  const auto read = DecodeFilePrefix(GoldenKeys(), *prefix);
  ASSERT_TRUE(read.ok());
  EXPECT_EQ(*read, first);
}

TEST(EncryptionGolden, StateOfAnEncryptedFolder) {
  FolderState state{8, true};
  state.encryption = GoldenKeys().record;
  const std::string text =
      "Stator data folder\nformat 2\npartitions 8\nstate ready\ncipher AES-256-CTR\nsalt "
      "7373737373737373737373737373737373737373737373737373737373737373\n"
      "key-check 222be94471f7422a8ab039393d69a3a52785d0c731779e617e52b6cd2d62c751\nchecksum "
      "b51ba82880c7bf3f\n";
  EXPECT_EQ(EncodeFolderState(state), text);
  const auto read = DecodeFolderState(text);
  ASSERT_TRUE(read.ok()) << read.status().message();
  EXPECT_EQ(*read, state);
}

TEST(EncryptionGolden, EveryFlippedBitOfTheStateIsNoticed) {
  FolderState state{8, true};
  state.encryption = GoldenKeys().record;
  const std::string text = EncodeFolderState(state);
  for (size_t i = 0; i < text.size(); ++i) {
    for (int bit = 0; bit < 8; ++bit) {
      std::string damaged = text;
      damaged[i] = static_cast<char>(damaged[i] ^ (1 << bit));
      EXPECT_FALSE(DecodeFolderState(damaged).ok()) << i << " " << bit;
    }
    if (i + 1 < text.size()) {
      EXPECT_FALSE(DecodeFolderState(text.substr(0, i)).ok()) << i;
    }
  }
}

TEST(EncryptionGolden, OnlyTheRightKeyFits) {
  const FolderEncryption record = GoldenKeys().record;
  EXPECT_TRUE(FolderKeysFor(CountingBytes(32), record).ok());
  for (size_t i = 0; i < 32; ++i) {
    std::string key = CountingBytes(32);
    key[i] ^= 1;
    EXPECT_EQ(FolderKeysFor(key, record).status().code(), Code::kFormat);
  }
}

TEST(EncryptionGolden, PrefixesNeverRepeatTheirCounter) {
  const FolderKeys keys = GoldenKeys();
  std::set<CipherCounter> seen;
  for (int i = 0; i < 1000; ++i) {
    const auto prefix = NewFilePrefix(keys);
    ASSERT_TRUE(prefix.ok());
    const auto first = DecodeFilePrefix(keys, *prefix);
    ASSERT_TRUE(first.ok());
    EXPECT_TRUE(seen.insert(*first).second);
  }
}

}  // namespace
}  // namespace stator
