#include "api/ops/item_key.h"

#include <string>

#include "kv/base/limits.h"

namespace stator::api {
namespace {

constexpr std::string_view kInvalid = "One or more parameter values were invalid: ";
constexpr std::string_view kNotValid = "One or more parameter values are not valid. ";

Status KeyMismatch() {
  return ValidationError("The provided key element does not match the schema");
}

bool IsEmpty(const ValueView& value) {
  return !value.is(AttributeType::kNumber) && value.bytes().empty();
}

std::string EmptyKeyText(const ValueView& value) {
  return std::string("The AttributeValue for a key attribute cannot contain an empty ") +
         (value.is(AttributeType::kString) ? "string" : "binary") + " value.";
}

Status EmptyKey(const ValueView& value, const std::string& name) {
  return ValidationError(std::string(kNotValid) + EmptyKeyText(value) + " Key: " + name);
}

Status EmptyIndexKey(const ValueView& value, const IndexSchema& index, const std::string& name) {
  return ValidationError(std::string(kNotValid) +
                         "A value specified for a secondary index key is not supported. " +
                         EmptyKeyText(value) + " IndexName: " + index.name + ", IndexKey: " + name);
}

// The missing blank before 2048 is the service's own.
Status HashKeyTooLarge() {
  return ValidationError(std::string(kInvalid) +
                         "Size of hashkey has exceeded the maximum size limit of2048 bytes");
}

Status RangeKeyTooLarge() {
  return ValidationError(
      std::string(kInvalid) +
      "Aggregated size of all range keys has exceeded the size limit of 1024 bytes");
}

size_t TotalBytes(const std::vector<KeyAttribute>& attributes, const ItemView& item) {
  size_t total = 0;
  for (const KeyAttribute& attribute : attributes) {
    if (const auto value = item.Find(attribute.name)) total += value->SizeBytes();
  }
  return total;
}

Status CheckKeySizes(const KeySchema& keys, const ItemView& item) {
  if (TotalBytes(keys.hash, item) > limits::kPartitionKeyBytes) return HashKeyTooLarge();
  if (TotalBytes(keys.range, item) > limits::kSortKeyBytes) return RangeKeyTooLarge();
  return OkStatus();
}

Status CheckKeyAttribute(const KeyAttribute& attribute, const ItemView& key) {
  const auto value = key.Find(attribute.name);
  if (!value || !value->is(attribute.type)) return KeyMismatch();
  if (IsEmpty(*value)) return EmptyKey(*value, attribute.name);
  return OkStatus();
}

Status CheckPutAttribute(const KeyAttribute& attribute, const ItemView& item) {
  const auto value = item.Find(attribute.name);
  if (!value) {
    return ValidationError(std::string(kInvalid) + "Missing the key " + attribute.name +
                           " in the item");
  }
  if (!value->is(attribute.type)) {
    return ValidationError(std::string(kInvalid) + "Type mismatch for key " + attribute.name +
                           " expected: " + std::string(TypeDescriptor(attribute.type)) +
                           " actual: " + std::string(TypeDescriptor(value->type())));
  }
  if (IsEmpty(*value)) return EmptyKey(*value, attribute.name);
  return OkStatus();
}

Status CheckIndexAttribute(const IndexSchema& index, const KeyAttribute& attribute,
                           const ItemView& item) {
  const auto value = item.Find(attribute.name);
  if (!value) return OkStatus();  // sparse
  if (!value->is(attribute.type)) {
    return ValidationError(std::string(kInvalid) + "Type mismatch for Index Key " + attribute.name +
                           " Expected: " + std::string(TypeDescriptor(attribute.type)) +
                           " Actual: " + std::string(TypeDescriptor(value->type())) +
                           " IndexName: " + index.name);
  }
  if (IsEmpty(*value)) return EmptyIndexKey(*value, index, attribute.name);
  return OkStatus();
}

template <typename Check>
Status ForEachKeyAttribute(const KeySchema& keys, Check check) {
  for (const KeyAttribute& attribute : keys.hash) STATOR_RETURN_IF_ERROR(check(attribute));
  for (const KeyAttribute& attribute : keys.range) STATOR_RETURN_IF_ERROR(check(attribute));
  return OkStatus();
}

}  // namespace

Status CheckKey(const TableSchema& schema, const ItemView& key) {
  if (key.count() != schema.keys.hash.size() + schema.keys.range.size()) return KeyMismatch();
  STATOR_RETURN_IF_ERROR(ForEachKeyAttribute(
      schema.keys, [&](const KeyAttribute& a) { return CheckKeyAttribute(a, key); }));
  return CheckKeySizes(schema.keys, key);
}

Status CheckItemKeys(const TableSchema& schema, const ItemView& item) {
  STATOR_RETURN_IF_ERROR(ForEachKeyAttribute(
      schema.keys, [&](const KeyAttribute& a) { return CheckPutAttribute(a, item); }));
  STATOR_RETURN_IF_ERROR(CheckKeySizes(schema.keys, item));
  return CheckIndexKeys(schema, item);
}

Status CheckBatchItemKeys(const TableSchema& schema, const ItemView& item) {
  STATOR_RETURN_IF_ERROR(ForEachKeyAttribute(
      schema.keys, [&](const KeyAttribute& a) { return CheckKeyAttribute(a, item); }));
  STATOR_RETURN_IF_ERROR(CheckKeySizes(schema.keys, item));
  return CheckIndexKeys(schema, item);
}

Status RefuseEmptyKeys(const TableSchema& schema, const ItemView& item) {
  const auto empty_value = [&item](const KeyAttribute& attribute) {
    const auto value = item.Find(attribute.name);
    const bool empty = value && value->is(attribute.type) && IsEmpty(*value);
    return empty ? value : std::nullopt;
  };
  STATOR_RETURN_IF_ERROR(ForEachKeyAttribute(schema.keys, [&](const KeyAttribute& a) {
    const auto value = empty_value(a);
    return value ? EmptyKey(*value, a.name) : OkStatus();
  }));
  for (const IndexSchema& index : schema.indexes) {
    if (index.status == ResourceStatus::kDeleting) continue;
    STATOR_RETURN_IF_ERROR(ForEachKeyAttribute(index.keys, [&](const KeyAttribute& a) {
      const auto value = empty_value(a);
      return value ? EmptyIndexKey(*value, index, a.name) : OkStatus();
    }));
  }
  return OkStatus();
}

Status CheckIndexKeys(const TableSchema& schema, const ItemView& item) {
  for (const IndexSchema& index : schema.indexes) {
    if (index.status == ResourceStatus::kDeleting) continue;
    STATOR_RETURN_IF_ERROR(ForEachKeyAttribute(
        index.keys, [&](const KeyAttribute& a) { return CheckIndexAttribute(index, a, item); }));
    STATOR_RETURN_IF_ERROR(CheckKeySizes(index.keys, item));
  }
  return OkStatus();
}

Status CheckItemSize(const ItemView& item) {
  if (item.SizeBytes() <= limits::kItemBytes) return OkStatus();
  return ValidationError("Item size has exceeded the maximum allowed size");
}

}  // namespace stator::api
