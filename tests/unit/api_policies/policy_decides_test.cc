// What a resource's policy does for callers who are decided on.
#include "api/iam/principal.h"
#include "tests/unit/api_policies/policies_fixture.h"

namespace stator::api {
namespace {

using testing::HasSubstr;

constexpr char kOwner[] = "123456789012";
constexpr char kOther[] = "999999999999";
using Who = std::shared_ptr<const iam::Principal>;

class PolicyDecidesTest : public PoliciesTest {
 protected:
  // A user who may do, by policies of his own, what matches the action; "": nothing.
  static Who User(const std::string& account, const std::string& name, const std::string& action) {
    auto user = std::make_shared<iam::Principal>(iam::UserPrincipal(account, name));
    if (action.empty()) return user;
    auto policy =
        iam::Policy::Parse(R"({"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":")" +
                               action + R"(","Resource":"*"}]})",
                           iam::PolicyUse::kIdentity, name);
    EXPECT_TRUE(policy.ok()) << policy.status().message();
    user->identity_policies.push_back(*policy);
    return user;
  }
  static std::string Statement(const std::string& effect, const std::string& principal,
                               const std::string& action, const std::string& resource) {
    return R"({"Version":"2012-10-17","Statement":[{"Effect":")" + effect +
           R"(","Principal":{"AWS":")" + principal + R"("},"Action":")" + action +
           R"(","Resource":")" + resource + "\"}]}";
  }
  static std::string UserArn(const std::string& account, const std::string& name) {
    return "arn:aws:iam::" + account + ":user/" + name;
  }

  void SetUp() override {
    Open({.in_memory = true});
    CreateTableRequest request;
    request.table_name = "tab";
    request.attribute_definitions = {{"pk", AttributeType::kString}, {"g", AttributeType::kString}};
    request.key_schema = {{"pk"}};
    request.billing_mode = BillingMode::kPayPerRequest;
    request.stream = StreamSpec{true, StreamViewType::kKeysOnly};
    IndexSpec index;
    index.index_name = "by-g";
    index.key_schema = {{"g"}};
    index.projection.type = ProjectionType::kAll;
    request.global_indexes = std::vector<IndexSpec>{index};
    const auto created = engine_->CreateTable(request, As(admin_));
    ASSERT_TRUE(created.ok()) << created.status().message();
    stream_ = created->table.arn + "/stream/" + created->table.schema->stream_label;
  }
  static CallContext As(const Who& who) { return {.principal = who}; }

  void Attach(const std::string& arn, const std::string& policy) {
    const auto put = engine_->PutResourcePolicy({arn, policy}, As(admin_));
    ASSERT_TRUE(put.ok()) << put.status().message();
  }
  Code Read(const Who& who) {
    const Item key = {{"pk", "a"}};
    return engine_->GetItem({.table_name = kTableArn, .key = key}, As(who)).status().code();
  }
  Code ScanIndex(const Who& who) {
    ScanRequest scan;
    scan.table_name = kTableArn;
    scan.index_name = "by-g";
    return engine_->Scan(scan, As(who)).status().code();
  }
  Code Describe(const Who& who) {
    DescribeStreamRequest request;
    request.stream_arn = stream_;
    return engine_->DescribeStream(request, As(who)).status().code();
  }

  const Who admin_ = User(kOwner, "admin", "dynamodb:*");
  const Who bob_ = User(kOwner, "bob", "");
  const Who stranger_ = User(kOther, "eve", "dynamodb:*");
  std::string stream_;
};

TEST_F(PolicyDecidesTest, AllowsWhomItNames) {
  EXPECT_EQ(Read(bob_), Code::kAccessDenied);
  Attach(kTableArn, Statement("Allow", UserArn(kOwner, "bob"), "dynamodb:GetItem", kTableArn));
  EXPECT_EQ(Read(bob_), Code::kOk);
  EXPECT_EQ(ScanIndex(bob_), Code::kAccessDenied);
  EXPECT_EQ(Read(User(kOwner, "carl", "")), Code::kAccessDenied);
  ASSERT_TRUE(engine_->DeleteResourcePolicy({kTableArn, {}}, As(admin_)).ok());
  EXPECT_EQ(Read(bob_), Code::kAccessDenied) << "at once";
}

TEST_F(PolicyDecidesTest, CoversTheIndexesOfATable) {
  Attach(kTableArn, Statement("Allow", UserArn(kOwner, "bob"), "dynamodb:Scan",
                              std::string(kTableArn) + "/index/by-*"));
  EXPECT_EQ(ScanIndex(bob_), Code::kOk);
  EXPECT_EQ(Read(bob_), Code::kAccessDenied);
}

TEST_F(PolicyDecidesTest, OpensATableToAnotherAccount) {
  EXPECT_EQ(Read(stranger_), Code::kAccessDenied);
  Attach(kTableArn, Statement("Allow", kOther, "dynamodb:GetItem", kTableArn));
  EXPECT_EQ(Read(stranger_), Code::kOk);
  EXPECT_EQ(Read(User(kOther, "mallory", "")), Code::kAccessDenied)
      << "his own account must allow it as well";
  EXPECT_EQ(ScanIndex(stranger_), Code::kAccessDenied);
}

TEST_F(PolicyDecidesTest, DeniesWhoIsAllowedElsewhere) {
  Attach(kTableArn, Statement("Deny", "*", "dynamodb:GetItem", kTableArn));
  EXPECT_EQ(Read(admin_), Code::kAccessDenied);
  EXPECT_EQ(ScanIndex(admin_), Code::kOk);
}

TEST_F(PolicyDecidesTest, OfAStreamIsForTheStream) {
  Attach(kTableArn, Statement("Allow", UserArn(kOwner, "bob"), "dynamodb:*", kTableArn));
  EXPECT_EQ(Describe(bob_), Code::kAccessDenied);
  Attach(stream_, Statement("Allow", UserArn(kOwner, "bob"), "dynamodb:DescribeStream", stream_));
  EXPECT_EQ(Describe(bob_), Code::kOk);
  EXPECT_EQ(Describe(stranger_), Code::kAccessDenied);
  ASSERT_TRUE(engine_->DeleteTable({"tab"}, As(admin_)).ok());
  EXPECT_EQ(Describe(bob_), Code::kOk) << "after the table is gone";
}

TEST_F(PolicyDecidesTest, IsItselfSomethingToBeAllowed) {
  for (const Who& who : {bob_, stranger_}) {
    const auto put = engine_->PutResourcePolicy({kTableArn, Policy("dynamodb:*")}, As(who));
    EXPECT_EQ(put.status().code(), Code::kAccessDenied);
    EXPECT_THAT(put.status().message(), HasSubstr("dynamodb:PutResourcePolicy"));
    EXPECT_EQ(engine_->GetResourcePolicy({kTableArn}, As(who)).status().code(),
              Code::kAccessDenied);
    EXPECT_EQ(engine_->DeleteResourcePolicy({kTableArn, {}}, As(who)).status().code(),
              Code::kAccessDenied);
  }
  CreateTableRequest request;
  request.table_name = "new";
  request.attribute_definitions = {{"pk", AttributeType::kString}};
  request.key_schema = {{"pk"}};
  request.billing_mode = BillingMode::kPayPerRequest;
  request.resource_policy = Statement("Allow", kOwner, "dynamodb:GetItem", "*");
  const Who creator = User(kOwner, "creator", "dynamodb:CreateTable");
  EXPECT_EQ(engine_->CreateTable(request, As(creator)).status().code(), Code::kAccessDenied);
  EXPECT_TRUE(engine_->CreateTable(request, As(admin_)).ok());
  request.resource_policy.reset();
  request.table_name = "plain";
  EXPECT_TRUE(engine_->CreateTable(request, As(creator)).ok());
}

TEST_F(PolicyDecidesTest, CanBeDeletedByTheRootUserWhateverItSays) {
  const auto root = std::make_shared<iam::Principal>(iam::AccountPrincipal(kOwner));
  for (const std::string& arn : {std::string(kTableArn), stream_}) {
    PutResourcePolicyRequest request{arn, Statement("Deny", "*", "dynamodb:*", "*"), {}, true};
    ASSERT_TRUE(engine_->PutResourcePolicy(request, As(admin_)).ok());
    EXPECT_EQ(engine_->GetResourcePolicy({arn}, As(root)).status().code(), Code::kAccessDenied);
    EXPECT_EQ(engine_->DeleteResourcePolicy({arn, {}}, As(admin_)).status().code(),
              Code::kAccessDenied);
    const auto other = std::make_shared<iam::Principal>(iam::AccountPrincipal(kOther));
    EXPECT_EQ(engine_->DeleteResourcePolicy({arn, {}}, As(other)).status().code(),
              Code::kAccessDenied);
    EXPECT_TRUE(engine_->DeleteResourcePolicy({arn, {}}, As(root)).ok());
    EXPECT_TRUE(engine_->DeleteResourcePolicy({arn, {}}, As(admin_)).ok());
  }
}

}  // namespace
}  // namespace stator::api
