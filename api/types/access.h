// Access: what a call brings that decides whether it is allowed, and what was decided.
#pragma once

#include <functional>
#include <string>
#include <string_view>

namespace stator::api {

namespace iam {
struct Principal;  // api/iam/principal.h

// From where a request came. Condition keys of the same names.
struct RequestOrigin {
  std::string source_ip{};        // aws:SourceIp; empty: the key is absent
  bool secure_transport = false;  // aws:SecureTransport
  std::string user_agent{};       // aws:UserAgent; empty: the key is absent
  std::string referer{};          // aws:Referer; likewise
};

enum class PolicyKind { kNone, kIdentity, kBoundary, kSession, kResource, kTrust };

struct Decision {
  bool allowed = false;
  bool explicit_deny = false;  // a statement denied it; otherwise nothing allowed it
  // Not allowed, because finding out would have taken more work than a request may cause; neither
  // is then known whether a statement denies it.
  bool too_much_work = false;
  // Whose policy decided: the statement's that denied or allowed, or of the kind that was missing.
  // kNone: an account's root user, who needs none.
  PolicyKind kind = PolicyKind::kNone;
  std::string_view policy{};  // name of the deciding policy; lives as long as the policy does
  int statement = -1;         // its number, from 0; -1: no statement decided
  std::string_view sid{};     // its Sid; as `policy`
};

// Learns of every decision of a call, in order. Called on the call's thread.
struct DecisionEvent {
  std::string_view principal_arn;
  std::string_view action;
  std::string_view resource;
  const Decision& decision;
};
using DecisionListener = std::function<void(const DecisionEvent& event)>;
}  // namespace iam

}  // namespace stator::api
