#include "kv/store/log_continuity.h"

#include <rocksdb/write_batch.h>

#include <algorithm>
#include <charconv>
#include <utility>
#include <vector>

#include "kv/store/log_reader.h"
#include "kv/store/rocks_status.h"

namespace stator {
namespace {

// The logs of the folder as (number, path), oldest first.
Result<std::vector<std::pair<uint64_t, std::string>>> ListLogs(rocksdb::Env* env,
                                                               const std::string& folder) {
  std::vector<std::string> names;
  STATOR_RETURN_IF_ERROR(OpenStatus(env->GetChildren(folder, &names), folder));
  std::vector<std::pair<uint64_t, std::string>> logs;
  for (const std::string& name : names) {
    uint64_t number = 0;
    const char* end = name.data() + name.size();
    const auto [stop, error] = std::from_chars(name.data(), end, number);
    if (error == std::errc() && std::string_view(stop, end) == ".log") {
      logs.emplace_back(number, folder + "/" + name);
    }
  }
  std::sort(logs.begin(), logs.end());
  return logs;
}

// True when the log goes on where `run` stopped, and has no damage or only at its end.
bool HasOnlyTornEnd(std::string_view log, SequenceRun* run) {
  LogReader reader(log);
  while (const std::optional<LogRecord> record = reader.Next()) {
    if (!run->Continues(record->first_sequence, record->writes)) return false;
  }
  return !reader.FindLaterRecord(run->next());
}

}  // namespace

bool SequenceRun::Continues(uint64_t first_sequence, uint32_t writes) {
  if (known_ && first_sequence != next_) return false;
  // Recovery starts a new log with a record of no writes and takes up the numbering at or after it:
  // files may already hold higher numbers than the log that was lost.
  known_ = writes > 0;
  next_ = first_sequence + writes;
  return true;
}

rocksdb::WalFilter::WalProcessingOption ContinuityFilter::LogRecordFound(
    unsigned long long log_number, const std::string&, const rocksdb::WriteBatch& batch,
    rocksdb::WriteBatch*, bool*) {
  if (!saw_record_) first_log_ = log_number;
  saw_record_ = true;
  const auto record = ParseLogRecord(batch.Data());
  return record && run_.Continues(record->first_sequence, record->writes)
             ? WalProcessingOption::kContinueProcessing
             : WalProcessingOption::kCorruptedRecord;
}

void ContinuityFilter::ColumnFamilyLogNumberMap(const std::map<uint32_t, uint64_t>& log_numbers,
                                                const std::map<std::string, uint32_t>&) {
  // A lower bound, until the first record tells where recovery really starts.
  first_log_ = UINT64_MAX;
  for (const auto& [family, log_number] : log_numbers) {
    first_log_ = std::min(first_log_, log_number);
  }
}

Result<bool> LogsEndInTornWrite(rocksdb::Env* env, const std::string& folder, uint64_t first_log) {
  STATOR_ASSIGN_OR_RETURN(const auto logs, ListLogs(env, folder));
  SequenceRun run;
  for (const auto& [number, path] : logs) {
    if (number < first_log) continue;
    std::string bytes;
    STATOR_RETURN_IF_ERROR(OpenStatus(rocksdb::ReadFileToString(env, path, &bytes), folder));
    if (!HasOnlyTornEnd(bytes, &run)) return false;
  }
  return true;
}

}  // namespace stator
