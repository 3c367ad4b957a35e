// A folder that gets another key, its first one, or none any more; cut off before each of its
// steps.
#include "kv/store/key_rotation.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <string>
#include <vector>

#include "kv/store/folder_state.h"
#include "kv/store/store.h"
#include "tests/support/photographed_folder.h"
#include "tests/support/store_harness.h"

namespace stator {
namespace {

using namespace testing;  // NOLINT: the harness of this test
using ::testing::HasSubstr;

constexpr const char* kMarker = "PLAINTEXT-MARKER";
constexpr int kItems = 400;

struct Keys {
  std::string name;
  std::string before;
  std::string after;
};

class Rotation : public ::testing::TestWithParam<Keys> {
 protected:
  StoreOptions Options(const std::string& key) {
    StoreOptions options = OnDiskStoreOptions(path_);
    options.encryption_key = key;
    return options;
  }
  // Items in files and in the log.
  void Fill(const std::string& key) {
    const auto store = MustOpen(Store::Open(Options(key)));
    ASSERT_NE(store, nullptr);
    for (int i = 0; i < kItems; ++i) {
      if (i == kItems / 2) {
        ASSERT_TRUE(store->CompactRange(PartitionFamily(0), {}).ok());
      }
      ASSERT_EQ(PutOne(store.get(), PartitionFamily(static_cast<uint32_t>(i) % 4), Key(i),
                       kMarker + std::to_string(i)),
                Code::kOk);
    }
  }
  static std::string Key(int i) { return "key-" + std::to_string(10'000 + i); }

  void ExpectAllThere(const Store& store) {
    for (int i = 0; i < kItems; ++i) {
      ASSERT_EQ(GetOne(store, PartitionFamily(static_cast<uint32_t>(i) % 4), Key(i)),
                kMarker + std::to_string(i));
    }
  }
  void ExpectOpensWith(const std::string& key) {
    auto store = MustOpen(Store::Open(Options(key)));
    ASSERT_NE(store, nullptr);
    ExpectAllThere(*store);
    EXPECT_EQ(PutOne(store.get(), kCatalogFamily, "more", "v"), Code::kOk);
    store.reset();
    EXPECT_FALSE(std::filesystem::exists(RotationFolder(path_)));
  }
  void ExpectRefuses(const std::string& key) {
    const auto before = Photograph(path_);
    EXPECT_EQ(Store::Open(Options(key)).status().code(), Code::kFormat);
    EXPECT_EQ(Photograph(path_), before);
  }
  Result<RotationReport> Rotate(const RotationStep& step = {}) {
    return RotateEncryptionKey({path_, GetParam().before, GetParam().after, step});
  }

  const ScratchFolder scratch_;
  const std::string path_ = scratch_.path() + "/data";
};

INSTANTIATE_TEST_SUITE_P(Keys, Rotation,
                         ::testing::Values(Keys{"NewKey", kTestKey, kOtherTestKey},
                                           Keys{"FirstKey", "", kTestKey},
                                           Keys{"NoKey", kTestKey, ""},
                                           Keys{"SameKey", kTestKey, kTestKey}),
                         [](const auto& keys) { return keys.param.name; });

TEST_P(Rotation, TheFolderOpensWithTheNewKeyOnly) {
  Fill(GetParam().before);
  const auto report = Rotate();
  ASSERT_TRUE(report.ok()) << report.status().message();
  EXPECT_FALSE(report->was_done);
  EXPECT_GE(report->files, 5U);
  if (GetParam().before != GetParam().after) ExpectRefuses(GetParam().before);
  ExpectOpensWith(GetParam().after);
  EXPECT_EQ(FilesThatHold(path_, kMarker).empty(), !GetParam().after.empty());
}

TEST_P(Rotation, ASecondRunFindsItDone) {
  Fill(GetParam().before);
  ASSERT_TRUE(Rotate().ok());
  const auto again = Rotate();
  ASSERT_TRUE(again.ok()) << again.status().message();
  EXPECT_EQ(again->was_done, GetParam().before != GetParam().after);
  ExpectOpensWith(GetParam().after);
}

TEST_P(Rotation, KeepsATornLog) {
  {
    Fill(GetParam().before);
    const auto store = MustOpen(Store::Open(Options(GetParam().before)));
    ASSERT_NE(store, nullptr);
    ASSERT_EQ(PutOne(store.get(), kCatalogFamily, "torn", std::string(5000, 't')), Code::kOk);
    CopyLiveFolder(path_, scratch_.path() + "/killed");
  }
  std::filesystem::remove_all(path_);
  std::filesystem::rename(scratch_.path() + "/killed", path_);
  std::string last;
  for (const auto& entry : std::filesystem::directory_iterator(path_)) {
    if (entry.path().extension() == ".log") last = std::max(last, entry.path().string());
  }
  std::filesystem::resize_file(last, std::filesystem::file_size(last) - 100);
  const auto report = Rotate();
  ASSERT_TRUE(report.ok()) << report.status().message();
  ExpectOpensWith(GetParam().after);
  const auto store = MustOpen(Store::Open(Options(GetParam().after)));
  ASSERT_NE(store, nullptr);
  EXPECT_EQ(GetOne(*store, kCatalogFamily, "torn"), std::nullopt);
}

TEST_P(Rotation, IsRefusedWhileTheFolderIsOpen) {
  const auto store = MustOpen(Store::Open(Options(GetParam().before)));
  ASSERT_NE(store, nullptr);
  const auto before = Photograph(path_);
  const Status status = Rotate().status();
  EXPECT_EQ(status.code(), Code::kUnavailable);
  EXPECT_THAT(status.message(), HasSubstr("in use by another process"));
  EXPECT_EQ(Photograph(path_), before);
}

// A process that ends before step n leaves what a copy of the folder has at that moment.
TEST_P(Rotation, CutOffBeforeAnyStepItOpensWithOneOfTheKeys) {
  Fill(GetParam().before);
  const std::string original = scratch_.path() + "/original";
  std::filesystem::rename(path_, original);
  std::vector<std::string> steps;
  std::filesystem::copy(original, path_, std::filesystem::copy_options::recursive);
  ASSERT_TRUE(Rotate([&](std::string_view what, const std::string& file) {
                steps.push_back(std::string(what) + " " + file);
                std::filesystem::copy(path_,
                                      scratch_.path() + "/cut" + std::to_string(steps.size()),
                                      std::filesystem::copy_options::recursive);
              }).ok());
  ASSERT_GT(steps.size(), 12U);
  bool switched = false;
  for (size_t i = 0; i < steps.size(); ++i) {
    SCOPED_TRACE(steps[i]);
    std::filesystem::remove_all(path_);
    std::filesystem::rename(scratch_.path() + "/cut" + std::to_string(i + 1), path_);
    if (i % 3 == 2) {  // run again instead of opened
      ASSERT_TRUE(Rotate().ok());
    }
    const bool is_new = switched || i % 3 == 2;
    if (GetParam().before != GetParam().after) {
      ExpectRefuses(is_new ? GetParam().before : GetParam().after);
    }
    ExpectOpensWith(is_new ? GetParam().after : GetParam().before);
    if (is_new && !GetParam().after.empty()) {
      EXPECT_EQ(FilesThatHold(path_, kMarker), "");
    }
    switched |= steps[i] == "switch STATOR";
  }
  EXPECT_TRUE(switched);
}

class RotationRefusals : public Rotation {};
INSTANTIATE_TEST_SUITE_P(Keys, RotationRefusals,
                         ::testing::Values(Keys{"NewKey", kTestKey, kOtherTestKey}),
                         [](const auto& keys) { return keys.param.name; });

TEST_P(RotationRefusals, AWrongOldKeyChangesNothing) {
  Fill(GetParam().before);
  const auto before = Photograph(path_);
  const std::string third(32, '3');
  for (const std::string& key : {std::string(), third}) {
    EXPECT_EQ(RotateEncryptionKey({path_, key, std::string(32, '4')}).status().code(),
              Code::kFormat);
  }
  EXPECT_EQ(Photograph(path_), before);
  ExpectOpensWith(GetParam().before);
}

TEST_P(RotationRefusals, NothingIsMadeWhereThereIsNoDataFolder) {
  EXPECT_EQ(Rotate().status().code(), Code::kNotFound);
  EXPECT_FALSE(std::filesystem::exists(path_));
  EXPECT_EQ(RotateEncryptionKey({path_, "", ""}).status().code(), Code::kValidation);
  EXPECT_EQ(RotateEncryptionKey({path_, "short", kTestKey}).status().code(), Code::kValidation);
}

TEST_P(RotationRefusals, AFolderWhoseMakingWasCutOffIsLeftAlone) {
  Fill(GetParam().before);
  auto state = ReadWholeFile(path_ + "/STATOR");
  auto decoded = DecodeFolderState(state);
  ASSERT_TRUE(decoded.ok());
  decoded->ready = false;
  WriteWholeFile(path_ + "/STATOR", EncodeFolderState(*decoded));
  const auto before = Photograph(path_);
  const Status status = Rotate().status();
  EXPECT_EQ(status.code(), Code::kFormat);
  EXPECT_THAT(status.message(), HasSubstr("its making was cut off"));
  EXPECT_EQ(Photograph(path_), before);
}

TEST_P(RotationRefusals, FilesOfOthersAreLeftAlone) {
  Fill(GetParam().before);
  WriteWholeFile(path_ + "/notes.txt", "mine");
  ASSERT_TRUE(Rotate().ok());
  EXPECT_EQ(ReadWholeFile(path_ + "/notes.txt"), "mine");
  ExpectOpensWith(GetParam().after);
}

}  // namespace
}  // namespace stator
