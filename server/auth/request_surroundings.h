// What a connection tells the engine besides who calls: from where the call comes, for policies
// that ask (aws:SourceIp and its fellows), and where its decisions go. Threads: as its connection,
// one at a time.
#pragma once

#include <string>
#include <string_view>

#include "api/types/common.h"
#include "kv/base/clock.h"
#include "server/auth/access_report.h"
#include "server/http_request.h"

namespace stator::server {

class RequestSurroundings {
 public:
  // explain: remember what denied. The clock must outlive it.
  RequestSurroundings(AccessLog log, bool explain, const Clock* clock);
  RequestSurroundings(const RequestSurroundings&) = delete;
  RequestSurroundings& operator=(const RequestSurroundings&) = delete;

  // Once for a connection. source_ip: an IPv4 address in IPv6 form counts as the IPv4 address.
  void SetPeer(std::string source_ip, bool secure_transport);
  // For each request: points *context here, which must be done with it before the next, and forgets
  // who sent the one before.
  void Describe(const HttpRequest& request, api::CallContext* context);
  // Before the next request is read: what was told of the last one is not told of it.
  void Forget() { explanation_.clear(); }
  // Of the request's first denial, ready for a header; empty: none, or nobody wants to know.
  const std::string& explanation() const { return explanation_; }

 private:
  void OnDecision(const api::iam::DecisionEvent& event);

  const AccessLog log_;
  const bool explain_;
  const Clock* const clock_;
  api::iam::RequestOrigin origin_;
  api::iam::DecisionListener listener_;
  std::string explanation_;
};

}  // namespace stator::server
