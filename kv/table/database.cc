#include "kv/table/database.h"

#include <utility>

#include "kv/table/size_split_job.h"
#include "kv/table/split_job.h"

namespace stator {

Result<std::unique_ptr<Database>> Database::Open(const DatabaseOptions& options) {
  std::unique_ptr<Database> database(new Database());
  database->clock_ = options.clock;
  STATOR_ASSIGN_OR_RETURN(database->store_, Store::Open(options.store));
  Store* store = database->store_.get();
  database->past_states_ = std::make_unique<PastStates>(store, options.clock);
  STATOR_ASSIGN_OR_RETURN(database->catalog_, Catalog::Load(store, options.schema_observers));
  Catalog* catalog = database->catalog_.get();
  STATOR_ASSIGN_OR_RETURN(database->counters_, CounterKeeper::Open(store, catalog));
  database->locks_ = std::make_unique<LockTable>();
  LockTable* locks = database->locks_.get();
  STATOR_ASSIGN_OR_RETURN(database->change_numbers_, ChangeNumbers::Load(store));
  database->capacity_ = std::make_unique<CapacityControl>(options.clock, options.capacity_mode);
  for (SchemaObserver* observer : options.schema_observers) {
    observer->OnOpen(store, database->change_numbers_.get());
  }
  database->writer_ = std::make_unique<ItemWriter>(
      store, locks,
      WriteObservation{options.write_observers, database->change_numbers_.get(), options.clock,
                       database->capacity_.get()});
  database->lifecycle_ = std::make_unique<TableLifecycle>(store, catalog, locks, options.clock,
                                                          options.random, options.lifecycle);
  database->lifecycle_->RunStanding(NewSplitJob(catalog, options.clock));
  database->lifecycle_->RunStanding(
      NewSizeSplitJob({store, catalog, options.clock, options.partition_bytes}));
  if (auto recount = database->counters_->TakeRecountJob()) {
    database->lifecycle_->RunInBackground(std::move(recount));
  }
  return database;
}

Database::~Database() {
  lifecycle_.reset();
  writer_.reset();
  if (counters_ == nullptr) return;
  // Counters that could not be saved are counted anew at the next start.
  const Status saved = counters_->Save();
  static_cast<void>(saved);
}

}  // namespace stator
