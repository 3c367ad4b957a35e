// SSESpecification and SSEDescription: true where the data folder is encrypted, refused where not.
#include <string>
#include <utility>

#include "kv/store/key_rotation.h"
#include "tests/support/store_harness.h"
#include "tests/unit/api_ops_tables/table_ops_fixture.h"

namespace stator::api {
namespace {

using ::testing::HasSubstr;

class EncryptionTest : public TableOpsTest {
 protected:
  void OpenFolder(const std::string& key) {
    DatabaseOptions options;
    options.store = stator::testing::OnDiskStoreOptions(scratch_.path() + "/data");
    options.store.encryption_key = key;
    Open(std::move(options));
  }
  std::string Create(const std::string& name, const std::string& sse) {
    return Call("CreateTable", R"({"TableName":")" + name +
                                   R"(","AttributeDefinitions":[{"AttributeName":"pk",
        "AttributeType":"S"}],"KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
        "BillingMode":"PAY_PER_REQUEST")" +
                                   (sse.empty() ? "" : R"(,"SSESpecification":)" + sse) + "}");
  }
  std::string Update(const std::string& sse) {
    return Call("UpdateTable", R"({"TableName":"tab","SSESpecification":)" + sse + "}");
  }

  const stator::testing::ScratchFolder scratch_;
};

TEST_F(EncryptionTest, WithoutAKeyNothingIsPromised) {
  OpenFolder("");
  for (const char* sse : {R"({"Enabled":true})", R"({"SSEType":"KMS"})",
                          R"({"Enabled":true,"SSEType":"KMS","KMSMasterKeyId":"alias/a"})"}) {
    EXPECT_EQ(Create("tab", sse),
              "Validation: One or more parameter values were invalid: SSESpecification: the data "
              "of this server is not encrypted; it is when the server is started with "
              "--encryption-key-file");
  }
  EXPECT_EQ(At(Create("tab", R"({"Enabled":false})"), "TableDescription.SSEDescription"), "absent");
  EXPECT_THAT(Update(R"({"Enabled":true})"), HasSubstr("--encryption-key-file"));
  EXPECT_EQ(Describe("tab", "SSEDescription"), "absent");
}

TEST_F(EncryptionTest, WithAKeyItIsShown) {
  OpenFolder(stator::testing::kTestKey);
  int n = 0;
  for (const char* sse :
       {R"({"Enabled":true})", R"({"SSEType":"KMS"})", R"({"Enabled":true,"SSEType":"KMS"})"}) {
    const std::string name = "tab" + std::to_string(n++);
    const std::string reply = Create(name, sse);
    EXPECT_EQ(At(reply, "TableDescription.SSEDescription"), "2") << reply;
    EXPECT_EQ(At(reply, "TableDescription.SSEDescription.Status"), "ENABLED");
    EXPECT_EQ(Describe(name, "SSEDescription.SSEType"), "KMS");
    EXPECT_EQ(Describe(name, "SSEDescription.KMSMasterKeyArn"), "absent");
  }
}

// As at AWS, where every table is encrypted with a key of the service's own and none is shown.
TEST_F(EncryptionTest, WhatNobodyAskedForIsNotShown) {
  OpenFolder(stator::testing::kTestKey);
  EXPECT_EQ(At(Create("tab", ""), "TableDescription.SSEDescription"), "absent");
  EXPECT_EQ(At(Create("off", R"({"Enabled":false})"), "TableDescription.SSEDescription"), "absent");
  EXPECT_EQ(Describe("tab", "SSEDescription"), "absent");
}

TEST_F(EncryptionTest, AKeyOfKmsIsRefused) {
  OpenFolder(stator::testing::kTestKey);
  EXPECT_EQ(Create("tab", R"({"Enabled":true,"SSEType":"KMS","KMSMasterKeyId":"alias/mine"})"),
            "Validation: One or more parameter values were invalid: SSESpecification: "
            "KMSMasterKeyId is not served; all tables are encrypted with the key that the server "
            "was started with");
  EXPECT_THAT(Call("DescribeTable", R"({"TableName":"tab"})"), HasSubstr("NotFound"));
}

TEST_F(EncryptionTest, UpdateTableTurnsItOnAndOff) {
  OpenFolder(stator::testing::kTestKey);
  Create("tab", "");
  EXPECT_EQ(Update(R"({"Enabled":false})"),
            "Validation: One or more parameter values were invalid: Table is already encrypted by "
            "default");
  EXPECT_EQ(At(Update(R"({"Enabled":true})"), "TableDescription.SSEDescription.Status"), "ENABLED");
  EXPECT_EQ(Describe("tab", "TableStatus"), "ACTIVE");
  EXPECT_EQ(Describe("tab", "SSEDescription.SSEType"), "KMS");
  EXPECT_EQ(Update(R"({"Enabled":true,"SSEType":"KMS"})"),
            "Validation: One or more parameter values were invalid: Table is already encrypted "
            "with given KMSMasterKeyId");
  EXPECT_EQ(At(Update(R"({"Enabled":false})"), "TableDescription.SSEDescription"), "absent");
  EXPECT_EQ(Describe("tab", "SSEDescription"), "absent");
}

TEST_F(EncryptionTest, IsKeptOverOpenings) {
  OpenFolder(stator::testing::kTestKey);
  Create("tab", R"({"Enabled":true})");
  OpenFolder(stator::testing::kTestKey);
  EXPECT_EQ(Describe("tab", "SSEDescription.Status"), "ENABLED");
}

TEST_F(EncryptionTest, ADecryptedFolderDoesNotSayThatItIsEncrypted) {
  OpenFolder(stator::testing::kTestKey);
  Create("tab", R"({"Enabled":true})");
  database_.reset();
  ASSERT_TRUE(RotateEncryptionKey({scratch_.path() + "/data", stator::testing::kTestKey, ""}).ok());
  OpenFolder("");
  EXPECT_EQ(Describe("tab", "SSEDescription"), "absent");
}

}  // namespace
}  // namespace stator::api
