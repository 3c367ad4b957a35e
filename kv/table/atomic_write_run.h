// One WriteAll from beginning to end, for ItemWriter. Belongs to one thread.
#pragma once

#include "kv/table/atomic_write.h"
#include "kv/table/item_writer.h"
#include "kv/table/lock_table.h"
#include "kv/table/write_group.h"

namespace stator {

class AtomicWriteRun {
 public:
  // All must outlive this object.
  AtomicWriteRun(Store* store, LockTable* locks, const WriteObservation& observation,
                 const AtomicWrite& write)
      : store_(store),
        locks_(locks),
        observation_(observation),
        write_(write),
        marks_(&locks->prepared()) {}

  // Once.
  AtomicOutcome Run();

 private:
  AtomicOutcome PrepareAndMark();
  AtomicOutcome PrepareAndCommit();
  // Prepares the writes of a group whose keys are locked. False: some are refused.
  bool Prepare(WriteGroup* group) const;
  Status Fill(WriteGroup* group, WriteBatch* batch) const;
  static AtomicOutcome Refused(WriteGroup* group);
  static AtomicOutcome Finished(WriteGroup* group);

  Store* const store_;
  LockTable* const locks_;
  const WriteObservation& observation_;
  const AtomicWrite& write_;
  PreparedMarks marks_;
};

}  // namespace stator
