#include "txn/token_sweeper.h"

#include <string>
#include <utility>

namespace stator::txn {
namespace {

constexpr size_t kTokensPerStep = 500;
// How often to look for tokens that have expired since. What is late costs space, not correctness:
// whoever finds an expired token takes it for none.
constexpr int64_t kRestMicros = 5'000'000;

class TokenSweeper final : public BackgroundJob {
 public:
  TokenSweeper(std::shared_ptr<TokenLedger> ledger, const Clock* clock)
      : ledger_(std::move(ledger)), clock_(clock) {}

  Result<JobStep> Step() override {
    // The clock may be moved while the step is under way, and tokens expire that it has not looked
    // at.
    const int64_t began_micros = clock_->MonotonicMicros();
    // The machine's clock was set back: new tokens may expire before those that were swept last.
    const int64_t now_micros = clock_->WallMicros();
    if (now_micros < last_micros_) after_.clear();
    last_micros_ = now_micros;
    STATOR_ASSIGN_OR_RETURN(const size_t seen, ledger_->Sweep(kTokensPerStep, &after_));
    if (seen == kTokensPerStep) return JobStep::Again();
    return JobStep::Again(began_micros + kRestMicros);
  }

 private:
  const std::shared_ptr<TokenLedger> ledger_;
  const Clock* const clock_;
  int64_t last_micros_ = 0;
  // Where the last step ended, so that the next does not walk over what is deleted already.
  std::string after_;
};

}  // namespace

std::unique_ptr<BackgroundJob> NewTokenSweeper(std::shared_ptr<TokenLedger> ledger,
                                               const Clock* clock) {
  return std::make_unique<TokenSweeper>(std::move(ledger), clock);
}

}  // namespace stator::txn
