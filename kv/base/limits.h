// DynamoDB's limits, in one place, units last in each name. Source unless said otherwise: the AWS
// page "Quotas in Amazon DynamoDB".
#pragma once

#include <cstddef>
#include <cstdint>

namespace stator::limits {

inline constexpr size_t kItemBytes = 409'600;  // 400 KB: names and values (captured to the byte)
inline constexpr size_t kPartitionKeyBytes = 2048;
inline constexpr size_t kSortKeyBytes = 1024;
inline constexpr size_t kNestingLevels = 32;
inline constexpr size_t kAttributeNameBytes = 65'535;
inline constexpr size_t kKeyAttributeNameBytes = 255;
inline constexpr size_t kExpressionBytes = 4096;
inline constexpr size_t kExpressionOperators = 300;
inline constexpr size_t kInOperands = 100;
inline constexpr size_t kExpressionValuesBytes = 2 * 1024 * 1024;

inline constexpr size_t kPageBytes = 1024 * 1024;  // Query and Scan, before filtering
inline constexpr size_t kBatchGetKeys = 100;
inline constexpr size_t kBatchGetBytes = 16 * 1024 * 1024;
inline constexpr size_t kBatchWriteItems = 25;
inline constexpr size_t kBatchStatements = 25;  // of BatchExecuteStatement
inline constexpr size_t kStatementCharacters = 8192;
inline constexpr size_t kTransactionItems = 100;
inline constexpr size_t kTransactionBytes = 4 * 1024 * 1024;  // of all its items together
inline constexpr size_t kRequestTokenCharacters = 36;
inline constexpr size_t kRequestBodyBytes = 16 * 1024 * 1024;

inline constexpr size_t kLocalIndexesPerTable = 5;
inline constexpr size_t kGlobalIndexesPerTable = 20;
inline constexpr size_t kProjectedAttributesPerTable = 100;  // INCLUDE, over all indexes
inline constexpr size_t kKeyAttributesPerRole = 4;           // HASH or RANGE attributes of one GSI
inline constexpr size_t kTagsPerTable = 50;
inline constexpr size_t kScanSegments = 1'000'000;
inline constexpr uint32_t kWriteShards = 256;  // of one partition key (docs/capacity.md)

inline constexpr size_t kReadUnitBytes = 4096;
inline constexpr size_t kWriteUnitBytes = 1024;

inline constexpr size_t kItemCollectionBytes = 10ULL * 1024 * 1024 * 1024;
inline constexpr size_t kPartitionBytes = 10ULL * 1024 * 1024 * 1024;  // about

}  // namespace stator::limits
