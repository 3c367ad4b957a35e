// Every condition operator, with values that agree and values that do not.
#include <gtest/gtest.h>

#include <optional>
#include <string>
#include <vector>

#include "tests/unit/iam/deciding.h"

namespace stator::api::iam::testing {
namespace {

using Texts = std::optional<std::vector<std::string>>;  // none: the request has no such key

// What an Allow and a Deny with the condition {op: {"dynamodb:K": values}} make of a request.
bool Holds(const std::string& op, const std::string& values, const Texts& given,
           bool endless = false) {
  Asking asking;
  if (given) asking.keys.SetAll("dynamodb:K", *given, endless);
  asking.Identity(AllowAll(R"("Condition": {")" + op + R"(": {"dynamodb:K": )" + values + "}}"));
  const bool allowed = asking.Allowed();
  asking.Identity(AllowAll() + ", " +
                  DenyAll(R"("Condition": {")" + op + R"(": {"dynamodb:k": )" + values + "}}"));
  const Decision denied = asking.Ask();
  EXPECT_EQ(denied.explicit_deny, allowed) << op << " " << values;
  return allowed;
}

struct Case {
  const char* op;
  const char* values;
  const char* given;
  bool holds;
};

class Operators : public ::testing::TestWithParam<Case> {};

TEST_P(Operators, OfOneValue) {
  const Case& c = GetParam();
  EXPECT_EQ(Holds(c.op, c.values, Texts({c.given})), c.holds) << c.op << c.values << c.given;
}

INSTANTIATE_TEST_SUITE_P(
    Strings, Operators,
    ::testing::Values(
        Case{"StringEquals", R"("ann")", "ann", true},
        Case{"StringEquals", R"("ann")", "Ann", false},
        Case{"StringEquals", R"(["bob", "ann"])", "ann", true},
        Case{"StringEquals", R"(["bob", "ann"])", "eve", false},
        Case{"StringEquals", R"("a*")", "ann", false}, Case{"StringEquals", R"("a*")", "a*", true},
        Case{"StringEquals", R"([])", "ann", false}, Case{"StringEquals", "5", "5", true},
        Case{"StringEquals", "true", "true", true}, Case{"stringequals", R"("ann")", "ann", true},
        Case{"StringNotEquals", R"("ann")", "ann", false},
        Case{"StringNotEquals", R"("ann")", "Ann", true},
        Case{"StringNotEquals", R"(["bob", "ann"])", "ann", false},
        Case{"StringNotEquals", R"(["bob", "ann"])", "eve", true},
        Case{"StringEqualsIgnoreCase", R"("aNn")", "AnN", true},
        Case{"StringEqualsIgnoreCase", R"("ann")", "anna", false},
        Case{"StringNotEqualsIgnoreCase", R"("aNn")", "AnN", false},
        Case{"StringNotEqualsIgnoreCase", R"("ann")", "anna", true},
        Case{"StringLike", R"("a*")", "ann", true}, Case{"StringLike", R"("a*")", "A", false},
        Case{"StringLike", R"("*")", "", true}, Case{"StringLike", R"("?")", "", false},
        Case{"StringLike", R"("?")", "é", true}, Case{"StringLike", R"("*??")", "é", false},
        Case{"StringLike", R"("a?c*e")", "abcde", true},
        Case{"StringLike", R"("a?c*e")", "abcdef", false},
        Case{"StringLike", R"("*b*b*")", "aba", false},
        Case{"StringLike", R"("*ab*b*")", "aabab", true},
        Case{"StringLike", R"("a*a")", "a", false}, Case{"StringLike", R"("a*a")", "aa", true},
        Case{"StringLike", R"("a*bc*c")", "abc", false},
        Case{"StringLike", R"("a*bc*c")", "abcbcc", true}, Case{"StringLike", R"("**")", "", true},
        Case{"StringLike", R"("a**b")", "ab", true},
        Case{"StringLike", R"(["x*", "a*"])", "ann", true},
        Case{"StringNotLike", R"("a*")", "ann", false},
        Case{"StringNotLike", R"(["b*", "c*"])", "ann", true}));

INSTANTIATE_TEST_SUITE_P(
    Numbers, Operators,
    ::testing::Values(
        Case{"NumericEquals", R"("10")", "10", true}, Case{"NumericEquals", "10", "10.0", true},
        Case{"NumericEquals", "0.1", "0.1", true},
        Case{"NumericEquals", R"("12345678901234567890.1")", "12345678901234567890.2", false},
        Case{"NumericEquals", "10", "ten", false}, Case{"NumericNotEquals", "10", "10.0", false},
        Case{"NumericNotEquals", "10", "11", true}, Case{"NumericNotEquals", "10", "ten", true},
        Case{"NumericLessThan", "10", "9.99", true}, Case{"NumericLessThan", "10", "10", false},
        Case{"NumericLessThan", "10", "-11", true},
        Case{"NumericLessThan", R"([1, 10])", "5", true},
        Case{"NumericLessThanEquals", "10", "10", true},
        Case{"NumericLessThanEquals", "10", "10.5", false},
        Case{"NumericGreaterThan", "10", "10.5", true},
        Case{"NumericGreaterThan", "10", "10", false},
        Case{"NumericGreaterThanEquals", "10", "10", true},
        Case{"NumericGreaterThanEquals", "10", "9", false}));

INSTANTIATE_TEST_SUITE_P(
    Dates, Operators,
    ::testing::Values(
        Case{"DateEquals", R"("2023-11-14T22:13:20Z")", "1700000000", true},
        Case{"DateEquals", R"("1700000000")", "2023-11-14T22:13:20Z", true},
        Case{"DateEquals", "1700000000", "2023-11-14T23:13:20+01:00", true},
        Case{"DateEquals", R"("2023-11-14")", "2023-11-14T00:00Z", true},
        Case{"DateEquals", R"("2023")", "2023-01-01", true},
        Case{"DateEquals", R"("2023-02")", "2023-02-01T00:00:00.000Z", true},
        Case{"DateEquals", R"("2023-11-14")", "soon", false},
        Case{"DateNotEquals", R"("2023-11-14")", "2023-11-14", false},
        Case{"DateNotEquals", R"("2023-11-14")", "2023-11-15", true},
        Case{"DateLessThan", R"("2023-11-14T22:13:20Z")", "2023-11-14T22:13:19.9Z", true},
        Case{"DateLessThan", R"("2023-11-14T22:13:20Z")", "2023-11-14T22:13:20Z", false},
        Case{"DateLessThanEquals", R"("2023-11-14T22:13:20Z")", "2023-11-14T22:13:20Z", true},
        Case{"DateLessThanEquals", R"("2023-11-14T22:13:20Z")", "2023-11-14T22:13:20.1Z", false},
        Case{"DateGreaterThan", R"("1969-12-31T23:59:59Z")", "0", true},
        Case{"DateGreaterThan", R"("1970-01-01")", "0", false},
        Case{"DateGreaterThanEquals", R"("1970-01-01")", "0", true},
        Case{"DateGreaterThanEquals", R"("1970-01-01")", "-1", false}));

INSTANTIATE_TEST_SUITE_P(
    Others, Operators,
    ::testing::Values(
        Case{"Bool", R"("true")", "true", true}, Case{"Bool", "true", "true", true},
        Case{"Bool", R"("true")", "false", false}, Case{"Bool", R"("False")", "false", true},
        Case{"Bool", R"("true")", "maybe", false},
        Case{"BinaryEquals", R"("QmluYXJ5")", "QmluYXJ5", true},
        Case{"BinaryEquals", R"("QmluYXJ5")", "qmluyxj5", false},
        Case{"IpAddress", R"("203.0.113.0/24")", "203.0.113.255", true},
        Case{"IpAddress", R"("203.0.113.0/24")", "203.0.114.0", false},
        Case{"IpAddress", R"("203.0.113.7")", "203.0.113.7", true},
        Case{"IpAddress", R"("203.0.113.7")", "203.0.113.8", false},
        Case{"IpAddress", R"("0.0.0.0/0")", "8.8.8.8", true},
        Case{"IpAddress", R"("0.0.0.0/0")", "2001:db8::1", false},
        Case{"IpAddress", R"("203.0.113.0/25")", "203.0.113.128", false},
        Case{"IpAddress", R"("203.0.113.0/24")", "::ffff:203.0.113.9", true},
        Case{"IpAddress", R"("2001:DB8:1234:5678::/64")", "2001:db8:1234:5678::1", true},
        Case{"IpAddress", R"("2001:DB8:1234:5678::/64")", "2001:db8:1234:5679::1", false},
        Case{"IpAddress", R"("::/0")", "2001:db8::1", true},
        Case{"IpAddress", R"("203.0.113.0/24")", "nowhere", false},
        Case{"NotIpAddress", R"("203.0.113.0/24")", "203.0.113.1", false},
        Case{"NotIpAddress", R"("203.0.113.0/24")", "8.8.8.8", true},
        Case{"ArnEquals", R"("arn:aws:sns:*:123456789012:t")", "arn:aws:sns:eu:123456789012:t",
             true},
        Case{"ArnLike", R"("arn:aws:iam::1:role/*")", "arn:aws:iam::1:role/a/b", true},
        Case{"ArnLike", R"("arn:aws:iam::1:role/*")", "arn:aws:iam::2:role/a", false},
        Case{"ArnLike", R"("arn:aws:x:*:1:finance/*")", "arn:aws:x:us:9:store:1:finance/d", false},
        Case{"ArnLike", R"("arn:aws:x:*:1:*")", "arn:aws:x:us:1:a:b:c", true},
        Case{"ArnLike", R"("arn:aws:x:*:1:*")", "arn:aws:x:us", false},
        Case{"ArnLike", R"("*")", "arn:aws:x:us:1:a", true},
        Case{"ArnNotEquals", R"("arn:aws:iam::1:role/*")", "arn:aws:iam::1:role/a", false},
        Case{"ArnNotEquals", R"("arn:aws:iam::1:role/*")", "arn:aws:iam::2:role/a", true},
        Case{"ArnNotLike", R"("arn:aws:iam::1:role/*")", "arn:aws:iam::1:role/a", false},
        Case{"ArnNotLike", R"("arn:aws:iam::1:role/?")", "arn:aws:iam::1:role/ab", true},
        Case{"Null", R"("true")", "x", false}, Case{"Null", "false", "x", true}));

// Each operator, a value of its kind, and whether it is true of a key that is not there.
const std::vector<std::tuple<const char*, const char*, bool>>& EveryOperator() {
  static const std::vector<std::tuple<const char*, const char*, bool>> all = {
      {"StringEquals", R"("a")", false},
      {"StringNotEquals", R"("a")", true},
      {"StringEqualsIgnoreCase", R"("a")", false},
      {"StringNotEqualsIgnoreCase", R"("a")", true},
      {"StringLike", R"("*")", false},
      {"StringNotLike", R"("*")", true},
      {"NumericEquals", "1", false},
      {"NumericNotEquals", "1", true},
      {"NumericLessThan", "1", false},
      {"NumericLessThanEquals", "1", false},
      {"NumericGreaterThan", "1", false},
      {"NumericGreaterThanEquals", "1", false},
      {"DateEquals", "1", false},
      {"DateNotEquals", "1", true},
      {"DateLessThan", "1", false},
      {"DateLessThanEquals", "1", false},
      {"DateGreaterThan", "1", false},
      {"DateGreaterThanEquals", "1", false},
      {"Bool", "true", false},
      {"BinaryEquals", R"("YQ==")", false},
      {"IpAddress", R"("::/0")", false},
      {"NotIpAddress", R"("::/0")", true},
      {"ArnEquals", R"("*")", false},
      {"ArnLike", R"("*")", false},
      {"ArnNotEquals", R"("*")", true},
      {"ArnNotLike", R"("*")", true}};
  return all;
}

TEST(ConditionOperators, TakeAMissingKeyAsDocumented) {
  for (const auto& [op, value, holds] : EveryOperator()) {
    const std::string name = op;
    for (const Texts& missing : {Texts(), Texts(std::vector<std::string>())}) {
      EXPECT_EQ(Holds(name, value, missing), holds) << op;
      EXPECT_TRUE(Holds(name + "IfExists", value, missing)) << op;
      EXPECT_TRUE(Holds("ForAllValues:" + name, value, missing)) << op;
      EXPECT_TRUE(Holds("ForAllValues:" + name + "IfExists", value, missing)) << op;
      EXPECT_FALSE(Holds("ForAnyValue:" + name, value, missing)) << op;
      EXPECT_TRUE(Holds("ForAnyValue:" + name + "IfExists", value, missing)) << op;
    }
  }
  EXPECT_TRUE(Holds("Null", "true", Texts()));
  EXPECT_FALSE(Holds("Null", "false", Texts()));
}

TEST(ConditionOperators, IfExistsAsksWhereTheKeyIsThere) {
  EXPECT_TRUE(Holds("StringEqualsIfExists", R"("a")", Texts({"a"})));
  EXPECT_FALSE(Holds("StringEqualsIfExists", R"("a")", Texts({"b"})));
  EXPECT_FALSE(Holds("NumericLessThanIfExists", "1", Texts({"2"})));
}

struct SetCase {
  const char* op;
  const char* values;
  std::vector<std::string> given;
  bool holds;
};

TEST(SetOperators, CompareSets) {
  const SetCase cases[] = {
      {"ForAllValues:StringEquals", R"(["a", "b"])", {"a"}, true},
      {"ForAllValues:StringEquals", R"(["a", "b"])", {"a", "b"}, true},
      {"ForAllValues:StringEquals", R"(["a", "b"])", {"a", "c"}, false},
      {"ForAllValues:StringEquals", R"(["a", "b"])", {""}, true},
      {"ForAllValues:StringNotEquals", R"(["a", "b"])", {"c", "d"}, true},
      {"ForAllValues:StringNotEquals", R"(["a", "b"])", {"c", "a"}, false},
      {"ForAllValues:StringLike", R"(["a*"])", {"a", "ab"}, true},
      {"ForAllValues:StringLike", R"(["a*"])", {"a", "b"}, false},
      {"ForAllValues:NumericLessThan", "3", {"1", "2"}, true},
      {"ForAllValues:NumericLessThan", "3", {"1", "3"}, false},
      {"ForAllValues:ArnLike", R"("arn:aws:x:::a*")", {"arn:aws:x:::a", "arn:aws:x:::ab"}, true},
      {"ForAllValues:ArnLike", R"("arn:aws:x:::a*")", {"arn:aws:x:::a", "arn:aws:x:::b"}, false},
      {"ForAnyValue:StringEquals", R"(["a", "b"])", {"c", "b"}, true},
      {"ForAnyValue:StringEquals", R"(["a", "b"])", {"c", "d"}, false},
      {"ForAnyValue:StringEquals", R"([""])", {""}, false},
      {"ForAnyValue:StringNotEquals", R"(["a", "b"])", {"a", "c"}, true},
      {"ForAnyValue:StringNotEquals", R"(["a", "b"])", {"a", "b"}, false},
      {"ForAnyValue:Bool", "true", {"false", "true"}, true},
      {"ForAnyValue:IpAddress", R"("10.0.0.0/8")", {"11.0.0.1", "10.9.9.9"}, true},
      {"ForAnyValue:DateGreaterThan", R"("2023")", {"2022", "2021"}, false},
      {"ForAnyValue:BinaryEquals", R"("YQ==")", {"Yg==", "YQ=="}, true},
  };
  for (const SetCase& c : cases) {
    EXPECT_EQ(Holds(c.op, c.values, c.given), c.holds) << c.op << " " << c.values;
  }
}

TEST(SetOperators, TakeAnEndlessSetAsEveryText) {
  const SetCase cases[] = {
      {"ForAllValues:StringEquals", R"(["a", "b"])", {"a"}, false},
      {"ForAllValues:StringLike", R"(["a", "*"])", {"a"}, true},
      {"ForAllValues:StringLike", R"(["a*"])", {"a"}, false},
      {"ForAllValues:StringLike", R"(["*"])", {}, true},
      {"ForAllValues:StringNotEquals", R"(["a"])", {"b"}, false},
      {"ForAllValues:StringNotEquals", R"([])", {"b"}, true},
      {"ForAllValues:StringNotEquals", R"("${aws:PrincipalTag/none}")", {"b"}, true},
      {"ForAllValues:NumericLessThan", "3", {"1"}, false},
      {"ForAnyValue:StringEquals", R"(["a"])", {"b"}, true},
      {"ForAnyValue:StringEquals", R"(["a"])", {}, true},
      {"ForAnyValue:StringEquals", R"([])", {"b"}, false},
      {"ForAnyValue:StringEquals", R"("${aws:PrincipalTag/none}")", {"b"}, false},
      {"ForAnyValue:NumericLessThan", "3", {}, true},
      {"ForAnyValue:StringNotEquals", R"(["a"])", {"a"}, true},
      {"ForAnyValue:StringNotLike", R"(["*"])", {"a"}, false},
      {"StringLike", R"("*")", {}, true},
      {"Null", "false", {}, true},
      {"StringEqualsIfExists", R"([])", {}, false},
  };
  for (const SetCase& c : cases) {
    EXPECT_EQ(Holds(c.op, c.values, c.given, true), c.holds) << c.op << " " << c.values;
  }
}

// Where IAM leaves open what an operator for one value makes of several, neither reading may be
// got round: an Allow does not hold, and a Deny does.
TEST(SetOperators, WhereMissingLetNothingPass) {
  for (const std::string op : {"StringEquals", "StringNotEquals"}) {
    Asking asking;
    asking.keys.SetAll("dynamodb:K", {"a", "b"});
    const std::string condition = R"("Condition": {")" + op + R"(": {"dynamodb:K": "a"}})";
    asking.Identity(AllowAll(condition));
    EXPECT_FALSE(asking.Allowed());
    asking.Identity(AllowAll() + ", " + DenyAll(condition));
    EXPECT_FALSE(asking.Allowed());
    asking.keys.SetAll("dynamodb:K", {"a"}, true);
    EXPECT_FALSE(asking.Allowed());
    asking.Identity(AllowAll(condition));
    EXPECT_FALSE(asking.Allowed());
  }
  EXPECT_TRUE(Holds("StringEquals", R"(["a", "b"])", Texts({"a", "b"})));
  EXPECT_FALSE(Holds("StringNotEquals", R"(["a", "b"])", Texts({"a", "b"})));
  EXPECT_TRUE(Holds("StringNotEquals", R"("c")", Texts({"a", "b"})));
}

TEST(Conditions, MustAllHold) {
  Asking asking;
  asking.keys.Set("dynamodb:A", "1");
  asking.keys.Set("dynamodb:B", "2");
  const auto with = [&](const std::string& condition) {
    asking.Identity(AllowAll(R"("Condition": )" + condition));
    return asking.Allowed();
  };
  EXPECT_TRUE(with(R"({"StringEquals": {"dynamodb:A": "1", "dynamodb:B": "2"}})"));
  EXPECT_FALSE(with(R"({"StringEquals": {"dynamodb:A": "1", "dynamodb:B": "3"}})"));
  EXPECT_FALSE(
      with(R"({"StringEquals": {"dynamodb:A": "1"}, "NumericLessThan": {"dynamodb:B": "2"}})"));
  EXPECT_TRUE(
      with(R"({"StringEquals": {"dynamodb:A": "1"}, "NumericLessThan": {"dynamodb:B": "3"}})"));
  EXPECT_TRUE(with("{}"));
  EXPECT_TRUE(with(R"({"StringEquals": {}})"));
}

TEST(ConditionKeys, AreNamedInAnyCase) {
  Asking asking;
  asking.keys.Set("DynamoDB:Select", "COUNT");
  asking.Identity(AllowAll(R"("Condition": {"StringEquals": {"dynamodb:sELECT": "COUNT"}})"));
  EXPECT_TRUE(asking.Allowed());
  asking.keys.Set("dynamodb:select", "ALL_ATTRIBUTES");
  EXPECT_FALSE(asking.Allowed());
  ASSERT_NE(asking.keys.Find(MakeKeyName("dynamodb:Select")), nullptr);
  EXPECT_EQ(asking.keys.all().size(), 1u);
  asking.keys.SetAll(AccessKey::kSelect, {"SPECIFIC_ATTRIBUTES"});
  EXPECT_EQ(asking.keys.all().size(), 1u) << "it is the same key by its number";
  EXPECT_EQ(asking.keys.Find(MakeKeyName("dynamodb:select"))->values.front(),
            "SPECIFIC_ATTRIBUTES");
  asking.keys.Set("AWS:TagKeys", "a");
  EXPECT_EQ(asking.keys.all().size(), 2u);
  EXPECT_NE(asking.keys.Find(MakeKeyName("aws:tagkeys")), nullptr);
}

}  // namespace
}  // namespace stator::api::iam::testing
