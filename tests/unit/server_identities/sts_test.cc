#include "server/auth/sts.h"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/unit/server_identities/sample_identities.h"

namespace stator::server {
namespace {

using testing::Changed;
using testing::kSampleText;
using testing::Sample;

constexpr int64_t kNow = 1'800'000'000;  // 2027-01-15T08:00:00Z
constexpr std::string_view kAssume =
    "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A000011112222%3Arole%2Fapp&"
    "RoleSessionName=web-1";

// The text of the first element of that name; empty: there is none.
std::string Element(const std::string& xml, const std::string& name) {
  const size_t begin = xml.find("<" + name + ">");
  const size_t end = xml.find("</" + name + ">");
  if (begin == std::string::npos || end == std::string::npos) return "";
  return xml.substr(begin + name.size() + 2, end - begin - name.size() - 2);
}

class StsTest : public ::testing::Test {
 protected:
  HttpReply Ask(std::string_view form, std::string_view access_key_id = testing::kAliceKey) {
    StsRequest request{.form = form, .request_id = "id-1", .region = "us-east-1"};
    if (!access_key_id.empty()) {
      request.caller = store_.Find(access_key_id)->principal;
      request.access_key_id = access_key_id;
    }
    request.decisions = &listener_;
    return Sts(&store_, &clock_).Answer(request);
  }
  // "400 ValidationError: text", or "" for what succeeds.
  std::string Refusal(const std::string& form,
                      std::string_view access_key_id = testing::kAliceKey) {
    const HttpReply reply = Ask(form, access_key_id);
    if (reply.status == 200) return "";
    EXPECT_NE(reply.body.find("<ErrorResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
                              "<Error><Type>"),
              std::string::npos);
    EXPECT_EQ(Element(reply.body, "RequestId"), "id-1");
    return std::to_string(reply.status) + " " + Element(reply.body, "Code") + ": " +
           Element(reply.body, "Message");
  }
  // The access key of a session of the role that the form asks for.
  std::string Assume(const std::string& more = "",
                     std::string_view access_key_id = testing::kAliceKey) {
    const HttpReply reply = Ask(std::string(kAssume) + more, access_key_id);
    EXPECT_EQ(reply.status, 200) << reply.body;
    return Element(reply.body, "AccessKeyId");
  }

  ManualClock clock_{kNow * 1'000'000};
  IdentityStore store_{Sample(), &clock_, {.of_account = 3}};
  std::vector<std::string> decisions_;
  api::iam::DecisionListener listener_ = [this](const api::iam::DecisionEvent& event) {
    decisions_.push_back(std::string(event.principal_arn)
                             .append(event.decision.allowed ? " may " : " may not ")
                             .append(event.action)
                             .append(" ")
                             .append(event.resource));
  };
};

TEST_F(StsTest, TellsTheCallerWhoHeIs) {
  const HttpReply reply = Ask("Action=GetCallerIdentity&Version=2011-06-15");
  EXPECT_EQ(reply.status, 200);
  EXPECT_EQ(reply.content_type, "text/xml");
  EXPECT_EQ(reply.body,
            "<GetCallerIdentityResponse xmlns=\"https://sts.amazonaws.com/doc/2011-06-15/\">"
            "<GetCallerIdentityResult><Arn>arn:aws:iam::000011112222:user/alice</Arn>"
            "<UserId>AIDAIIMQMX5OGYAUGCZS4</UserId><Account>000011112222</Account>"
            "</GetCallerIdentityResult><ResponseMetadata><RequestId>id-1</RequestId>"
            "</ResponseMetadata></GetCallerIdentityResponse>");
}

TEST_F(StsTest, StartsASession) {
  const HttpReply reply = Ask(std::string(kAssume) + "&DurationSeconds=900");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(Element(reply.body, "Arn"), "arn:aws:sts::000011112222:assumed-role/app/web-1");
  EXPECT_EQ(Element(reply.body, "Expiration"), "2027-01-15T08:15:00Z");
  EXPECT_EQ(reply.body.find("PackedPolicySize"), std::string::npos);
  EXPECT_EQ(reply.body.find("SourceIdentity"), std::string::npos);
  const auto credential = store_.Find(Element(reply.body, "AccessKeyId"));
  ASSERT_NE(credential, nullptr);
  EXPECT_EQ(credential->secret_key, Element(reply.body, "SecretAccessKey"));
  EXPECT_EQ(credential->session_token, Element(reply.body, "SessionToken"));
  EXPECT_EQ(credential->expires_seconds, kNow + 900);
}

TEST_F(StsTest, TagsAndTheSourceIdentityBelongToTheSession) {
  const HttpReply reply =
      Ask(std::string(kAssume) +
          "&Tags.member.1.Key=team&Tags.member.1.Value=green&Tags.member.2.Key=user&"
          "Tags.member.2.Value=&TransitiveTagKeys.member.1=team&SourceIdentity=alice");
  ASSERT_EQ(reply.status, 200) << reply.body;
  EXPECT_EQ(Element(reply.body, "SourceIdentity"), "alice");
  EXPECT_NE(Element(reply.body, "PackedPolicySize"), "");
  const auto principal = store_.Find(Element(reply.body, "AccessKeyId"))->principal;
  EXPECT_EQ(principal->tags, (Tags{{"team", "green"}, {"user", ""}, {"stage", "test"}}));
  ASSERT_EQ(principal->token_keys.size(), 1U);
  EXPECT_EQ(principal->token_keys[0].second, std::vector<std::string>{"alice"});
}

TEST_F(StsTest, AChainHandsOnTransitiveTagsAndTheSourceIdentity) {
  const std::string first = Assume(
      "&Tags.member.1.Key=team&Tags.member.1.Value=green&Tags.member.2.Key=user&"
      "Tags.member.2.Value=u1&TransitiveTagKeys.member.1=team&SourceIdentity=alice");
  const std::string second = Changed(kAssume, "role%2Fapp", "role%2Fsecond");
  const HttpReply reply = Ask(second, first);
  ASSERT_EQ(reply.status, 200) << reply.body;
  const std::string key = Element(reply.body, "AccessKeyId");
  EXPECT_EQ(store_.Find(key)->principal->tags, (Tags{{"team", "green"}}));
  EXPECT_EQ(store_.FindSession(key)->transitive_tag_keys, std::vector<std::string>{"team"});
  EXPECT_EQ(Element(reply.body, "SourceIdentity"), "alice");
  EXPECT_EQ(Refusal(second + "&DurationSeconds=3601", first),
            "400 ValidationError: The requested DurationSeconds exceeds the 1 hour session limit "
            "for roles assumed by role chaining.");
  EXPECT_EQ(Refusal(second + "&Tags.member.1.Key=Team&Tags.member.1.Value=red", first),
            "400 ValidationError: One of the specified transitive tag keys can&apos;t be set "
            "because it conflicts with a transitive tag key from the calling session.");
  EXPECT_EQ(Refusal(second + "&SourceIdentity=bob", first),
            "403 AccessDenied: SourceIdentity cannot be changed: it was set by an earlier session "
            "of the chain.");
}

TEST_F(StsTest, TagsNeedAPermissionOfTheirOwn) {
  store_.Replace(Sample(Changed(kSampleText,
                                R"(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])",
                                R"("sts:AssumeRole")")));
  Assume();
  const std::string tagged = std::string(kAssume) + "&Tags.member.1.Key=a&Tags.member.1.Value=b";
  EXPECT_EQ(Refusal(tagged).find("403 AccessDenied: User: arn:aws:iam::000011112222:user/alice is "
                                 "not authorized to perform: sts:TagSession on resource: "
                                 "arn:aws:iam::000011112222:role/app"),
            0U)
      << Refusal(tagged);
  EXPECT_NE(Refusal(std::string(kAssume) + "&SourceIdentity=alice").find("sts:SetSourceIdentity"),
            std::string::npos);
}

TEST_F(StsTest, SessionPoliciesAreOfTheAccountAndOfLimitedSize) {
  const std::string arns = std::string(kAssume) + "&PolicyArns.member.1.arn=arn:aws:iam::";
  const auto credential = store_.Find(Assume(
      "&PolicyArns.member.1.arn=arn:aws:iam::000011112222:policy/Reads&Policy=%7B%22Version%22%3A"
      "%222012-10-17%22%2C%22Statement%22%3A%7B%22Effect%22%3A%22Allow%22%2C%22Action%22%3A%22*%22"
      "%2C%22Resource%22%3A%22*%22%7D%7D"));
  EXPECT_EQ(credential->principal->session_policies.size(), 2U);
  EXPECT_EQ(Refusal(arns + "000011112222:policy/None"),
            "400 ValidationError: Policy arn:aws:iam::000011112222:policy/None does not exist.");
  EXPECT_EQ(Refusal(arns + "333344445555:policy/Reads"),
            "400 ValidationError: Policy arn:aws:iam::333344445555:policy/Reads does not exist.");
  EXPECT_EQ(Refusal(arns + "000011112222:user/alice"),
            "400 ValidationError: arn:aws:iam::000011112222:user/alice is invalid");
  EXPECT_EQ(Refusal(std::string(kAssume) + "&Policy=%7B")
                .find("400 MalformedPolicyDocument: Syntax errors in policy"),
            0U);
  std::string tags;
  uint64_t noise = 1;
  for (int n = 1; n <= 50; ++n) {
    tags += "&Tags.member." + std::to_string(n) + ".Key=k" + std::to_string(n) + "&Tags.member." +
            std::to_string(n) + ".Value=";
    for (int i = 0; i < 120; ++i) {
      noise = noise * 6'364'136'223'846'793'005U + 1'442'695'040'888'963'407U;
      tags += "ABCDEFGHIJKLMNOPQRSTUVWXYZ012345"[noise >> 59];
    }
  }
  EXPECT_EQ(Refusal(std::string(kAssume) + tags)
                .find("400 PackedPolicyTooLarge: Packed policy consumes "),
            0U);
}

struct WrongForm {
  std::string form;
  std::string refusal;
};
class WrongForms : public StsTest, public ::testing::WithParamInterface<WrongForm> {};
TEST_P(WrongForms, AreRefused) { EXPECT_EQ(Refusal(GetParam().form), GetParam().refusal); }

std::string App(std::string_view more) { return std::string(kAssume).append(more); }
std::string Broken(std::string_view what) {
  return "400 ValidationError: 1 validation error detected: Value " + std::string(what);
}

INSTANTIATE_TEST_SUITE_P(
    Actions, WrongForms,
    ::testing::Values(
        WrongForm{"Version=2011-06-15",
                  "400 MissingAction: The request must contain the parameter Action"},
        WrongForm{"Action=GetCallerIdentity",
                  "400 InvalidAction: Could not find operation GetCallerIdentity for version "
                  "NO_VERSION_SPECIFIED"},
        WrongForm{"Action=Fly&Version=2011-06-15",
                  "400 InvalidAction: Could not find operation Fly for version 2011-06-15"},
        WrongForm{"Action=GetSessionToken&Version=2011-06-15",
                  "400 InvalidAction: GetSessionToken is not served."},
        WrongForm{"Action=GetCallerIdentity&Version=2011-06-15&Color=red",
                  "400 ValidationError: The parameter Color is not served."},
        WrongForm{"Action=%4",
                  "404 MalformedQueryString: The query string contains a syntax error"},
        WrongForm{"Action=%ff",
                  "404 MalformedQueryString: The query string contains a syntax error"},
        WrongForm{"Action=a&Action=b",
                  "404 MalformedQueryString: The query string has a parameter twice"}));

INSTANTIATE_TEST_SUITE_P(
    AssumeRole, WrongForms,
    ::testing::Values(
        WrongForm{
            "Action=AssumeRole&Version=2011-06-15",
            "400 ValidationError: 2 validation errors detected: Value null at "
            "&apos;roleArn&apos; failed to satisfy constraint: Member must not be null; Value "
            "null at &apos;roleSessionName&apos; failed to satisfy constraint: Member must "
            "not be null"},
        WrongForm{Changed(kAssume, "web-1", "a%20b"),
                  Broken("&apos;a b&apos; at &apos;roleSessionName&apos; failed to satisfy "
                         "constraint: Member must satisfy regular expression pattern: "
                         "[\\w+=,.@-]*")},
        WrongForm{Changed(kAssume, "web-1", "w"),
                  Broken("&apos;w&apos; at &apos;roleSessionName&apos; failed to satisfy "
                         "constraint: Member must have length greater than or equal to 2")},
        WrongForm{App("&DurationSeconds=899"),
                  Broken("&apos;899&apos; at &apos;durationSeconds&apos; failed to satisfy "
                         "constraint: Member must have value greater than or equal to 900")},
        WrongForm{App("&DurationSeconds=43201"),
                  Broken("&apos;43201&apos; at &apos;durationSeconds&apos; failed to satisfy "
                         "constraint: Member must have value less than or equal to 43200")},
        WrongForm{App("&DurationSeconds=7201"),
                  "400 ValidationError: The requested DurationSeconds exceeds the "
                  "MaxSessionDuration set for this role."},
        WrongForm{App("&DurationSeconds=1h"),
                  "404 MalformedQueryString: The value of DurationSeconds is not an integer"},
        WrongForm{App("&ExternalId=a"),
                  Broken("&apos;a&apos; at &apos;externalId&apos; failed to satisfy constraint: "
                         "Member must have length greater than or equal to 2")},
        WrongForm{App("&Tags.member.1.Key=a"),
                  Broken("null at &apos;tags.member.1.value&apos; failed to satisfy constraint: "
                         "Member must not be null")},
        WrongForm{App("&Tags.member.1.Key=a&Tags.member.1.Value=1&Tags.member.2.Key=A&"
                      "Tags.member.2.Value=2"),
                  "400 ValidationError: Duplicate tag keys found. Please note that Tag keys are "
                  "case insensitive."},
        WrongForm{App("&Tags.member.1.Key=aws:a&Tags.member.1.Value=1"),
                  "400 ValidationError: Tag keys that begin with aws: are reserved for the "
                  "service."},
        WrongForm{App("&TransitiveTagKeys.member.1=a"),
                  "400 ValidationError: The specified transitive tag key must be included in the "
                  "requested tags."},
        WrongForm{App("&Tags.member.2.Key=a&Tags.member.2.Value=1"),
                  "400 ValidationError: The parameter Tags.member.2.Key is not served."},
        WrongForm{App("&SerialNumber=arn:aws:iam::1:mfa/a&TokenCode=123456"),
                  "400 ValidationError: SerialNumber and TokenCode are not served: there are no "
                  "MFA devices."},
        WrongForm{App("&WebIdentityToken=abcd"),
                  "400 ValidationError: The parameter WebIdentityToken is not served."},
        WrongForm{Changed(kAssume, "role%2Fapp", "user%2Fapp"),
                  "400 ValidationError: arn:aws:iam::000011112222:user/app is invalid"}));

TEST_F(StsTest, NobodyMayAssumeWhatTrustsHimNot) {
  const std::string bob = Refusal(std::string(kAssume), testing::kBobKey);
  EXPECT_EQ(bob.find("403 AccessDenied: User: arn:aws:iam::333344445555:user/bob is not authorized "
                     "to perform: sts:AssumeRole"),
            0U)
      << bob;
  EXPECT_EQ(Refusal(std::string(kAssume), testing::kRootKey),
            "403 AccessDenied: Roles may not be assumed by root accounts.");
  EXPECT_EQ(Refusal(std::string(kAssume), ""),
            "403 MissingAuthenticationToken: Request is missing Authentication Token");
}

constexpr std::string_view kAliceMayNot =
    "403 AccessDenied: User: arn:aws:iam::000011112222:user/alice is not authorized to perform: "
    "sts:AssumeRole on resource: arn:aws:iam::000011112222:role/app";

// What the trust policy of the role "app" says, and whether there is a role of that name.
TEST_F(StsTest, DenialsDoNotTellWhetherThereIsTheRole) {
  const std::string trusted =
      R"("Effect": "Allow", "Principal": {"AWS": "arn:aws:iam::000011112222:root"},
                          "Action": ["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"])";
  const std::string no_policies = Changed(kSampleText, R"("Policies": ["Everything"],
          "InlinePolicies")",
                                          R"("InlinePolicies")");
  const std::string texts[] = {
      Changed(kSampleText, R"("app": {)", R"("other": {)"),
      Changed(kSampleText, trusted, R"("Effect": "Deny", "Principal": "*", "Action": "*")"),
      Changed(kSampleText, trusted, R"("Effect": "Allow", "Principal": {"AWS": "333344445555"},
              "Action": "sts:AssumeRole")"),
      no_policies,
      Changed(no_policies, R"("app": {)", R"("other": {)"),
  };
  for (const std::string& text : texts) {
    store_.Replace(Sample(text));
    EXPECT_EQ(Refusal(std::string(kAssume)), kAliceMayNot) << text;
    EXPECT_EQ(Refusal(std::string(kAssume) + "&Tags.member.1.Key=a&Tags.member.1.Value=b"),
              kAliceMayNot);
  }
}

TEST_F(StsTest, WhatTheCallersOwnPolicyDeniesItSaysOfEveryRole) {
  const std::string denied =
      Changed(kSampleText, R"("Action": "dynamodb:DeleteTable")", R"("Action": "sts:AssumeRole")");
  for (const std::string& text : {denied, Changed(denied, R"("app": {)", R"("other": {)")}) {
    store_.Replace(Sample(text));
    EXPECT_EQ(Refusal(std::string(kAssume)),
              std::string(kAliceMayNot) + " with an explicit deny in an identity-based policy");
  }
}

TEST_F(StsTest, DecisionsAreTold) {
  Assume("&SourceIdentity=alice");
  EXPECT_NE(Refusal(std::string(kAssume), testing::kBobKey), "");
  EXPECT_NE(Refusal(Changed(kAssume, "role%2Fapp", "role%2Fnone")), "");
  const std::string app = "arn:aws:iam::000011112222:role/app";
  const std::string alice = "arn:aws:iam::000011112222:user/alice";
  EXPECT_EQ(decisions_,
            (std::vector<std::string>{
                alice + " may sts:AssumeRole " + app, alice + " may sts:SetSourceIdentity " + app,
                "arn:aws:iam::333344445555:user/bob may not sts:AssumeRole " + app,
                alice + " may not sts:AssumeRole arn:aws:iam::000011112222:role/none"}));
}

TEST_F(StsTest, ASessionThatEndedMeanwhileStartsNoOther) {
  const std::string first = Assume();
  StsRequest request{.request_id = "id-1"};
  const std::string form = Changed(kAssume, "role%2Fapp", "role%2Fsecond");
  request.form = form;
  request.caller = store_.Find(first)->principal;
  request.access_key_id = first;
  EXPECT_EQ(Sts(&store_, &clock_).Answer(request).status, 200);
  store_.Replace(Sample(Changed(kSampleText, R"("app": {)", R"("other": {)")));
  const HttpReply reply = Sts(&store_, &clock_).Answer(request);
  EXPECT_EQ(reply.status, 403);
  EXPECT_EQ(Element(reply.body, "Code"), "InvalidClientTokenId");
  EXPECT_EQ(Element(reply.body, "Message"),
            "The security token included in the request is invalid.");
}

TEST_F(StsTest, AChainIsOfTheShareOfItsFirstCaller) {
  const std::string first = Assume();
  const std::string second_role = Changed(kAssume, "role%2Fapp", "role%2Fsecond");
  const std::string second = Element(Ask(second_role, first).body, "AccessKeyId");
  EXPECT_EQ(store_.FindSession(second)->holder.name, "arn:aws:iam::000011112222:user/alice");
  EXPECT_EQ(store_.FindSession(second)->holder.account, "000011112222");
  Assume();
  Assume();
  EXPECT_EQ(store_.Find(first), nullptr);
  EXPECT_NE(store_.Find(second), nullptr);
}

TEST_F(StsTest, TagsAreLimitedInPlainBytesToo) {
  std::string tags;
  for (int n = 1; n <= 17; ++n) {
    const std::string member = "&Tags.member." + std::to_string(n);
    tags += member + ".Key=k" + std::to_string(n) + member + ".Value=" + std::string(250, 'a');
  }
  EXPECT_EQ(Refusal(std::string(kAssume) + tags),
            "400 PackedPolicyTooLarge: Packed policy consumes 105% of allotted space, please use "
            "smaller policy.");
  EXPECT_EQ(Refusal(std::string(kAssume) + tags.substr(0, tags.find("&Tags.member.17"))), "");
}

TEST_F(StsTest, ValuesAreEscapedInReplies) {
  EXPECT_EQ(Refusal("Action=%3Cb%3E%26%22%01&Version=2011-06-15"),
            "400 InvalidAction: Could not find operation &lt;b&gt;&amp;&quot;? for version "
            "2011-06-15");
}

TEST_F(StsTest, WithoutIdentitiesThereAreNoRoles) {
  StsRequest request{.form = kAssume, .request_id = "id-1"};
  request.caller = store_.Find(testing::kAliceKey)->principal;
  const HttpReply reply = Sts(nullptr, &clock_).Answer(request);
  EXPECT_EQ(reply.status, 400);
  EXPECT_EQ(Element(reply.body, "Message"), "AssumeRole needs a server with --auth=sigv4.");
}

TEST_F(StsTest, OnlyAWebIdentityIsUnsigned) {
  EXPECT_TRUE(Sts::IsUnsigned("Version=2011-06-15&Action=AssumeRoleWithWebIdentity"));
  EXPECT_FALSE(Sts::IsUnsigned(kAssume));
  EXPECT_FALSE(Sts::IsUnsigned("Action=AssumeRoleWithWebIdentity&Action=AssumeRole"));
  EXPECT_FALSE(Sts::IsUnsigned(""));
}

}  // namespace
}  // namespace stator::server
