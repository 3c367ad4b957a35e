#include "server/auth/recent_callers.h"

#include <utility>

namespace stator::server {
namespace {

// The same credential, with a count of its own.
std::shared_ptr<const Credential> CountedApart(std::shared_ptr<const Credential> credential) {
  const auto holder =
      std::make_shared<const std::shared_ptr<const Credential>>(std::move(credential));
  return {holder, holder->get()};
}

}  // namespace

const RecentCaller* RecentCallers::Find(std::string_view scope) const {
  const auto found = callers_.find(scope);
  return found == callers_.end() ? nullptr : &found->second;
}

const RecentCaller& RecentCallers::Keep(std::string_view scope, RecentCaller caller) {
  if (callers_.size() >= kMost) callers_.clear();
  caller.credential = CountedApart(std::move(caller.credential));
  return callers_.insert_or_assign(std::string(scope), std::move(caller)).first->second;
}

void RecentCallers::Forget(std::string_view scope) {
  const auto found = callers_.find(scope);
  if (found != callers_.end()) callers_.erase(found);
}

}  // namespace stator::server
