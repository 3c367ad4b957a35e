// A database in memory or in a folder of its own, and short forms for what tests do with it.
#pragma once

#include <gtest/gtest.h>

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/table/database.h"
#include "tests/support/store_harness.h"

namespace stator::testing {

DatabaseOptions InMemoryOptions();
// Durability::kOs: what a killed process leaves is what counts here.
DatabaseOptions OnDiskOptions(const std::string& path);
// Fails the test when it does not open.
std::unique_ptr<Database> OpenDatabase(const DatabaseOptions& options);

inline constexpr std::string_view kSpace = "space";

// Table "t" by default: HASH "pk" (S), RANGE "sk" (N) if asked for.
TableSchema SimpleSchema(std::string_view name = "t", bool with_range = true);
// HASH `hash` (S), RANGE `range` (S) unless empty; projection ALL.
IndexSchema GlobalIndex(std::string_view name, std::string_view hash, std::string_view range = "");
// HASH "pk", RANGE `range` (S).
IndexSchema LocalIndex(std::string_view name, std::string_view range);

// Each fails the test on an error.
std::shared_ptr<Table> CreateTable(Database* database, const TableSchema& schema);
WriteOutcome Put(Database* database, const std::shared_ptr<Table>& table, const Item& item);
WriteOutcome Delete(Database* database, const std::shared_ptr<Table>& table, const Item& key);
std::optional<Item> Get(Database* database, const std::shared_ptr<Table>& table, const Item& key);
// All items of the table, or entries of the index with that id, in the order of a Scan.
std::vector<Item> ScanAll(Database* database, uint32_t id);
// Waits for the background and checks indexes, counters and orphans.
void ExpectConsistent(Database* database);

const IndexSchema* FindIndex(const std::shared_ptr<Table>& table, std::string_view name,
                             std::shared_ptr<const TableSchema>* holder);
// The index's id. It must exist.
uint32_t IndexId(const std::shared_ptr<Table>& table, std::string_view name);
// Item count of the table's own counters or of those with that id.
int64_t CountOf(const std::shared_ptr<Table>& table, uint32_t id);

}  // namespace stator::testing

#define STATOR_EXPECT_OK(expr)                                                            \
  do {                                                                                    \
    const ::stator::Status stator_status_ = (expr);                                       \
    EXPECT_TRUE(stator_status_.ok())                                                      \
        << ::stator::CodeName(stator_status_.code()) << ": " << stator_status_.message(); \
  } while (false)
#define STATOR_ASSERT_OK(expr)                                                            \
  do {                                                                                    \
    const ::stator::Status stator_status_ = (expr);                                       \
    ASSERT_TRUE(stator_status_.ok())                                                      \
        << ::stator::CodeName(stator_status_.code()) << ": " << stator_status_.message(); \
  } while (false)
