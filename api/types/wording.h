// AWS's words change: the same fault of a request is told differently from one year, and from one
// operation, to the next. Every text that differs is made here, in each of its wordings; which
// operation speaks which is a table per profile in wording.cc. docs/wording.md has the sources.
//
// The service has two layers that judge a request by itself, before a table is looked up. The older
// one speaks plainly. The newer one has words of its own for some faults of values, and puts
// "1 validation error detected: " in front of what it refuses in a single write.
//
// Whoever finds a fault cannot know the operation, so a fault that is worded in two ways carries
// both: its message is the older wording, its payload the newer. Wording::Reword chooses.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "kv/base/status.h"
#include "kv/model/attribute_type.h"

namespace stator::api {

// The month in which AWS was heard to speak so.
enum class WordingProfile { kMay2026, kSeptember2026 };
inline constexpr WordingProfile kNewestWording = WordingProfile::kSeptember2026;

// "2026-05", "2026-09".
std::optional<WordingProfile> WordingProfileFromName(std::string_view name);

// How one operation words its errors in one profile. A value of two bytes, made for each call.
class Wording {
 public:
  Wording() = default;  // the older layer's throughout
  static Wording Of(WordingProfile profile, std::string_view operation);

  // For a fault that shows in the request alone: in its values, parameters or expressions. Not for
  // broken constraints of the model, nor for what the table's keys or items show. Any other error
  // is handed through.
  Status Reword(Status fault) const;

  // --- For the check of the model's constraints (api/validate) ---
  // What is wrong with a value of an enumeration that is told in words of its own, path included;
  // none: the usual ones.
  std::optional<std::string_view> BrokenEnum(std::string_view shape_name) const;
  // The same where nothing else is told beside it: the whole text of the error.
  std::optional<std::string> LoneBrokenEnum(std::string_view shape_name) const;
  // Whether a table's name that is empty is told alone, by its path as spelled, without the value.
  bool tells_empty_name_alone() const { return layer_ == Layer::kNewer; }
  // In place of a sentence that is reported alone, for instance "The requestItems parameter …".
  std::string_view SentenceIfEmpty(std::string_view member, std::string_view sentence) const;

 private:
  enum class Layer : char {
    kOlder,
    kNewerValues,  // values in the newer wording, but no "1 validation error detected: "
    kNewer,
  };
  struct Row;
  static const Row kSeptember2026[];

  Layer layer_ = Layer::kOlder;
  bool first_enum_only_ = false;
};

// --- Faults of attribute values ---

struct SetElement {
  std::string bytes;    // by which elements are ordered
  std::string printed;  // a binary element in base64
};
// A set has an element twice. `elements` as sent.
Status DuplicateElements(AttributeType set_type, const std::vector<SetElement>& elements);
// `error` of a number's text that did not parse.
Status NumberFault(Status error, std::string_view text);
// A value of no type, or of several.
Status EmptyAttributeValue();
Status SeveralDataTypes();
// `error` of a value in ExpressionAttributeValues.
Status InvalidExpressionValue(const Status& error, std::string_view key);

// --- Faults of parameters ---

// ExpressionAttributeValues without one of `expressions`, the parameters that could use it.
Status ValuesWithoutExpression(const std::vector<std::string_view>& expressions);

}  // namespace stator::api
