// The sessions that one account's callers have, and which of them gives way when there are as many
// as there may be: it is for those who have most of them, so nobody can take away what others have.
//
// Threads: one at a time.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace stator::server {

class SessionShare {
 public:
  struct Session {
    std::string access_key_id{};
    std::string holder{};  // who asked for it
    int64_t expires_seconds = 0;
    uint64_t number = 0;  // later sessions have higher ones
  };

  // The session must not be there yet, or must be, as it was added.
  void Add(const Session& session);
  void Remove(const Session& session);
  size_t size() const { return by_end_.size(); }

  // The access key id of the session that goes so that the holder can have another one: one that is
  // over; otherwise the oldest of whoever holds most of them, if the holder would not have more
  // than he then; otherwise the holder's own oldest. None: he has none, and nobody has two.
  std::optional<std::string> GivesWay(std::string_view holder, int64_t now_seconds) const;

 private:
  using Numbered = std::set<std::pair<uint64_t, std::string>>;  // number, access key id
  // Moves the holder to his place among the counts.
  void Recount(const std::string& holder, size_t before, size_t after);

  std::set<std::pair<int64_t, std::string>> by_end_;  // expires_seconds, access key id
  std::map<std::string, Numbered, std::less<>> by_holder_;
  std::set<std::pair<size_t, std::string>> by_count_;  // how many he holds, holder
};

}  // namespace stator::server
