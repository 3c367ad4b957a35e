#include "tests/support/serializability_checker.h"

#include <algorithm>
#include <map>
#include <sstream>
#include <utility>

namespace stator::testing {
namespace {

using KeyVersion = std::pair<std::string, uint64_t>;

struct Edge {
  size_t to = 0;
  std::string why;
};

// Nodes 0 … n - 1 are the transactions; those from n on are moments in real time.
class Graph {
 public:
  explicit Graph(const std::vector<HistoryEntry>& history) : history_(history) {
    edges_.resize(history.size());
  }

  std::string Build() {
    for (size_t i = 0; i < history_.size(); ++i) {
      for (const std::string& key : history_[i].writes) writers_[{key, history_[i].number}] = i;
    }
    for (size_t i = 0; i < history_.size(); ++i) {
      std::string fault = FindSuccessors(i);
      if (!fault.empty()) return fault;
    }
    for (size_t i = 0; i < history_.size(); ++i) AddDependencies(i);
    AddRealTime();
    return "";
  }

  // Takes away nodes that nothing must come before, until none is left or a cycle is.
  std::string FindCycle() const {
    std::vector<size_t> before(edges_.size());
    for (const auto& edges : edges_) {
      for (const Edge& edge : edges) ++before[edge.to];
    }
    std::vector<size_t> free;
    for (size_t i = 0; i < before.size(); ++i) {
      if (before[i] == 0) free.push_back(i);
    }
    size_t taken = 0;
    while (!free.empty()) {
      const size_t node = free.back();
      free.pop_back();
      ++taken;
      for (const Edge& edge : edges_[node]) {
        if (--before[edge.to] == 0) free.push_back(edge.to);
      }
    }
    return taken == edges_.size() ? "" : Describe(before);
  }

 private:
  // Who wrote over each version: nobody or one.
  std::string FindSuccessors(size_t i) {
    const HistoryEntry& entry = history_[i];
    for (const auto& [key, version] : entry.reads) {
      if (version == 0 || writers_.count({key, version}) != 0) continue;
      return Name(i) + " read version " + std::to_string(version) + " of " + key +
             ", which none of the history wrote";
    }
    for (const std::string& key : entry.writes) {
      const auto read = entry.reads.find(key);
      if (read == entry.reads.end()) return Name(i) + " wrote " + key + " without reading it";
      const auto [first, added] = successors_.emplace(KeyVersion{key, read->second}, i);
      if (added) continue;
      return Name(i) + " and " + Name(first->second) + " both wrote over version " +
             std::to_string(read->second) + " of " + key;
    }
    return "";
  }

  void AddDependencies(size_t i) {
    for (const auto& [key, version] : history_[i].reads) {
      const bool writes = history_[i].writes.count(key) != 0;
      const auto writer = writers_.find({key, version});
      if (writer != writers_.end()) {
        edges_[writer->second].push_back({i, (writes ? "written over: " : "read: ") + key});
      }
      const auto successor = successors_.find({key, version});
      if (successor != successors_.end() && successor->second != i) {
        edges_[i].push_back({successor->second, "read before it was written over: " + key});
      }
    }
  }

  // A chain of the moments at which a transaction ended; each begins behind the last one before it.
  void AddRealTime() {
    std::map<uint64_t, size_t> moments;
    for (const HistoryEntry& entry : history_) moments.emplace(entry.end, 0);
    for (auto& [time, node] : moments) {
      node = edges_.size();
      if (node > history_.size()) edges_.back().push_back({node, "time"});
      edges_.emplace_back();
    }
    for (size_t i = 0; i < history_.size(); ++i) {
      edges_[i].push_back({moments.at(history_[i].end), "ended"});
      auto next = moments.lower_bound(history_[i].begin);
      if (next == moments.begin()) continue;
      edges_[std::prev(next)->second].push_back({i, "began"});
    }
  }

  // Walks backwards never leaves the nodes that are left: so forwards, from any, a cycle is met.
  std::string Describe(const std::vector<size_t>& before) const {
    std::map<size_t, std::pair<size_t, std::string>> came_from;
    for (size_t i = 0; i < edges_.size(); ++i) {
      if (before[i] == 0) continue;
      for (const Edge& edge : edges_[i]) {
        if (before[edge.to] != 0) came_from[edge.to] = {i, edge.why};
      }
    }
    size_t node = came_from.begin()->first;
    std::set<size_t> seen;
    while (seen.insert(node).second) node = came_from.at(node).first;
    std::ostringstream text;
    text << "a cycle, read backwards: ";
    const size_t start = node;
    do {
      text << Name(node) << " <- (" << came_from.at(node).second << ") ";
      node = came_from.at(node).first;
    } while (node != start);
    text << Name(start);
    return text.str();
  }

  std::string Name(size_t node) const {
    if (node >= history_.size()) return "time";
    return "T" + std::to_string(history_[node].number);
  }

  const std::vector<HistoryEntry>& history_;
  std::map<KeyVersion, size_t> writers_;
  std::map<KeyVersion, size_t> successors_;
  std::vector<std::vector<Edge>> edges_;
};

}  // namespace

std::string FindViolation(const std::vector<HistoryEntry>& history) {
  Graph graph(history);
  std::string fault = graph.Build();
  return fault.empty() ? graph.FindCycle() : fault;
}

}  // namespace stator::testing
