#include "tests/unit/iam/plain_evaluator.h"

#include <algorithm>
#include <cctype>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <functional>
#include <optional>

#include "tests/unit/iam/plain_json.h"

namespace stator::api::iam::testing {

namespace {

std::string Lower(std::string text) {
  for (char& c : text) c = static_cast<char>(std::tolower(static_cast<unsigned char>(c)));
  return text;
}

// A pattern's character, and whether it is a wildcard.
struct Token {
  char c;
  bool wild;
};
using Tokens = std::vector<Token>;

bool Glob(const Tokens& pattern, size_t p, const std::string& text, size_t t) {
  if (p == pattern.size()) return t == text.size();
  if (pattern[p].wild && pattern[p].c == '*') {
    for (size_t next = t; next <= text.size(); ++next) {
      if (Glob(pattern, p + 1, text, next)) return true;
    }
    return false;
  }
  if (t == text.size()) return false;
  const bool any = pattern[p].wild && pattern[p].c == '?';
  return (any || pattern[p].c == text[t]) && Glob(pattern, p + 1, text, t + 1);
}

// The pattern with its variables replaced. None: one of them has no value.
std::optional<Tokens> Expand(const std::string& pattern, const PlainRequest& request,
                             bool variables, bool wildcards) {
  Tokens tokens;
  for (size_t i = 0; i < pattern.size(); ++i) {
    if (!variables || pattern.compare(i, 2, "${") != 0) {
      tokens.push_back({pattern[i], wildcards && (pattern[i] == '*' || pattern[i] == '?')});
      continue;
    }
    const size_t end = pattern.find('}', i);
    const std::string inside = pattern.substr(i + 2, end - i - 2);
    i = end;
    std::string value;
    const size_t comma = inside.find(", '");
    const std::string key = Lower(inside.substr(0, comma));
    const auto found = request.keys.find(key);
    if (inside.size() == 1) {
      value = inside;
    } else if (found != request.keys.end() && found->second.size() == 1 &&
               !request.endless.count(key)) {
      value = found->second[0];
    } else if (comma != std::string::npos) {
      value = inside.substr(comma + 3, inside.size() - comma - 4);
    } else {
      return std::nullopt;
    }
    for (const char c : value) tokens.push_back({c, false});
  }
  return tokens;
}

bool Matches(const std::string& pattern, const std::string& text, const PlainRequest& request,
             bool variables, bool wildcards = true) {
  const auto tokens = Expand(pattern, request, variables, wildcards);
  return tokens && Glob(*tokens, 0, text, 0);
}

bool MatchesArn(const std::string& pattern, const std::string& text, const PlainRequest& request,
                bool variables) {
  const auto split = [](std::string whole) {
    std::vector<std::string> parts;
    while (parts.size() < 5 && whole.find(':') != std::string::npos) {
      parts.push_back(whole.substr(0, whole.find(':')));
      whole = whole.substr(whole.find(':') + 1);
    }
    parts.push_back(whole);
    return parts;
  };
  if (pattern == "*") return true;
  // The random policies have no colons in the variables of ARNs.
  std::string hidden = pattern;
  for (size_t at = 0; (at = hidden.find("${aws:", at)) != std::string::npos;) hidden[at + 5] = ';';
  const auto patterns = split(hidden), texts = split(text);
  if (patterns.size() != 6 || texts.size() != 6) return false;
  for (size_t i = 0; i < 6; ++i) {
    std::string part = patterns[i];
    for (size_t at = 0; (at = part.find("${aws;", at)) != std::string::npos;) part[at + 5] = ':';
    if (!Matches(part, texts[i], request, variables)) return false;
  }
  return true;
}

std::optional<double> AsNumber(const std::string& text) {
  char* end = nullptr;
  const double value = std::strtod(text.c_str(), &end);
  if (text.empty() || *end != '\0') return std::nullopt;
  return value;
}

std::optional<double> AsDate(const std::string& text) {
  std::tm parts{};
  const char* const end = strptime(text.c_str(), "%Y-%m-%dT%H:%M:%SZ", &parts);
  if (end != nullptr && *end == '\0') return static_cast<double>(timegm(&parts));
  return AsNumber(text);
}

std::optional<unsigned> AsAddress(const std::string& text) {
  unsigned a, b, c, d;
  char rest;
  if (std::sscanf(text.c_str(), "%u.%u.%u.%u%c", &a, &b, &c, &d, &rest) != 4) return std::nullopt;
  return a << 24 | b << 16 | c << 8 | d;
}

bool InRange(const std::string& range, const std::string& text) {
  const size_t slash = range.find('/');
  const auto start = AsAddress(range.substr(0, slash)), address = AsAddress(text);
  const int bits = slash == std::string::npos ? 32 : std::atoi(range.c_str() + slash + 1);
  if (!start || !address) return false;
  return bits == 0 || (*start >> (32 - bits)) == (*address >> (32 - bits));
}

bool Orders(const std::string& comparison, const std::optional<double>& value,
            const std::optional<double>& limit) {
  if (!value || !limit) return false;
  if (comparison == "LessThan") return *value < *limit;
  if (comparison == "LessThanEquals") return *value <= *limit;
  if (comparison == "GreaterThan") return *value > *limit;
  if (comparison == "GreaterThanEquals") return *value >= *limit;
  return *value == *limit;
}

// One value of the request against one of the policy's, by the operator without "Not".
bool Agrees(const std::string& op, const std::string& wanted, const std::string& value,
            const PlainRequest& request, bool variables) {
  if (op == "StringEquals") return Matches(wanted, value, request, variables, false);
  if (op == "StringEqualsIgnoreCase") {
    const auto tokens = Expand(wanted, request, variables, false);
    if (!tokens) return false;
    std::string text;
    for (const Token& token : *tokens) text += token.c;
    return Lower(text) == Lower(value);
  }
  if (op == "StringLike") return Matches(wanted, value, request, variables);
  if (op == "ArnEquals" || op == "ArnLike") return MatchesArn(wanted, value, request, variables);
  if (op == "Bool") return Lower(wanted) == Lower(value);
  if (op == "BinaryEquals") return wanted == value;
  if (op == "IpAddress") return InRange(wanted, value);
  if (op.substr(0, 7) == "Numeric") return Orders(op.substr(7), AsNumber(value), AsNumber(wanted));
  if (op.substr(0, 4) == "Date") return Orders(op.substr(4), AsDate(value), AsDate(wanted));
  std::abort();
}

// Texts that stand for all there are: one that agrees with each pattern, and some that none names.
std::vector<std::string> Universe(const std::vector<std::string>& given,
                                  const std::vector<std::string>& wanted,
                                  const PlainRequest& request, bool variables) {
  std::vector<std::string> all = given;
  all.push_back("");
  all.push_back("~none~of~these~");
  for (const std::string& pattern : wanted) {
    for (const bool wildcards : {true, false}) {
      const auto tokens = Expand(pattern, request, variables, wildcards);
      if (!tokens) continue;
      std::string text;
      for (const Token& token : *tokens) {
        if (!token.wild) text += token.c;
        if (token.wild && token.c == '?') text += 'x';
      }
      all.push_back(text);
    }
  }
  return all;
}

struct Operator {
  std::string base;
  bool negated = false, if_exists = false;
  std::string set;  // "ForAllValues", "ForAnyValue" or nothing
};

Operator Take(std::string name) {
  Operator op;
  const size_t colon = name.find(':');
  if (colon != std::string::npos) {
    op.set = name.substr(0, colon);
    name = name.substr(colon + 1);
  }
  const size_t suffix = name.find("IfExists");
  if (suffix != std::string::npos) {
    op.if_exists = true;
    name = name.substr(0, suffix);
  }
  const size_t negation = name.find("Not");
  if (negation != std::string::npos) {
    op.negated = true;
    name.erase(negation, 3);
  }
  op.base = name;
  return op;
}

bool ConditionHolds(const Operator& op, const std::string& key,
                    const std::vector<std::string>& wanted, const PlainRequest& request,
                    bool variables, bool deny) {
  const auto found = request.keys.find(Lower(key));
  const bool endless = request.endless.count(Lower(key)) > 0;
  std::vector<std::string> values;
  if (found != request.keys.end()) values = found->second;
  const bool absent = values.empty() && !endless;
  if (op.base == "Null") {
    return std::count(wanted.begin(), wanted.end(), absent ? "true" : "false") > 0;
  }
  if (absent && op.if_exists) return true;
  const bool nothing =
      !endless && std::all_of(values.begin(), values.end(),
                              [](const std::string& value) { return value.empty(); });
  if (endless) values = Universe(values, wanted, request, variables);
  size_t yes = 0;
  for (const std::string& value : values) {
    const bool agrees = std::any_of(wanted.begin(), wanted.end(), [&](const std::string& each) {
      return Agrees(op.base, each, value, request, variables);
    });
    if (agrees != op.negated) ++yes;
  }
  if (op.set == "ForAllValues") return nothing || yes == values.size();
  if (op.set == "ForAnyValue") return !nothing && yes > 0;
  if (absent) return op.negated;
  if (yes == values.size()) return true;
  return yes > 0 && deny;  // left open by IAM
}

// The account, the role and the ARN of who asks, as far as he has them.
std::vector<std::string> Levels(const PlainRequest& request) {
  std::vector<std::string> levels = {request.account};
  if (request.type == "AssumedRole") levels.push_back(request.role_arn);
  if (request.type != "Account") levels.push_back(request.arn);
  return levels;
}

// 0: not named; 1: his account; 2: his role; 3: himself.
int NamedAs(const PlainJson& statement, const PlainRequest& request) {
  const PlainJson* names = statement.Member("Principal");
  const bool negated = names == nullptr;
  if (negated) names = statement.Member("NotPrincipal");
  std::vector<std::string> listed;
  if (names->kind == PlainJson::kText) {
    listed.push_back(names->text);
  } else if (const PlainJson* aws = names->Member("AWS")) {
    for (const PlainJson& name : aws->AsList()) listed.push_back(name.text);
  }
  for (std::string& name : listed) {
    if (name.size() > 5 && name.substr(name.size() - 5) == ":root") name = name.substr(13, 12);
  }
  const auto lists = [&](const std::string& name) {
    return std::count(listed.begin(), listed.end(), name) > 0;
  };
  if (negated) {
    const auto levels = Levels(request);
    const bool exempt = lists("*") || std::all_of(levels.begin(), levels.end(), lists);
    return exempt ? 0 : 3;
  }
  if (lists("*") || lists(request.arn)) return 3;
  if (request.type == "Account" && lists(request.account)) return 3;
  if (request.type == "AssumedRole" && lists(request.role_arn)) return 2;
  return lists(request.account) ? 1 : 0;
}

struct Verdict {
  bool deny = false, allow = false;
  int allowed_as = 0;
};

class PolicyReader {
 public:
  PolicyReader(const PlainRequest& request, std::map<std::string, OperatorCounts>* counts)
      : request_(request), counts_(counts) {}

  Verdict Read(const std::string& text, bool of_resource) {
    const PlainJson policy = ReadPlainJson(text);
    const PlainJson* const version = policy.Member("Version");
    variables_ = version != nullptr && version->text == "2012-10-17";
    Verdict verdict;
    const auto statements = policy.Member("Statement")->AsList();
    for (const PlainJson& statement : statements) {
      const int named = of_resource ? NamedAs(statement, request_) : 3;
      if (named == 0 || !Applies(statement)) continue;
      if (statement.Member("Effect")->text == "Deny") {
        verdict.deny = true;
      } else {
        verdict.allow = true;
        verdict.allowed_as = std::max(verdict.allowed_as, named);
      }
    }
    return verdict;
  }

 private:
  bool Listed(const PlainJson& statement, const std::string& element,
              const std::function<bool(const std::string&)>& matches) {
    const PlainJson* list = statement.Member(element);
    const bool negated = list == nullptr;
    if (negated) list = statement.Member("Not" + element);
    bool any = false;
    for (const PlainJson& each : list->AsList()) any = any || matches(each.text);
    return any != negated;
  }

  bool Applies(const PlainJson& statement) {
    const bool about =
        Listed(statement, "Action",
               [&](const std::string& text) {
                 return Matches(Lower(text), Lower(request_.action), request_, false);
               }) &&
        Listed(statement, "Resource", [&](const std::string& text) {
          return Matches(text, request_.resource, request_, variables_);
        });
    if (!about) return false;
    const PlainJson* const condition = statement.Member("Condition");
    if (condition == nullptr) return true;
    bool all = true;
    for (const auto& [name, keys] : condition->members) {
      for (const auto& [key, list] : keys.members) {
        std::vector<std::string> wanted;
        for (const PlainJson& value : list.AsList()) wanted.push_back(value.text);
        const bool holds = ConditionHolds(Take(name), key, wanted, request_, variables_,
                                          statement.Member("Effect")->text == "Deny");
        ++(holds ? (*counts_)[name].held : (*counts_)[name].failed);
        all = all && holds;
      }
    }
    return all;
  }

  const PlainRequest& request_;
  std::map<std::string, OperatorCounts>* const counts_;
  bool variables_ = false;
};

}  // namespace

PlainDecision PlainEvaluator::Evaluate(const PlainRequest& request) {
  PolicyReader reader(request, &counts);
  bool deny = false;
  bool identity = request.type == "Account", boundary = true;
  bool sessions = request.sessions.empty();
  int resource = 0;
  for (const std::string& text : request.identity) {
    const Verdict verdict = reader.Read(text, false);
    deny = deny || verdict.deny;
    identity = identity || verdict.allow;
  }
  if (!request.boundary.empty()) {
    const Verdict verdict = reader.Read(request.boundary, false);
    deny = deny || verdict.deny;
    boundary = verdict.allow;
  }
  for (const std::string& text : request.sessions) {
    const Verdict verdict = reader.Read(text, false);
    deny = deny || verdict.deny;
    sessions = sessions || verdict.allow;
  }
  if (!request.of_resource.empty()) {
    const Verdict verdict = reader.Read(request.of_resource, true);
    deny = deny || verdict.deny;
    resource = verdict.allowed_as;
  }
  if (deny) return {false, true, ""};
  if (request.account == request.resource_account) {
    if (resource == 3) return {true, false, ""};
    identity = identity || resource == 2;
  } else if (resource == 0) {
    return {false, false, "resource"};
  }
  if (!identity) return {false, false, "identity"};
  if (!boundary) return {false, false, "boundary"};
  if (!sessions) return {false, false, "session"};
  return {true, false, ""};
}

}  // namespace stator::api::iam::testing
