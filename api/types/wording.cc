#include "api/types/wording.h"

#include <algorithm>
#include <charconv>
#include <limits>
#include <set>
#include <utility>

#include "kv/model/number.h"

namespace stator::api {
namespace {

constexpr std::string_view kEnvelope = "1 validation error detected: ";
constexpr std::string_view kInvalid = "One or more parameter values were invalid: ";

// What the first byte of a fault's payload says; the rest is the newer wording.
constexpr char kOfValue = 'v';
constexpr char kOfParameter = 'p';  // differs in single writes only
constexpr char kPlain = '=';        // nothing is ever put in front

Status TwoWordings(char kind, std::string older, std::string_view newer) {
  return Status(Code::kValidation, std::move(older), kind + std::string(newer));
}

Status PlainFault(std::string_view text) { return TwoWordings(kPlain, std::string(text), text); }

std::string_view NewerWording(const Status& fault) {
  const std::string_view payload = fault.payload();
  return payload.empty() ? std::string_view(fault.message()) : payload.substr(1);
}

// Enumerations in the words of the newer layer, its UPDATE_NEW and ALL included (captured).
constexpr std::string_view kReturnValueShape = "ReturnValue";
constexpr std::string_view kNewerReturnValues =
    "Failed to satisfy constraint: Member must satisfy enum value set: [ALL_OLD, UPDATED_OLD, "
    "ALL_NEW, UPDATE_NEW, NONE]";
constexpr std::string_view kNewerConditionalOperators =
    "Failed to satisfy constraint: Member must satisfy enum value set: [ALL, OR]";

// "[a, b]" as sent.
std::string OlderListing(const std::vector<SetElement>& elements) {
  std::string out;
  for (const SetElement& element : elements) {
    out += &element == &elements.front() ? "[" : ", ";
    out += element.printed;
  }
  return out + "]";
}

// The newer layer tells the elements that it had taken in, in their order, then the one that was
// there already, then the others as sent (captured).
std::string NewerListing(const std::vector<SetElement>& elements, std::string_view separator) {
  std::set<std::pair<std::string_view, std::string_view>> taken;
  std::vector<std::string_view> rest;
  for (const SetElement& element : elements) {
    if (rest.empty() && taken.emplace(element.bytes, element.printed).second) continue;
    rest.push_back(element.printed);
  }
  std::string out = "[";
  const auto add = [&out, separator](std::string_view printed) {
    if (out.size() > 1) out += separator;
    out.append("\"").append(printed).append("\"");
  };
  for (const auto& [bytes, printed] : taken) add(printed);
  for (const std::string_view printed : rest) add(printed);
  return out + "]";
}

// A number as it is written: what stands in front of the E, and behind it.
struct Scientific {
  Number significand;
  int64_t exponent;
};

// None for what is not written so, or has an exponent over 64 bits.
std::optional<Scientific> ReadScientific(std::string_view text) {
  const size_t at = text.find_first_of("eE");
  if (at == std::string_view::npos) return std::nullopt;
  const Result<Number> significand = Number::Parse(text.substr(0, at));
  if (!significand.ok()) return std::nullopt;
  std::string_view exponent = text.substr(at + 1);
  if (exponent.starts_with("+-")) return std::nullopt;
  if (exponent.starts_with('+')) exponent.remove_prefix(1);
  int64_t value = 0;
  const char* const end = exponent.data() + exponent.size();
  const auto [stop, error] = std::from_chars(exponent.data(), end, value);
  if (error != std::errc() || stop != end) return std::nullopt;
  return Scientific{*significand, value};
}

// "12.5": 2; "0.05": -1.
int64_t DigitsBeforePoint(const Number& number) {
  std::string digits = number.ToString();
  if (number.is_negative()) digits.erase(0, 1);
  if (digits.starts_with("0.")) return 2 - static_cast<int64_t>(digits.find_first_not_of('0', 2));
  return static_cast<int64_t>(std::min(digits.find('.'), digits.size()));
}

// The older layer adds the digits before the point to the exponent in 32 bits. Where the sum wraps
// round, a number that is too large is too small for it (captured).
bool WrapsRound(const Scientific& number) {
  constexpr int64_t kMost = std::numeric_limits<int32_t>::max();
  return number.exponent <= kMost &&
         number.exponent + DigitsBeforePoint(number.significand) > kMost;
}

std::string Invalid(std::string_view what) { return std::string(kInvalid).append(what); }

}  // namespace

// The operations that a profile does not name speak as the older layer does.
struct Wording::Row {
  std::string_view operation;
  Layer layer;
  bool first_enum_only = false;  // of several broken enums the first is reported, and alone
};

const Wording::Row Wording::kSeptember2026[] = {
    {"BatchGetItem", Layer::kNewerValues}, {"DeleteItem", Layer::kNewer},
    {"GetItem", Layer::kNewerValues},      {"PutItem", Layer::kNewer},
    {"Query", Layer::kNewerValues},        {"UpdateItem", Layer::kNewer, true},
};

std::optional<WordingProfile> WordingProfileFromName(std::string_view name) {
  if (name == "2026-05") return WordingProfile::kMay2026;
  if (name == "2026-09") return WordingProfile::kSeptember2026;
  return std::nullopt;
}

Wording Wording::Of(WordingProfile profile, std::string_view operation) {
  Wording wording;
  if (profile == WordingProfile::kMay2026) return wording;
  for (const Row& row : kSeptember2026) {
    if (row.operation != operation) continue;
    wording.layer_ = row.layer;
    wording.first_enum_only_ = row.first_enum_only;
  }
  return wording;
}

Status Wording::Reword(Status fault) const {
  if (fault.code() != Code::kValidation || layer_ == Layer::kOlder) return fault;
  const char kind = fault.payload().empty() ? '\0' : fault.payload().front();
  const bool newer = kind != kOfParameter || layer_ == Layer::kNewer;
  std::string text(newer ? NewerWording(fault) : fault.message());
  if (layer_ == Layer::kNewer && kind != kPlain) text.insert(0, kEnvelope);
  return ValidationError(std::move(text));
}

std::optional<std::string_view> Wording::BrokenEnum(std::string_view shape_name) const {
  if (layer_ == Layer::kOlder) return std::nullopt;
  if (shape_name == "ConditionalOperator") return kNewerConditionalOperators;
  if (shape_name == kReturnValueShape) return kNewerReturnValues;
  return std::nullopt;
}

std::optional<std::string> Wording::LoneBrokenEnum(std::string_view shape_name) const {
  const auto text = BrokenEnum(shape_name);
  if (!text) return std::nullopt;
  if (layer_ == Layer::kNewerValues) return std::string(*text);
  if (!first_enum_only_ || shape_name != kReturnValueShape) return std::nullopt;
  return std::string(kEnvelope).append(*text);
}

std::string_view Wording::SentenceIfEmpty(std::string_view member,
                                          std::string_view sentence) const {
  if (layer_ == Layer::kOlder || member != "RequestItems") return sentence;
  return "1 validation error detected: Value at 'RequestItems' failed to satisfy constraint: "
         "Member must have length greater than or equal to 1";
}

Status DuplicateElements(AttributeType set_type, const std::vector<SetElement>& elements) {
  constexpr std::string_view kCollection = "Input collection ";
  const std::string older = std::string(kCollection) + OlderListing(elements);
  switch (set_type) {
    case AttributeType::kStringSet:
      return TwoWordings(kOfValue, Invalid(older + " contains duplicates."),
                         Invalid(std::string(kCollection) + NewerListing(elements, ", ") +
                                 " contains duplicates."));
    case AttributeType::kNumberSet:
      return TwoWordings(kOfValue, "Input collection contains duplicates",
                         Invalid("Input collection contains duplicates."));
    default:
      return TwoWordings(kOfValue, Invalid(older + "of type BS contains duplicates."),
                         Invalid(std::string(kCollection) + NewerListing(elements, ",") +
                                 "of type BS contains duplicates."));
  }
}

Status NumberFault(Status error, std::string_view text) {
  if (text.empty()) return TwoWordings(kOfValue, error.message(), error.message() + ": ");
  const std::optional<Scientific> number = ReadScientific(text);
  if (!number) return error;
  // An exponent over 32 bits is none to the older layer. To the newer one the number is out of
  // range.
  const Status underflow = Number::Parse("1e-999").status();
  const Status newer = number->exponent < 0 ? underflow : Number::Parse("1e999").status();
  const Status& older = WrapsRound(*number) ? underflow : error;
  return TwoWordings(kOfValue, older.message(), newer.message());
}

Status EmptyAttributeValue() {
  return PlainFault(
      "Supplied AttributeValue is empty, must contain exactly one of the supported datatypes");
}

Status SeveralDataTypes() {
  return PlainFault(
      "Supplied AttributeValue has more than one datatypes set, must contain exactly one of the "
      "supported datatypes");
}

Status InvalidExpressionValue(const Status& error, std::string_view key) {
  std::string older = "ExpressionAttributeValues contains invalid value: " + error.message() +
                      " for key " + std::string(key);
  if (error.code() != Code::kValidation) return Status(error.code(), std::move(older));
  const char kind = error.payload().empty() ? kOfValue : error.payload().front();
  return TwoWordings(kind, std::move(older), NewerWording(error));
}

Status ValuesWithoutExpression(const std::vector<std::string_view>& expressions) {
  constexpr std::string_view kSentence =
      "ExpressionAttributeValues can only be specified when using expressions";
  std::string older(kSentence);
  older += ": ";
  for (size_t i = 0; i < expressions.size(); ++i) {
    if (i > 0) older += " and ";
    older += expressions[i];
  }
  older += expressions.size() == 1 ? " is null" : " are null";
  return TwoWordings(kOfParameter, std::move(older), kSentence);
}

}  // namespace stator::api
