// The standing job that removes idempotency tokens whose time is over.
#pragma once

#include <memory>

#include "kv/base/clock.h"
#include "kv/table/job_runner.h"
#include "txn/token_ledger.h"

namespace stator::txn {

// The job keeps the ledger alive; the clock must outlive the job.
std::unique_ptr<BackgroundJob> NewTokenSweeper(std::shared_ptr<TokenLedger> ledger,
                                               const Clock* clock);

}  // namespace stator::txn
