// Policies and requests that are made to be dear to decide about: a decision ends after a number of
// steps, whatever they are, and then nothing is allowed.
#include "api/iam/match_work.h"

#include <string>
#include <utility>
#include <vector>

#include "tests/unit/iam/deciding.h"

namespace stator::api::iam::testing {
namespace {

constexpr int64_t kEnough = MatchWork::kMostSteps;

std::string Line(const std::string& op, const std::string& values,
                 const std::string& key = "dynamodb:Attributes") {
  return R"("Condition": {")" + op + R"(": {")" + key + R"(": [)" + values + "]}}";
}

std::string Quoted(const std::string& text) { return "\"" + text + "\""; }

// `count` texts of `length` letters, all different: "aaab", "aaac", …
std::vector<std::string> Texts(size_t count, size_t length, char first = 'a') {
  std::vector<std::string> texts;
  for (size_t i = 0; i < count; ++i) {
    std::string text(length, first);
    for (size_t rest = i, at = length; rest > 0; rest /= 26) {
      text[--at] = static_cast<char>(first + rest % 26);
    }
    texts.push_back(std::move(text));
  }
  return texts;
}

std::string List(const std::vector<std::string>& texts) {
  std::string list;
  for (const std::string& text : texts) list += (list.empty() ? "" : ",") + Quoted(text);
  return list;
}

struct Measured {
  Decision decision{};
  int64_t steps = 0;
  std::string message{};
};

Measured Measure(Asking* asking, int64_t most_steps = kEnough) {
  MatchWork work(most_steps);
  asking->request.work = &work;
  Measured measured;
  measured.decision = asking->Ask();
  measured.steps = work.spent();
  measured.message = DeniedMessage(asking->request, measured.decision);
  asking->request.work = nullptr;
  return measured;
}

void ExpectTooMuch(const Measured& measured, const std::string& what) {
  EXPECT_FALSE(measured.decision.allowed) << what;
  EXPECT_TRUE(measured.decision.too_much_work) << what;
  EXPECT_FALSE(measured.decision.explicit_deny) << what;
  EXPECT_EQ(measured.message,
            "User: arn:aws:iam::123456789012:user/alice is not authorized to perform: "
            "dynamodb:GetItem on resource: " +
                std::string(kTable) +
                " because its policies are too costly to evaluate for this request")
      << what;
}

// A pattern of 9,000 letters that nearly fits in each of 60,000 places, in five names: 2.7 billion
// comparisons, from one request of 300 KB.
TEST(MatchWork, EndsWhatALongPatternAndLongNamesBegin) {
  const std::string pattern = "*" + std::string(9'000, 'a') + "?b";
  Asking asking;
  asking.keys.SetAll("dynamodb:Attributes", Texts(5, 60'000));
  asking.resource_policy =
      Parsed(Statements(DenyAll(R"("Principal": "*", )" +
                                Line("ForAnyValue:StringLike", Quoted(pattern)))),
             PolicyUse::kResource);
  asking.Identity(AllowAll());
  const Measured measured = Measure(&asking);
  ExpectTooMuch(measured, "long pattern");
  // It stops at once, and not when the name, or the list of names, is through.
  EXPECT_LT(measured.steps, kEnough + 100'000);
  // A decision that shares its work with no other has the same limit.
  EXPECT_TRUE(asking.Ask().too_much_work);
}

// What costs pattern times text in each of its ways, and thousands of values times thousands.
struct DearCase {
  std::string name;
  std::string op;
  std::vector<std::string> policy;
  std::vector<std::string> request;
};
void PrintTo(const DearCase& one, std::ostream* out) { *out << one.name; }

std::vector<std::string> WithEmptyVariables(size_t count) {
  std::string text = "*";
  for (size_t i = 0; i < count; ++i) text += "${aws:PrincipalTag/none, ''}";
  return {text + "b"};
}

std::vector<DearCase> DearCases() {
  const std::string letters(9'000, 'a');
  const auto names = Texts(5, 60'000);
  return {
      {"QuestionMark", "StringLike", {"*" + letters + "?b"}, names},
      {"Variable", "StringLike", {"*" + letters + "b${aws:username}"}, names},
      {"Run", "StringLike", {"*" + letters + "b*"}, Texts(60, 60'000)},
      {"ManyRuns", "StringLike", {"*b*", "*cb*", "*a" + letters + "b*", "*b"}, Texts(60, 60'000)},
      {"EmptyVariables", "StringLike", WithEmptyVariables(60), Texts(5, 60'000, 'c')},
      {"ManyPatterns", "StringLike", Texts(3'000, 6, '?'), Texts(10'000, 6)},
      {"Arns", "ArnLike", {"a:b:c:d:e:*" + letters + "?b"}, {"a:b:c:d:e:" + names[0]}},
      {"Numbers", "NumericEquals", Texts(3'000, 6, '1'), Texts(10'000, 6, '2')},
      {"Addresses", "IpAddress", std::vector<std::string>(3'000, "10.0.0.0/8"),
       std::vector<std::string>(10'000, "192.0.2.1")},
  };
}

// Letters from '1' on are no numbers, so a number has digits alone.
std::vector<std::string> Digits(std::vector<std::string> texts) {
  for (size_t i = 0; i < texts.size(); ++i) {
    texts[i] = texts[i].front() + std::to_string(100'000 + i);
  }
  return texts;
}

class DearPolicies : public ::testing::TestWithParam<DearCase> {
 protected:
  void SetUp() override {
    DearCase one = GetParam();
    if (one.op == "NumericEquals") {
      one.policy = Digits(one.policy);
      one.request = Digits(one.request);
    }
    if (one.name == "ManyPatterns") {
      for (std::string& text : one.policy) text = "?" + text.substr(1) + "b";
    }
    values_ = List(one.policy);
    asking_.keys.SetAll("dynamodb:Attributes", one.request);
  }
  Asking asking_;
  std::string values_;
};

// An Allow does not hold.
TEST_P(DearPolicies, AreNoPermission) {
  asking_.Identity(AllowAll(Line("ForAnyValue:" + GetParam().op, values_)) + "," + AllowAll());
  const Measured measured = Measure(&asking_);
  ExpectTooMuch(measured, GetParam().name);
  EXPECT_LT(measured.steps, kEnough + 1'000'000);
}

// A Deny is not passed by, wherever it stands, though something allows.
TEST_P(DearPolicies, AreNotPassedBy) {
  const std::string line = Line("ForAnyValue:" + GetParam().op, values_);
  asking_.Identity(AllowAll() + "," + DenyAll(line));
  ExpectTooMuch(Measure(&asking_), "identity");
  asking_.Identity(AllowAll());
  asking_.principal.boundary = Parsed(Statements(AllowAll() + "," + DenyAll(line)));
  ExpectTooMuch(Measure(&asking_), "boundary");
  asking_.principal.boundary = nullptr;
  asking_.principal.session_policies = {Parsed(Statements(DenyAll(line) + "," + AllowAll()))};
  ExpectTooMuch(Measure(&asking_), "session");
  asking_.principal.session_policies = {};
  asking_.resource_policy = Parsed(
      Statements(DenyAll(R"("Principal": "*", )" + line) + "," + AllowAll(R"("Principal": "*")")),
      PolicyUse::kResource);
  ExpectTooMuch(Measure(&asking_), "resource");
}

INSTANTIATE_TEST_SUITE_P(EachWay, DearPolicies, ::testing::ValuesIn(DearCases()),
                         [](const auto& tested) { return tested.param.name; });

// Wherever the steps run out, there is no other way to be allowed, and none to be let past a Deny.
TEST(MatchWork, FailsClosedAtEveryStep) {
  const std::string miss = Line("ForAnyValue:StringLike", R"("*?zz", "${aws:username}z*")");
  const std::string hit = Line("ForAnyValue:StringLike", R"("*?cret", "${aws:username}z*")");
  const std::string negated = Line("ForAllValues:StringNotLike", R"("*?zz")");
  for (const auto& [statements, allowed] :
       std::vector<std::pair<std::string, bool>>{{AllowAll() + "," + DenyAll(miss), true},
                                                 {AllowAll() + "," + DenyAll(hit), false},
                                                 {DenyAll(negated) + "," + AllowAll(), false},
                                                 {AllowAll(negated) + "," + DenyAll(miss), true}}) {
    Asking asking;
    asking.keys.SetAll("dynamodb:Attributes", {"id", "name", "secret"});
    asking.Identity(statements);
    const Measured whole = Measure(&asking);
    ASSERT_EQ(whole.decision.allowed, allowed) << statements;
    ASSERT_FALSE(whole.decision.too_much_work);
    for (int64_t steps = 0; steps < whole.steps; ++steps) {
      ASSERT_FALSE(Measure(&asking, steps).decision.allowed) << steps << " of " << whole.steps;
    }
    ASSERT_EQ(Measure(&asking, whole.steps).decision.allowed, allowed);
  }
}

// Thousands of plain names in a policy and in a request are no trouble.
TEST(MatchWork, LooksPlainTextsUp) {
  const auto listed = Texts(3'000, 4);
  for (const std::string op : {"StringEquals", "StringLike", "StringEqualsIgnoreCase"}) {
    Asking asking;
    asking.Identity(AllowAll(Line("ForAllValues:" + op, List(listed))));
    asking.keys.SetAll("dynamodb:Attributes", listed);
    const Measured all = Measure(&asking);
    EXPECT_TRUE(all.decision.allowed) << op;
    EXPECT_LT(all.steps, 3'000 * 100) << op;
    std::vector<std::string> others = Texts(50'000, 5);
    asking.keys.SetAll("dynamodb:Attributes", others);
    EXPECT_FALSE(asking.Allowed()) << op;
    asking.Identity(AllowAll() + "," + DenyAll(Line("ForAnyValue:" + op, List(listed))));
    const Measured none = Measure(&asking);
    EXPECT_TRUE(none.decision.allowed) << op;
    EXPECT_LT(none.steps, 50'000 * 100) << op;
    others.back() = listed[1'234];
    asking.keys.SetAll("dynamodb:Attributes", others);
    EXPECT_TRUE(Measure(&asking).decision.explicit_deny) << op;
  }
}

TEST(MatchWork, LooksPlainTextsUpBesidePatterns) {
  Asking asking;
  asking.Identity(AllowAll(Line("ForAllValues:StringLike", R"("Wins", "*Score", "", "Äpfel")")));
  for (const auto& [name, allowed] : std::vector<std::pair<std::string, bool>>{
           {"Wins", true}, {"wins", false}, {"TopScore", true}, {"Äpfel", true}, {"Win", false}}) {
    asking.keys.SetAll("dynamodb:Attributes", {name});
    EXPECT_EQ(asking.Allowed(), allowed) << name;
  }
  asking.Identity(AllowAll(Line("ForAllValues:StringEqualsIgnoreCase", R"("WINS", "lossES")")));
  for (const auto& [name, allowed] : std::vector<std::pair<std::string, bool>>{
           {"Wins", true}, {"LOSSes", true}, {"Losse", false}, {"Xins", false}}) {
    asking.keys.SetAll("dynamodb:Attributes", {name});
    EXPECT_EQ(asking.Allowed(), allowed) << name;
  }
}

// Ordinary policies are far from the limit.
TEST(MatchWork, OrdinaryDecisionsTakeLittle) {
  Asking asking;
  std::string statements;
  for (int i = 0; i < 20; ++i) {
    statements += DenyAll(Line("ForAnyValue:StringLike", R"("Secret*", "*?Hash", "x*b*c")")) + ",";
  }
  asking.Identity(statements + AllowAll(Line("ForAllValues:StringEquals", R"("${aws:username}")",
                                             "dynamodb:LeadingKeys")));
  asking.keys.SetAll("dynamodb:Attributes", Texts(100, 20));
  asking.keys.SetAll("dynamodb:LeadingKeys", {"alice"});
  const Measured measured = Measure(&asking);
  EXPECT_TRUE(measured.decision.allowed);
  EXPECT_LT(measured.steps, kEnough / 20);
}

}  // namespace
}  // namespace stator::api::iam::testing
