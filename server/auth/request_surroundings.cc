#include "server/auth/request_surroundings.h"

#include <utility>

namespace stator::server {

RequestSurroundings::RequestSurroundings(AccessLog log, bool explain, const Clock* clock)
    : log_(log), explain_(explain), clock_(clock) {
  if (log_ == AccessLog::kOff && !explain_) return;
  listener_ = [this](const api::iam::DecisionEvent& event) { OnDecision(event); };
}

void RequestSurroundings::SetPeer(std::string source_ip, bool secure_transport) {
  constexpr std::string_view kMapped = "::ffff:";
  if (source_ip.starts_with(kMapped) && source_ip.find('.') != std::string::npos) {
    source_ip.erase(0, kMapped.size());
  }
  origin_.source_ip = std::move(source_ip);
  origin_.secure_transport = secure_transport;
}

void RequestSurroundings::Describe(const HttpRequest& request, api::CallContext* context) {
  origin_.user_agent.assign(request.headers.Find("user-agent"));
  origin_.referer.assign(request.headers.Find("referer"));
  Forget();
  context->principal.reset();
  context->origin = &origin_;
  context->decisions = listener_ ? &listener_ : nullptr;
}

void RequestSurroundings::OnDecision(const api::iam::DecisionEvent& event) {
  const bool denied = !event.decision.allowed;
  if (log_ == AccessLog::kAll || (log_ == AccessLog::kDenied && denied)) LogDecision(event, clock_);
  if (explain_ && denied && explanation_.empty()) explanation_ = ExplainDecision(event);
}

}  // namespace stator::server
