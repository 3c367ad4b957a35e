#include "api/ops/batch_get_item.h"

#include <set>

#include "api/expr/expression.h"
#include "api/ops/capacity.h"
#include "api/ops/item_key.h"
#include "api/ops/key_paths.h"
#include "api/ops/parameter_rules.h"
#include "api/ops/read_capacity.h"
#include "api/ops/table_meters.h"
#include "kv/base/limits.h"
#include "kv/table/item_reader.h"
#include "kv/table/table_key.h"

namespace stator::api {
namespace {

// The part of a batch that is about one table.
struct TablePart {
  const std::string* name_given = nullptr;
  const KeysAndAttributes* keys = nullptr;
  expr::Projection projection{};
  std::shared_ptr<Table> table{};
  std::shared_ptr<const TableSchema> schema{};
};

// Over all tables: one that uses an expression rules AttributesToGet out for the others.
Status RefuseMixedStyles(const BatchGetItemRequest& request) {
  bool attributes_to_get = false;
  bool projection_expression = false;
  for (const auto& [name, keys] : request.request_items) {
    attributes_to_get |= keys.attributes_to_get.has_value();
    projection_expression |= keys.projection_expression.has_value();
  }
  return RefuseMixing({{"AttributesToGet", attributes_to_get}},
                      {{"ProjectionExpression", projection_expression}});
}

Result<expr::Projection> CompileProjection(const KeysAndAttributes& keys) {
  const ExpressionAttributes attributes{keys.names, std::nullopt};
  expr::Binder binder(attributes, {"ProjectionExpression"});
  expr::Projection projection;
  if (keys.projection_expression) {
    STATOR_ASSIGN_OR_RETURN(projection, binder.CompileProjection(*keys.projection_expression));
  } else if (keys.attributes_to_get) {
    STATOR_ASSIGN_OR_RETURN(projection, expr::FromAttributeNames(*keys.attributes_to_get));
  }
  STATOR_RETURN_IF_ERROR(binder.Finish());
  return projection;
}

Status CheckCounts(const BatchGetItemRequest& request) {
  if (request.request_items.empty()) {
    return ValidationError("The requestItems parameter is required for BatchGetItem");
  }
  size_t total = 0;
  for (const auto& [name, keys] : request.request_items) total += keys.keys.size();
  if (total <= limits::kBatchGetKeys) return OkStatus();
  return ValidationError("Too many items requested for the BatchGetItem call");
}

// `seen`: the keys so far, also of a part that names the same table otherwise.
Status CheckKeys(const OpContext& context, const TablePart& part, std::set<std::string>* seen) {
  for (const Item& key : part.keys->keys) {
    STATOR_RETURN_IF_ERROR(CheckKey(*part.schema, key.view()));
    Location location =
        LocateItem(*part.schema, key.view(), context.database->store().partitions());
    if (seen->insert(std::move(location.key)).second) continue;
    return ValidationError("Provided list of item keys contains duplicates");
  }
  return OkStatus();
}

Result<std::vector<TablePart>> Prepare(const OpContext& context,
                                       const BatchGetItemRequest& request) {
  STATOR_RETURN_IF_ERROR(RefuseMixedStyles(request));
  std::vector<TablePart> parts;
  for (const auto& [name, keys] : request.request_items) {
    TablePart part{.name_given = &name, .keys = &keys};
    STATOR_ASSIGN_OR_RETURN(part.projection, CompileProjection(keys));
    parts.push_back(std::move(part));
  }
  for (TablePart& part : parts) {
    STATOR_ASSIGN_OR_RETURN(part.table, FindUsableTable(context, *part.name_given));
    part.schema = part.table->schema();
  }
  std::set<std::string> seen;
  for (const TablePart& part : parts) {
    STATOR_RETURN_IF_ERROR(RefusePathsIntoKeys(*part.schema, part.projection.DereferencedNames()));
    STATOR_RETURN_IF_ERROR(CheckKeys(context, part, &seen));
  }
  return parts;
}

// What the items of the whole batch take, and whether one did not fit any more; how many keys were
// looked up, and the last reason why one was not.
struct BatchProgress {
  size_t bytes = 0;
  bool full = false;
  size_t keys_read = 0;
  size_t keys_seen = 0;
  Status throttled;
};

// Reads the keys of one table until the batch is full, but those that there is no capacity for.
class PartReader {
 public:
  PartReader(const OpContext& context, const TablePart& part, BatchProgress* batch)
      : context_(context), part_(part), batch_(batch), capacity_(context, *part.table) {}

  Status Read(CapacityMeter* meter) {
    for (const Item& key : part_.keys->keys) {
      const Status fault = FaultOf(context_, batch_->keys_seen++);
      const Status status = batch_->full  ? OkStatus()
                            : !fault.ok() ? fault
                                          : ReadOne(key.view(), meter);
      const bool throttled = ThrottleOf(status).has_value();
      if (!throttled && fault.ok()) STATOR_RETURN_IF_ERROR(status);
      if (throttled) batch_->throttled = status;
      if (throttled || !fault.ok() || batch_->full) {
        left_.push_back(key);
      } else {
        ++batch_->keys_read;
      }
    }
    return OkStatus();
  }

  std::vector<Item> TakeItems() { return std::move(items_); }
  // The keys that were not read, as the request would give them again.
  std::optional<KeysAndAttributes> TakeUnprocessed() {
    if (left_.empty()) return std::nullopt;
    KeysAndAttributes unprocessed = *part_.keys;
    unprocessed.keys = std::move(left_);
    return unprocessed;
  }

 private:
  // Leaves the item out, and calls the batch full, where it does not fit any more.
  Status ReadOne(const ItemView& key, CapacityMeter* meter) {
    const Store& store = context_.database->store();
    LocateItemInto(*part_.schema, key, store.partitions(), &location_);
    STATOR_RETURN_IF_ERROR(capacity_.Admit(location_.key));
    PinnedItem found;
    const auto state = ChooseState(context_, *part_.schema, nullptr, part_.keys->consistent_read);
    const Status status = ReadItemAt(store, location_.key, state.get(), &found);
    if (status.code() == Code::kNotFound) {
      Charge(0, meter);
      return OkStatus();
    }
    STATOR_RETURN_IF_ERROR(status);
    const ItemView item = found.view();
    batch_->full = batch_->bytes + item.SizeBytes() > limits::kBatchGetBytes;
    if (batch_->full) return OkStatus();
    batch_->bytes += item.SizeBytes();
    Charge(item.SizeBytes(), meter);
    items_.push_back(part_.projection.all() ? Item(item) : part_.projection.Apply(item));
    return OkStatus();
  }

  void Charge(size_t bytes, CapacityMeter* meter) {
    const double units = ReadUnits(bytes, part_.keys->consistent_read);
    capacity_.Charge(location_.key, units);
    meter->AddTable(units);
  }

  const OpContext& context_;
  const TablePart& part_;
  BatchProgress* const batch_;
  ReadCapacity capacity_;
  Location location_;  // of the key that is being read
  std::vector<Item> items_;
  std::vector<Item> left_;
};

}  // namespace

Result<BatchGetItemResponse> BatchGetItem(const OpContext& context,
                                          const BatchGetItemRequest& request) {
  STATOR_RETURN_IF_ERROR(CheckCounts(request));
  STATOR_ASSIGN_OR_RETURN(const std::vector<TablePart> parts, Prepare(context, request));
  BatchGetItemResponse response;
  TableMeters meters(request.return_consumed_capacity);
  BatchProgress batch;
  for (const TablePart& part : parts) {
    PartReader reader(context, part, &batch);
    STATOR_RETURN_IF_ERROR(reader.Read(&meters.Of(*part.schema)));
    response.responses.emplace_back(*part.name_given, reader.TakeItems());
    if (auto left = reader.TakeUnprocessed()) {
      response.unprocessed_keys.emplace_back(*part.name_given, std::move(*left));
    }
  }
  // Only when nothing at all was read is it an error.
  if (batch.keys_read == 0) STATOR_RETURN_IF_ERROR(batch.throttled);
  response.consumed_capacity = meters.Report();
  return response;
}

}  // namespace stator::api
