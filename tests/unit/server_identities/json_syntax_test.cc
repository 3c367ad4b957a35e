#include "server/auth/json_syntax.h"

#include <gtest/gtest.h>

#include <string>

#include "api/json/json.h"

namespace stator::server {
namespace {

struct Broken {
  std::string_view text;
  std::string_view message;
};

class JsonSyntaxTest : public ::testing::TestWithParam<Broken> {};

TEST_P(JsonSyntaxTest, TellsWhereItBreaks) {
  api::json::Document document;
  EXPECT_FALSE(document.Parse(GetParam().text).ok());
  EXPECT_EQ(JsonSyntaxError(GetParam().text), GetParam().message);
}

INSTANTIATE_TEST_SUITE_P(
    Each, JsonSyntaxTest,
    ::testing::Values(
        Broken{"", "line 1, column 1: the text ends too early"},
        Broken{"{\n  \"a\": 1\n  \"b\": 2\n}", "line 3, column 3: a comma or } is missing"},
        Broken{"{\n  \"a\": [1 2]\n}", "line 2, column 11: a comma or ] is missing"},
        Broken{"{\"a\": 1,}", "line 1, column 9: a name in double quotes is missing"},
        Broken{"{'a': 1}", "line 1, column 2: a name in double quotes is missing"},
        Broken{"{\"a\" 1}", "line 1, column 6: a colon is missing"},
        Broken{"{\"a\": yes}", "line 1, column 7: this begins no value of JSON"},
        Broken{"[1,]", "line 1, column 4: this begins no value of JSON"},
        Broken{"{\"a\": \"x\n\"}", "line 1, column 9: a string ends nowhere in its line"},
        Broken{"{\"a\": \"x", "line 1, column 9: a string ends nowhere"},
        Broken{"{\"a\": \"\\x\"}", "line 1, column 9: there is no such escape"},
        Broken{"{} {}", "line 1, column 4: there is text behind the end of the document"},
        Broken{"[01]", "it is not JSON: a number or an escape is malformed"},
        Broken{"[\"\xff\"]", "it is not JSON: the text is not UTF-8"}));

}  // namespace
}  // namespace stator::server
