#include <algorithm>
#include <string>

#include "tests/unit/api_ops_tables/table_ops_fixture.h"

namespace stator::api {
namespace {

using testing::StartsWith;

constexpr std::string_view kArn = "arn:aws:dynamodb:eu-west-1:123456789012:table/tab";

class TagsTest : public TableOpsTest {
 protected:
  void SetUp() override {
    TableOpsTest::SetUp();
    CreateSimple("tab");
  }
  // "a=1 b=2" → Tags.
  std::string Tag(std::string_view text, std::string_view arn = kArn) {
    std::string tags;
    while (!text.empty()) {
      const std::string_view pair = text.substr(0, text.find(' '));
      text.remove_prefix(std::min(text.size(), pair.size() + 1));
      const size_t equals = pair.find('=');
      tags += (tags.empty() ? "" : ",") + TagJson(pair.substr(0, equals), pair.substr(equals + 1));
    }
    return TagList(tags, arn);
  }
  static std::string TagJson(std::string_view key, std::string_view value) {
    return R"({"Key":")" + std::string(key) + R"(","Value":")" + std::string(value) + "\"}";
  }
  std::string TagList(std::string_view tags, std::string_view arn = kArn) {
    return Call("TagResource", R"({"ResourceArn":")" + std::string(arn) + R"(","Tags":[)" +
                                   std::string(tags) + "]}");
  }
  std::string Untag(std::string_view keys) {
    return Call("UntagResource", R"({"ResourceArn":")" + std::string(kArn) + R"(","TagKeys":[)" +
                                     std::string(keys) + "]}");
  }
  std::string List(std::string_view arn = kArn, std::string_view token = "") {
    return Call("ListTagsOfResource",
                R"({"ResourceArn":")" + std::string(arn) + "\"" +
                    (token.empty() ? "" : R"(,"NextToken":")" + std::string(token) + "\"") + "}");
  }
};

TEST_F(TagsTest, TableHasNoneAtFirst) { EXPECT_EQ(List(), R"({"Tags":[]})"); }

TEST_F(TagsTest, TagsAreAddedAndReplaced) {
  EXPECT_EQ(Tag("env=test team=blue"), "{}");
  EXPECT_EQ(Tag("env=production"), "{}");
  EXPECT_EQ(List(),
            R"({"Tags":[{"Key":"env","Value":"production"},{"Key":"team","Value":"blue"}]})");
}

TEST_F(TagsTest, TagsOfCreateTableAreListed) {
  Ok("CreateTable", R"({"TableName":"two","BillingMode":"PAY_PER_REQUEST",
      "AttributeDefinitions":[{"AttributeName":"pk","AttributeType":"S"}],
      "KeySchema":[{"AttributeName":"pk","KeyType":"HASH"}],
      "Tags":[{"Key":"b","Value":"2"},{"Key":"a","Value":""}]})");
  EXPECT_EQ(List("arn:aws:dynamodb:eu-west-1:123456789012:table/two"),
            R"({"Tags":[{"Key":"a","Value":""},{"Key":"b","Value":"2"}]})");
}

TEST_F(TagsTest, TagsAreRemovedAndAbsentKeysDoNotMatter) {
  Tag("env=test team=blue");
  EXPECT_EQ(Untag(R"("team","nosuch")"), "{}");
  EXPECT_EQ(List(), R"({"Tags":[{"Key":"env","Value":"test"}]})");
}

TEST_F(TagsTest, TenTagsAPage) {
  std::string tags;
  for (int i = 0; i < 25; ++i) {
    tags += (i > 0 ? "," : "") + TagJson("key" + std::to_string(10 + i), "v");
  }
  EXPECT_EQ(TagList(tags), "{}");
  std::string reply = List();
  int count = 0;
  int pages = 0;
  while (true) {
    ++pages;
    count += std::stoi(At(reply, "Tags"));
    const std::string token = At(reply, "NextToken");
    if (token == "absent") break;
    reply = List(kArn, token);
  }
  EXPECT_EQ(count, 25);
  EXPECT_EQ(pages, 3);
  EXPECT_EQ(At(reply, "Tags.0.Key"), "key30");
}

TEST_F(TagsTest, TokenThatNobodyGaveStartsOver) {
  Tag("env=test");
  EXPECT_EQ(List(kArn, "zzz"), R"({"Tags":[{"Key":"env","Value":"test"}]})");
}

TEST_F(TagsTest, ListsMustNotBeEmpty) {
  EXPECT_EQ(TagList(""), "Validation: Atleast one Tag needs to be provided as Input.");
  EXPECT_EQ(Untag(""), "Validation: Atleast one Tag Key needs to be provided as Input.");
}

TEST_F(TagsTest, BadTagChangesNothing) {
  EXPECT_EQ(Tag("good=1 aws:bad=2"),
            "Validation: Tag Key cannot be prefixed with aws:, Key: aws:bad");
  EXPECT_EQ(List(), R"({"Tags":[]})");
}

TEST_F(TagsTest, KeysAreUniqueInARequest) {
  EXPECT_EQ(Tag("dup=1 dup=2"),
            "Validation: Duplicate Tag Keys provided as input: Duplicate Tag Key found dup");
}

TEST_F(TagsTest, CharactersAreThoseOfTags) {
  EXPECT_EQ(Tag("a#b=1"), "Validation: The Tag Key provided is invalid, Key: a#b");
  EXPECT_EQ(Tag("a=100%"), "Validation: The Tag Value provided is invalid, Value: 100%");
  EXPECT_EQ(TagList(TagJson("k", "\xF0\x9F\x94\x91")),
            "Validation: The Tag Value provided is invalid, Value: \xF0\x9F\x94\x91");
  EXPECT_EQ(TagList(TagJson("k", "a+b-c=d.e_f:g/h@i j")), "{}");
  EXPECT_EQ(TagList(TagJson("кл", "café 表")), "{}");
}

TEST_F(TagsTest, LengthsAreCountedInCharacters) {
  std::string wide;
  for (int i = 0; i < 256; ++i) wide += "é";
  EXPECT_EQ(TagList(TagJson("k", wide)), "{}");
  EXPECT_THAT(TagList(TagJson("k", wide + "é")), StartsWith("Validation: "));
  EXPECT_EQ(TagList(TagJson(std::string(128, 'k'), "v")), "{}");
  EXPECT_THAT(TagList(TagJson(std::string(129, 'k'), "v")), StartsWith("Validation: "));
}

TEST_F(TagsTest, FiftyOnATable) {
  std::string tags;
  for (int i = 0; i < 50; ++i) {
    tags += (i > 0 ? "," : "") + TagJson("key" + std::to_string(i), "v");
  }
  EXPECT_EQ(TagList(tags), "{}");
  EXPECT_EQ(Tag("key0=new"), "{}");
  EXPECT_EQ(Tag("more=1"),
            "Validation: Number of Tags exceed the current limit for the provided ResourceArn");
}

TEST_F(TagsTest, ResourceIsATableByItsArn) {
  EXPECT_EQ(Tag("a=1", "not-a-valid-arn"),
            "Validation: One or more parameter values were invalid: ARNs must start with 'arn:': "
            "not-a-valid-arn");
  EXPECT_EQ(List("arn:aws:dynamodb:eu-west-1:123456789012:backup/x"),
            "Validation: One or more parameter values were invalid: Provided Arn is not a DynamoDB "
            "resource arn: arn:aws:dynamodb:eu-west-1:123456789012:backup/x");
  EXPECT_EQ(List("arn:aws:dynamodb:eu-west-1:123456789012:table/tab/index/gsi"),
            "Validation: One or more parameter values were invalid: Invalid resource arn provided, "
            "only table or stream is accepted. Provided resource arn: "
            "arn:aws:dynamodb:eu-west-1:123456789012:table/tab/index/gsi");
}

TEST_F(TagsTest, OtherAccountsAndServicesAreDenied) {
  for (const std::string arn : {"arn:aws:dynamodb:eu-west-1:999999999999:table/tab",
                                "arn:aws:sqs:eu-west-1:123456789012:queue"}) {
    EXPECT_EQ(List(arn), "AccessDenied: Account 123456789012 has no access to " + arn +
                             ", which is not its own");
  }
}

TEST_F(TagsTest, OtherRegionsAreInvalid) {
  EXPECT_EQ(List("arn:aws:dynamodb:us-east-1:123456789012:table/tab"),
            "Validation: Invalid TableArn: Invalid ResourceArn provided as input "
            "arn:aws:dynamodb:us-east-1:123456789012:table/tab");
}

TEST_F(TagsTest, UnknownTableIsNotFound) {
  const std::string text =
      "NotFound: Requested resource not found: ResourceArn: "
      "arn:aws:dynamodb:eu-west-1:123456789012:table/nosuch not found";
  EXPECT_EQ(List("arn:aws:dynamodb:eu-west-1:123456789012:table/nosuch"), text);
  EXPECT_EQ(Tag("a=1", "arn:aws:dynamodb:eu-west-1:123456789012:table/nosuch"), text);
}

}  // namespace
}  // namespace stator::api
