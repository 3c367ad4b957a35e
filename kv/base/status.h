// The one error channel of the whole stack. Nothing here throws, and nothing above throws either: a
// function that can fail returns Status or Result<T>, and the compiler refuses to drop one.
//
// A Status is one pointer: null when OK, so returning success costs nothing. Threads: a Status is a
// value; share it as you would a std::string. The message is what a client may see, without a
// trailing newline; it never holds a secret or a file path of the server's own.
#pragma once

#include <cassert>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace stator {

// What kind of failure it was, in the store's terms. api/types/errors.h maps each to the AWS
// exception name and HTTP status that a client sees; nothing else does.
enum class Code {
  kOk = 0,
  // The request itself is wrong.
  kValidation,        // breaks a rule of the service; payload(): api/types/wording.h
  kSerialization,     // JSON of the wrong shape
  kUnknownOperation,  // no such operation, or not one that this build serves
  kMissingAuth,       // no credentials where some are needed
  kAccessDenied,
  // The request is fine; the state of the store refuses it.
  kNotFound,               // table, index or resource does not exist or is not ACTIVE
  kTableNotFound,          // for the operations whose model names TableNotFoundException
  kPolicyNotFound,         // no resource policy there, or none of the revision expected
  kResourceInUse,          // already exists, or is being created or deleted
  kLimitExceeded,          // an account-level or concurrency limit
  kConditionFailed,        // payload(): the old item's bytes when the request asked for them
  kDuplicateItem,          // an item with this key is there where none may be; payload() likewise
  kTransactionConflict,    // another transaction holds the item prepared
  kTransactionCanceled,    // payload(): why, one reason per action (api/types/cancellation.h)
  kTransactionInProgress,  // a transaction with this token is running
  kIdempotentMismatch,     // the token was used with other parameters
  kExpiredIterator,        // a stream iterator older than 15 minutes
  kTrimmedData,            // stream records that are older than 24 hours
  kCollectionTooLarge,     // an item collection with an LSI passed 10 GB
  kThrottled,              // no capacity left; payload(): why (kv/partition/throttle.h)
  kOverCeiling,            // the same, of a ceiling that the owner or the account has
  // The store could not do it. What is known of the outcome matters to the caller:
  kTooLarge,     // refused before anything happened: over a size that the engine can take
  kUnavailable,  // nothing happened; trying again may work
  kFenced,       // nothing happened and nothing more will: this process lost the data folder
  kUnknown,      // it may or may not have happened (an I/O error during a commit)
  kCorruption,   // stored bytes do not decode
  kFormat,       // the folder's format is newer than this binary, it is no data folder, or it is
                 // encrypted otherwise than with the key given
  kInternal,     // a broken promise of our own
};

class [[nodiscard]] Status {
 public:
  Status() = default;  // OK
  Status(Code code, std::string message) : rep_(new Rep{code, std::move(message), {}}) {}
  Status(Code code, std::string message, std::string payload)
      : rep_(new Rep{code, std::move(message), std::move(payload)}) {}
  Status(const Status& other) : rep_(other.rep_ ? new Rep(*other.rep_) : nullptr) {}
  Status& operator=(const Status& other) {
    if (this != &other) rep_.reset(other.rep_ ? new Rep(*other.rep_) : nullptr);
    return *this;
  }
  Status(Status&&) = default;
  Status& operator=(Status&&) = default;

  bool ok() const { return rep_ == nullptr; }
  Code code() const { return rep_ ? rep_->code : Code::kOk; }
  const std::string& message() const { return rep_ ? rep_->message : EmptyString(); }
  // Bytes that belong to the error: the old item (kv/codec/item.h) of a failed condition. Usually
  // empty.
  const std::string& payload() const { return rep_ ? rep_->payload : EmptyString(); }

 private:
  struct Rep {
    Code code;
    std::string message;
    std::string payload;
  };
  static const std::string& EmptyString();
  std::unique_ptr<Rep> rep_;
};

inline Status OkStatus() { return Status(); }
// Short forms for the kinds that are made in many places.
Status ValidationError(std::string message);
Status InternalError(std::string message);
Status CorruptionError(std::string message);

// The name of a code, for logs ("Validation"). Never shown to a client.
std::string_view CodeName(Code code);

// Either a value or the Status that says why there is none.
template <typename T>
class [[nodiscard]] Result {
 public:
  Result(T value)
      : rep_(std::in_place_index<0>, std::move(value)) {}  // NOLINT: implicit on purpose
  Result(Status status) : rep_(std::in_place_index<1>, std::move(status)) {  // NOLINT
    assert(!std::get<1>(rep_).ok());
  }

  bool ok() const { return rep_.index() == 0; }
  // OK when there is a value.
  Status status() const& { return ok() ? Status() : std::get<1>(rep_); }
  Status status() && { return ok() ? Status() : std::move(std::get<1>(rep_)); }

  // Only when ok().
  T& value() & { return std::get<0>(rep_); }
  const T& value() const& { return std::get<0>(rep_); }
  T&& value() && { return std::get<0>(std::move(rep_)); }
  T& operator*() & { return value(); }
  const T& operator*() const& { return value(); }
  T&& operator*() && { return std::move(*this).value(); }
  T* operator->() { return &value(); }
  const T* operator->() const { return &value(); }

 private:
  std::variant<T, Status> rep_;
};

}  // namespace stator

// Leaves the function with the error, if there is one.
#define STATOR_RETURN_IF_ERROR(expr)                          \
  do {                                                        \
    if (::stator::Status st_ = (expr); !st_.ok()) return st_; \
  } while (false)

// STATOR_ASSIGN_OR_RETURN(auto x, MakeX()): declares x, or leaves the function with the error.
#define STATOR_ASSIGN_OR_RETURN(lhs, expr) \
  STATOR_ASSIGN_OR_RETURN_IMPL_(STATOR_CONCAT_(result_, __LINE__), lhs, expr)
#define STATOR_ASSIGN_OR_RETURN_IMPL_(tmp, lhs, expr) \
  auto tmp = (expr);                                  \
  if (!tmp.ok()) return std::move(tmp).status();      \
  lhs = std::move(tmp).value()
#define STATOR_CONCAT_(a, b) STATOR_CONCAT_INNER_(a, b)
#define STATOR_CONCAT_INNER_(a, b) a##b
