// A policy on disk that cannot be read, as an older program might meet one: nobody knows what it
// denies, so nothing is allowed, and the account's root user can remove it.
#include "api/iam/principal.h"
#include "tests/support/table_harness.h"
#include "tests/unit/api_policies/policies_fixture.h"

namespace stator::api {
namespace {

constexpr char kOwner[] = "123456789012";

class UnreadablePolicyTest : public PoliciesTest {
 protected:
  void SetUp() override {
    Open({.path = folder_.path()});
    CreateTableRequest request;
    request.table_name = "tab";
    request.attribute_definitions = {{"pk", AttributeType::kString}};
    request.key_schema = {{"pk"}};
    request.billing_mode = BillingMode::kPayPerRequest;
    request.resource_policy = Policy("dynamodb:GetItem");
    ASSERT_TRUE(engine_->CreateTable(request, As(Root())).ok());
    engine_.reset();
    {
      const auto database =
          stator::testing::OpenDatabase(stator::testing::OnDiskOptions(folder_.path()));
      const auto table = database->catalog().Find(std::string(kOwner) + "/us-east-1", "tab");
      ASSERT_NE(table, nullptr);
      const Status broken = database->catalog().Update(table.get(), [](TableSchema* schema) {
        schema->policy.document = R"({"Version":"2099-01-01"})";
        return OkStatus();
      });
      ASSERT_TRUE(broken.ok()) << broken.message();
    }
    Open({.path = folder_.path()});
  }
  static std::shared_ptr<const iam::Principal> Root() {
    return std::make_shared<iam::Principal>(iam::AccountPrincipal(kOwner));
  }
  static CallContext As(const std::shared_ptr<const iam::Principal>& who) {
    return {.account = kOwner, .principal = who};
  }
  Code Read(const std::shared_ptr<const iam::Principal>& who) {
    const Item key = {{"pk", "a"}};
    return engine_->GetItem({.table_name = "tab", .key = key}, As(who)).status().code();
  }

  const stator::testing::ScratchFolder folder_;
};

TEST_F(UnreadablePolicyTest, AllowsNothing) {
  EXPECT_EQ(Read(Root()), Code::kInternal);
  EXPECT_EQ(engine_->DescribeTable({"tab"}, As(Root())).status().code(), Code::kInternal);
  EXPECT_EQ(Read(nullptr), Code::kOk) << "where nothing is decided it does not count";
}

TEST_F(UnreadablePolicyTest, IsRemovedByTheRootUser) {
  const auto user = std::make_shared<iam::Principal>(iam::UserPrincipal(kOwner, "ann"));
  EXPECT_FALSE(engine_->DeleteResourcePolicy({kTableArn, {}}, As(user)).ok());
  const auto deleted = engine_->DeleteResourcePolicy({kTableArn, {}}, As(Root()));
  EXPECT_TRUE(deleted.ok()) << deleted.status().message();
  EXPECT_EQ(Read(Root()), Code::kOk);
}

}  // namespace
}  // namespace stator::api
