#include "api/iam/statement_reader.h"

#include <utility>

#include "api/iam/condition_reader.h"
#include "api/iam/element_rules.h"
#include "api/iam/members.h"

namespace stator::api::iam {

namespace {

using json::Kind;
using json::Node;

class StatementReader {
 public:
  StatementReader(std::string place, PolicyUse use, bool variables)
      : place_(std::move(place)), use_(use), variables_(variables) {}

  Result<Statement> Read(const Node& node) {
    STATOR_RETURN_IF_ERROR(
        ForEachMember(node, place_, [&](std::string_view name, const Node& value) {
          return ReadMember(name, value, MemberPlace(place_, name));
        }));
    STATOR_RETURN_IF_ERROR(CheckComplete());
    return std::move(statement_);
  }

 private:
  Status ReadMember(std::string_view name, const Node& value, const std::string& place) {
    if (name == "Sid") return ReadSid(value, place);
    if (name == "Effect") return ReadEffect(value, place);
    if (name == "Condition") {
      return ReadConditions(value, place, variables_, &statement_.conditions);
    }
    const bool negated = name.starts_with("Not");
    const std::string_view element = negated ? name.substr(3) : name;
    if (element == "Action") {
      STATOR_RETURN_IF_ERROR(Begin(place, "Action and NotAction", &actions_));
      statement_.all_but_actions = negated;
      return ReadTexts(value, place, &statement_.actions,
                       [](std::string_view text) { return ReadActionText(text); });
    }
    if (element == "Resource") {
      if (use_ == PolicyUse::kTrust) return WrongAt(place, "a trust policy names no resource");
      STATOR_RETURN_IF_ERROR(Begin(place, "Resource and NotResource", &resources_));
      statement_.all_but_resources = negated;
      return ReadTexts(value, place, &statement_.resources, [this](std::string_view text) {
        return ReadResourceText(text, {use_ == PolicyUse::kIdentity, variables_});
      });
    }
    if (element == "Principal") return ReadPrincipals(value, place, negated);
    return WrongAt(place, "there is no such element");
  }

  // Of a pair of elements only one may be there.
  Status Begin(const std::string& place, std::string_view pair, bool* begun) {
    if (*begun) return WrongAt(place, std::string(pair) + " exclude each other");
    *begun = true;
    return OkStatus();
  }

  Status ReadSid(const Node& value, const std::string& place) {
    if (!value.is(Kind::kString)) return WrongAt(place, "must be a string");
    statement_.sid = value.string();
    return At(place, CheckSid(statement_.sid, use_));
  }

  Status ReadEffect(const Node& value, const std::string& place) {
    const bool text = value.is(Kind::kString);
    statement_.allow = text && value.string() == "Allow";
    effect_ = statement_.allow || (text && value.string() == "Deny");
    return effect_ ? OkStatus() : WrongAt(place, "must be \"Allow\" or \"Deny\"");
  }

  template <typename ReadText>
  static Status ReadTexts(const Node& value, const std::string& place,
                          std::vector<TextPattern>* out, ReadText&& read) {
    STATOR_RETURN_IF_ERROR(
        ForEachElement(value, place, [&](const Node& text, const std::string& at) -> Status {
          if (!text.is(Kind::kString)) return WrongAt(at, "must be a string");
          auto pattern = read(text.string());
          if (!pattern.ok()) return At(at, pattern.status());
          out->push_back(std::move(*pattern));
          return OkStatus();
        }));
    return out->empty() ? WrongAt(place, "is empty") : OkStatus();
  }

  Status ReadPrincipals(const Node& value, const std::string& place, bool negated) {
    if (!names_principals_) {
      return WrongAt(place, "the policy of a user or role names no principal");
    }
    if (negated && use_ == PolicyUse::kTrust) {
      return WrongAt(place, "a trust policy may not have it");
    }
    STATOR_RETURN_IF_ERROR(Begin(place, "Principal and NotPrincipal", &principals_));
    statement_.all_but_principals = negated;
    if (value.is(Kind::kString)) {
      if (value.string() != "*") return WrongAt(place, "must be \"*\" or an object");
      statement_.principals.emplace_back();
      return OkStatus();
    }
    STATOR_RETURN_IF_ERROR(
        ForEachMember(value, place, [&](std::string_view type, const Node& names) {
          return ReadPrincipalNames(type, names, MemberPlace(place, type));
        }));
    return statement_.principals.empty() ? WrongAt(place, "is empty") : OkStatus();
  }

  Status ReadPrincipalNames(std::string_view type, const Node& names, const std::string& place) {
    return ForEachElement(names, place, [&](const Node& name, const std::string& at) -> Status {
      if (!name.is(Kind::kString)) return WrongAt(at, "must be a string");
      auto pattern = ParsePrincipalPattern(type, name.string());
      if (!pattern.ok()) return At(at, pattern.status());
      statement_.principals.push_back(std::move(*pattern));
      return OkStatus();
    });
  }

  Status CheckComplete() const {
    if (!effect_) return WrongAt(place_, "lacks Effect");
    if (!actions_) return WrongAt(place_, "lacks Action or NotAction");
    if (!resources_ && use_ != PolicyUse::kTrust) {
      return WrongAt(place_, "lacks Resource or NotResource");
    }
    if (!principals_ && names_principals_) return WrongAt(place_, "lacks Principal");
    return OkStatus();
  }

  const std::string place_;
  const PolicyUse use_;
  const bool names_principals_ = use_ == PolicyUse::kResource || use_ == PolicyUse::kTrust;
  const bool variables_;
  bool effect_ = false, actions_ = false, resources_ = false, principals_ = false;
  Statement statement_{};
};

}  // namespace

Result<Statement> ReadStatement(const Node& node, const std::string& place, PolicyUse use,
                                bool variables) {
  return StatementReader(place, use, variables).Read(node);
}

}  // namespace stator::api::iam
