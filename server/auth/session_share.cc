#include "server/auth/session_share.h"

namespace stator::server {

void SessionShare::Add(const Session& session) {
  by_end_.emplace(session.expires_seconds, session.access_key_id);
  Numbered& held = by_holder_[session.holder];
  held.emplace(session.number, session.access_key_id);
  Recount(session.holder, held.size() - 1, held.size());
}

void SessionShare::Remove(const Session& session) {
  by_end_.erase({session.expires_seconds, session.access_key_id});
  const auto held = by_holder_.find(session.holder);
  if (held == by_holder_.end()) return;
  held->second.erase({session.number, session.access_key_id});
  const size_t left = held->second.size();
  Recount(session.holder, left + 1, left);
  if (left == 0) by_holder_.erase(held);
}

void SessionShare::Recount(const std::string& holder, size_t before, size_t after) {
  by_count_.erase({before, holder});
  if (after != 0) by_count_.emplace(after, holder);
}

std::optional<std::string> SessionShare::GivesWay(std::string_view holder,
                                                  int64_t now_seconds) const {
  if (by_end_.empty()) return std::nullopt;
  if (by_end_.begin()->first <= now_seconds) return by_end_.begin()->second;
  const auto own = by_holder_.find(holder);
  const size_t own_count = own == by_holder_.end() ? 0 : own->second.size();
  const auto& [most, most_holder] = *by_count_.rbegin();
  if (most > own_count + 1) return by_holder_.find(most_holder)->second.begin()->second;
  if (own_count == 0) return std::nullopt;
  return own->second.begin()->second;
}

}  // namespace stator::server
