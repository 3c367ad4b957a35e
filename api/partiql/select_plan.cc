#include "api/partiql/select_plan.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "api/expr/messages.h"
#include "api/partiql/condition_text.h"
#include "api/partiql/key_conditions.h"
#include "api/partiql/messages.h"
#include "api/partiql/request_text.h"
#include "api/partiql/select_order.h"
#include "api/partiql/value_resolver.h"

namespace stator::api::partiql {
namespace {

// The keys of what is read. An index that is not there is left to the handler to refuse.
const KeySchema& KeysOf(const TableName& from, const TableSchema& schema) {
  const IndexSchema* index = from.index ? schema.FindIndex(*from.index) : nullptr;
  return index != nullptr ? index->keys : schema.keys;
}

class SelectPlanner {
 public:
  SelectPlanner(const SelectStatement& select, const TableSchema& schema,
                const std::vector<Value>& parameters)
      : select_(select),
        keys_(KeysOf(select.from, schema)),
        values_(parameters),
        filter_(ConjunctsOf(select.where)) {}

  Result<SelectPlan> Run() {
    STATOR_ASSIGN_OR_RETURN(std::vector<HashKey> hash_keys, FindHashKeys());
    STATOR_ASSIGN_OR_RETURN(
        const SelectOrder order,
        OrderOf(select_.order_by, keys_, select_.where.has_value(), hash_keys.size()));
    SelectPlan plan;
    STATOR_ASSIGN_OR_RETURN(plan.columns, Columns::Of(select_.columns));
    RequestText text;
    if (hash_keys.empty()) {
      STATOR_RETURN_IF_ERROR(Fill(plan.columns, &text, &plan.scan));
      plan.scan.attributes = std::move(text).Take();
      return plan;
    }
    SortKeys(order, &hash_keys);
    STATOR_ASSIGN_OR_RETURN(plan.query.key_condition_expression,
                            KeyCondition(hash_keys.front(), &text));
    STATOR_RETURN_IF_ERROR(Fill(plan.columns, &text, &plan.query));
    plan.query.attributes = std::move(text).Take();
    plan.query.scan_index_forward = order.forward;
    plan.hash_keys = std::move(hash_keys);
    return plan;
  }

 private:
  // Every partition key that can be meant, empty where the WHERE leaves them open; takes those
  // conjuncts out of the filter that say nothing else.
  Result<std::vector<HashKey>> FindHashKeys() {
    std::vector<HashKey> hash_keys = {{}};
    std::vector<const Expression*> used;
    for (const KeyAttribute& attribute : keys_.hash) {
      STATOR_ASSIGN_OR_RETURN(const auto allowed,
                              FindAllowedValues(filter_, attribute.name, values_));
      if (!allowed) return std::vector<HashKey>();
      for (const Value& value : allowed->values) {
        STATOR_RETURN_IF_ERROR(CheckKeyType(attribute, value));
      }
      if (allowed->exact) used.push_back(allowed->conjunct);
      if (hash_keys.size() * allowed->values.size() > kMaxHashKeys) {
        return ValidationError(
            expr::messages::TooManyInOperands(hash_keys.size() * allowed->named));
      }
      hash_keys = Combine(hash_keys, allowed->values);
    }
    for (const Expression* conjunct : used) Drop(conjunct);
    return hash_keys;
  }

  static std::vector<HashKey> Combine(const std::vector<HashKey>& keys,
                                      const std::vector<Value>& values) {
    std::vector<HashKey> combined;
    for (const HashKey& key : keys) {
      for (const Value& value : values) {
        combined.push_back(key);
        combined.back().push_back(value);
      }
    }
    return combined;
  }

  void Drop(const Expression* conjunct) {
    filter_.erase(std::remove(filter_.begin(), filter_.end(), conjunct), filter_.end());
  }

  static void SortKeys(const SelectOrder& order, std::vector<HashKey>* keys) {
    if (!order.hash_descending) return;
    // Bytes sort as the values do, since all have the type of the key or are refused.
    std::stable_sort(keys->begin(), keys->end(), [&](const HashKey& a, const HashKey& b) {
      const int compared = a.front().view().bytes().compare(b.front().view().bytes());
      return *order.hash_descending ? compared > 0 : compared < 0;
    });
  }

  // From left to right, as long as all but the last are equalities.
  Result<Conjuncts> TakeRangeConditions() {
    Conjuncts range;
    for (const KeyAttribute& attribute : keys_.range) {
      const Expression* condition = FindRangeCondition(filter_, attribute.name);
      if (condition == nullptr) break;
      for (const Expression& operand : condition->operands) {
        if (!operand.is_value()) continue;
        STATOR_ASSIGN_OR_RETURN(const Value value, values_.Resolve(operand));
        STATOR_RETURN_IF_ERROR(CheckKeyType(attribute, value));
      }
      range.push_back(condition);
      Drop(condition);
      if (!condition->is(Expression::Kind::kCompare) ||
          condition->comparison != expr::Comparison::kEqual) {
        break;
      }
    }
    return range;
  }

  // Takes what it applies to the sort key out of the filter. The partition key's values come first:
  // AimAt knows them by that.
  Result<std::string> KeyCondition(const HashKey& hash_key, RequestText* text) {
    std::string condition;
    for (size_t i = 0; i < hash_key.size(); ++i) {
      if (i != 0) condition += " AND ";
      condition += text->Name(keys_.hash[i].name) + " = " + text->AddValue(hash_key[i]);
    }
    STATOR_ASSIGN_OR_RETURN(const Conjuncts range, TakeRangeConditions());
    if (range.empty()) return condition;
    STATOR_ASSIGN_OR_RETURN(const std::string of_range, ConditionText(values_, text).All(range));
    return condition + " AND " + of_range;
  }

  // What Query and Scan have in common, but for the attributes.
  Status Fill(const Columns& columns, RequestText* text, ReadPageRequest* request) const {
    request->table_name = select_.from.table;
    request->index_name = select_.from.index;
    request->projection_expression = columns.ProjectionText(text);
    if (filter_.empty()) return OkStatus();
    STATOR_ASSIGN_OR_RETURN(request->filter_expression, ConditionText(values_, text).All(filter_));
    return OkStatus();
  }

  const SelectStatement& select_;
  const KeySchema& keys_;
  const ValueResolver values_;
  Conjuncts filter_;
};

}  // namespace

void AimAt(const HashKey& hash_key, QueryRequest* query) {
  for (size_t i = 0; i < hash_key.size(); ++i) {
    query->attributes.values->insert_or_assign(RequestText::ValueName(i), hash_key[i]);
  }
}

Result<SelectPlan> PlanSelect(const SelectStatement& select, const TableSchema& schema,
                              const std::vector<Value>& parameters) {
  return SelectPlanner(select, schema, parameters).Run();
}

Result<ItemPlan> PlanItem(const SelectStatement& select, const TableSchema& schema,
                          const std::vector<Value>& parameters, std::string_view missing) {
  const ValueResolver values(parameters);
  if (select.from.index) return ValidationError(std::string(missing));
  STATOR_ASSIGN_OR_RETURN(KeyAndRest split,
                          SplitKey(ConjunctsOf(select.where), schema.keys, values, missing));
  if (!split.rest.empty()) return ValidationError(std::string(missing));
  ItemPlan plan;
  plan.key = std::move(split.key);
  STATOR_ASSIGN_OR_RETURN(plan.columns, Columns::Of(select.columns));
  return plan;
}

}  // namespace stator::api::partiql
