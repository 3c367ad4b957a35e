#include "api/suffixed_keys.h"

#include <algorithm>
#include <memory>
#include <utility>

#include "kv/base/hash.h"
#include "kv/codec/key_codec.h"

namespace stator::api {
namespace {

// Where an item stands in the merged order: by sort key, then by suffix. A query downwards turns
// both round.
struct Rank {
  std::string sort_key;  // its parts, as they are stored: bytes that sort as values do
  size_t suffix = 0;
  auto operator<=>(const Rank&) const = default;
};

// What one suffix has answered.
struct Reply {
  std::vector<Item> items;
  std::vector<Rank> ranks;  // of the items
  std::optional<Item> last_evaluated_key;
  std::optional<Rank> last_rank;  // of last_evaluated_key: behind it the suffix is not known
  size_t taken = 0;
};

// The keys of what is queried: the table's, and the index's where there is one.
struct Keys {
  std::shared_ptr<const TableSchema> schema;
  const KeySchema* source = nullptr;

  std::optional<std::string> SortKeyOf(const Item& item) const {
    std::string parts;
    for (const KeyAttribute& attribute : source->range) {
      const auto value = item.Find(attribute.name);
      if (!value) return std::nullopt;
      AppendKeyPart(*value, &parts);
    }
    return parts;
  }

  // What an exclusive start key has.
  Item KeyOf(const Item& item) const {
    ItemBuilder key;
    for (const KeySchema* keys : {&schema->keys, source}) {
      for (const auto* attributes : {&keys->hash, &keys->range}) {
        for (const KeyAttribute& attribute : *attributes) {
          if (const auto value = item.Find(attribute.name)) key.Add(attribute.name, *value);
        }
      }
    }
    return key.Finish();
  }
};

Result<Keys> FindKeys(Engine* engine, const QueryRequest& query, const CallContext& caller) {
  STATOR_ASSIGN_OR_RETURN(const TableResponse described,
                          engine->DescribeTable({.table_name = query.table_name}, caller));
  Keys keys{described.table.schema, &described.table.schema->keys};
  if (!query.index_name) return keys;
  for (const IndexSchema& index : keys.schema->indexes) {
    if (index.name == *query.index_name) keys.source = &index.keys;
  }
  return keys;  // of an unknown index the query itself tells
}

// One page over all suffixes.
class Merge {
 public:
  Merge(Engine* engine, const SuffixedKeys& keys, const SuffixQueryRequest& request,
        const CallContext& caller)
      : engine_(engine), texts_(keys.All()), request_(request), caller_(caller) {}

  Result<SuffixQueryResponse> Page() {
    STATOR_RETURN_IF_ERROR(Check());
    STATOR_ASSIGN_OR_RETURN(keys_, FindKeys(engine_, request_.query, caller_));
    if (request_.start) {
      position_ = *request_.start;
    } else {
      position_.places.resize(texts_.size());
    }
    for (size_t suffix = 0; suffix < texts_.size(); ++suffix) {
      STATOR_RETURN_IF_ERROR(Ask(suffix));
    }
    TakeInOrder();
    Advance();
    return std::move(response_);
  }

 private:
  Status Check() const {
    if (request_.query.exclusive_start_key) {
      return ValidationError("A query over suffixes goes on from its own position");
    }
    if (request_.query.select == Select::kCount) {
      return ValidationError("A query over suffixes does not only count");
    }
    if (request_.start && request_.start->places.size() != texts_.size()) {
      return ValidationError("The position is of another number of suffixes");
    }
    return OkStatus();
  }

  Status Ask(size_t suffix) {
    Reply& reply = replies_.emplace_back();
    if (position_.places[suffix].at_end) return OkStatus();
    QueryRequest query = request_.query;
    query.exclusive_start_key = position_.places[suffix].start_key;
    if (!query.attributes.values) query.attributes.values.emplace();
    (*query.attributes.values)[request_.placeholder] = Value(AttributeValue(texts_[suffix]));
    STATOR_ASSIGN_OR_RETURN(ReadPageResponse page, engine_->Query(query, caller_));
    response_.scanned_count += page.scanned_count;
    AddCapacity(page.consumed_capacity);
    reply.items = std::move(page.items);
    reply.last_evaluated_key = std::move(page.last_evaluated_key);
    for (const Item& item : reply.items) {
      STATOR_ASSIGN_OR_RETURN(Rank rank, RankOf(item, suffix));
      reply.ranks.push_back(std::move(rank));
    }
    if (reply.last_evaluated_key) {
      STATOR_ASSIGN_OR_RETURN(reply.last_rank, RankOf(*reply.last_evaluated_key, suffix));
    }
    return OkStatus();
  }

  Result<Rank> RankOf(const Item& item, size_t suffix) const {
    std::optional<std::string> sort_key = keys_.SortKeyOf(item);
    if (sort_key) return Rank{*std::move(sort_key), suffix};
    return ValidationError("The projection must hold the keys of the table and of the index");
  }

  void AddCapacity(const std::optional<ConsumedCapacity>& consumed) {
    if (!consumed) return;
    if (!response_.consumed_capacity) {
      response_.consumed_capacity = consumed;
      return;
    }
    ConsumedCapacity& sum = *response_.consumed_capacity;
    sum.units += consumed->units;
    sum.table_units += consumed->table_units;
    for (const auto& [name, units] : consumed->local_indexes) sum.local_indexes[name] += units;
    for (const auto& [name, units] : consumed->global_indexes) sum.global_indexes[name] += units;
  }

  bool Before(const Rank& a, const Rank& b) const {
    return request_.query.scan_index_forward ? a < b : b < a;
  }

  // The first place behind which some suffix may have items that were not read.
  const Rank* Horizon() const {
    const Rank* horizon = nullptr;
    for (const Reply& reply : replies_) {
      if (!reply.last_rank) continue;
      if (horizon == nullptr || Before(*reply.last_rank, *horizon)) horizon = &*reply.last_rank;
    }
    return horizon;
  }

  void TakeInOrder() {
    const Rank* const horizon = Horizon();
    const auto limit = static_cast<size_t>(request_.query.limit.value_or(INT64_MAX));
    while (response_.items.size() < limit) {
      Reply* first = nullptr;
      for (Reply& reply : replies_) {
        if (reply.taken == reply.items.size()) continue;
        if (first == nullptr || Before(reply.ranks[reply.taken], first->ranks[first->taken])) {
          first = &reply;
        }
      }
      if (first == nullptr) return;
      if (horizon != nullptr && Before(*horizon, first->ranks[first->taken])) return;
      response_.items.push_back(first->items[first->taken++]);
    }
  }

  // Where the next page begins.
  void Advance() {
    bool more = false;
    for (size_t suffix = 0; suffix < replies_.size(); ++suffix) {
      const Reply& reply = replies_[suffix];
      SuffixPosition::Place& place = position_.places[suffix];
      if (reply.taken < reply.items.size()) {
        if (reply.taken > 0) place.start_key = keys_.KeyOf(reply.items[reply.taken - 1]);
      } else {
        place.start_key = reply.last_evaluated_key;
        place.at_end = !reply.last_evaluated_key;
      }
      more = more || !place.at_end;
    }
    if (more) response_.next = std::move(position_);
  }

  Engine* const engine_;
  const std::vector<std::string> texts_;
  const SuffixQueryRequest& request_;
  const CallContext& caller_;
  Keys keys_;
  SuffixPosition position_;
  std::vector<Reply> replies_;
  SuffixQueryResponse response_;
};

}  // namespace

std::vector<std::string> SuffixedKeys::All() const {
  std::vector<std::string> keys;
  for (int suffix = 1; suffix <= suffixes_; ++suffix) keys.push_back(With(suffix));
  return keys;
}

std::string SuffixedKeys::AtRandom(RandomSource* random) const {
  return With(random->Next64() % static_cast<uint64_t>(suffixes_) + 1);
}

std::string SuffixedKeys::CalculatedFrom(std::string_view text) const {
  return With(HashBytes(text) % static_cast<uint64_t>(suffixes_) + 1);
}

Result<SuffixQueryResponse> QuerySuffixes(Engine* engine, const SuffixedKeys& keys,
                                          const SuffixQueryRequest& request,
                                          const CallContext& caller) {
  return Merge(engine, keys, request, caller).Page();
}

}  // namespace stator::api
