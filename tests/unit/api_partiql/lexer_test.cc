#include "api/partiql/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace stator::api::partiql {
namespace {

using testing::ElementsAre;
using enum TokenKind;

std::vector<TokenKind> Kinds(std::string_view text) {
  std::vector<TokenKind> kinds;
  for (const Token& token : Tokenize(text)) kinds.push_back(token.kind);
  return kinds;
}

std::string FirstText(std::string_view text) {
  const Token token = Tokenize(text).front();
  return std::string(text.substr(token.begin, token.end - token.begin));
}

TEST(PartiqlLexer, CutsAStatement) {
  EXPECT_THAT(Kinds("SELECT * FROM \"t\".\"i\" WHERE a.b[0] >= ? AND c != 'x';"),
              ElementsAre(kWord, kStar, kWord, kQuotedName, kDot, kQuotedName, kWord, kWord, kDot,
                          kWord, kLeftBracket, kNumber, kRightBracket, kGreaterOrEqual, kParameter,
                          kWord, kWord, kNotEqual, kString, kSemicolon, kEnd));
}

TEST(PartiqlLexer, TellsSetsFromComparisons) {
  EXPECT_THAT(Kinds("<<1>> < > <> <= >="),
              ElementsAre(kLeftBag, kNumber, kRightBag, kLess, kGreater, kNotEqual, kLessOrEqual,
                          kGreaterOrEqual, kEnd));
}

TEST(PartiqlLexer, ReadsQuotesThatAreDoubled) {
  EXPECT_EQ(Unquoted(FirstText("'it''s'''")), "it's'");
  EXPECT_EQ(Unquoted(FirstText("\"a\"\"b\"")), "a\"b");
  EXPECT_EQ(Unquoted(FirstText("''")), "");
}

TEST(PartiqlLexer, KeepsWhatIsInsideQuotesTogether) {
  EXPECT_THAT(Kinds("'-- ? <<'"), ElementsAre(kString, kEnd));
}

TEST(PartiqlLexer, RefusesAQuoteThatDoesNotEnd) {
  EXPECT_THAT(Kinds("a 'b"), ElementsAre(kWord, kUnknown, kEnd));
  EXPECT_THAT(Kinds("\"a\"\""), ElementsAre(kUnknown, kEnd));
}

TEST(PartiqlLexer, ReadsNumbers) {
  EXPECT_EQ(FirstText("12.50e-3x"), "12.50e-3");
  EXPECT_EQ(FirstText("1E5"), "1E5");
  EXPECT_EQ(FirstText("1.]"), "1.");
  EXPECT_EQ(FirstText("1.e2"), "1.e2");
  EXPECT_EQ(FirstText("1..2"), "1.");
  EXPECT_EQ(FirstText("1e"), "1");
  EXPECT_EQ(FirstText(".5"), ".5");
  EXPECT_THAT(Kinds("a.5"), ElementsAre(kWord, kDot, kNumber, kEnd));
}

TEST(PartiqlLexer, KnowsWhereTokensStand) {
  const std::vector<Token> tokens = Tokenize("a 'b\nc'\n  -- d\n ef");
  ASSERT_EQ(tokens.size(), 4U);
  EXPECT_EQ(tokens[1].place().ToErrorText(), " at 1:3:5");
  EXPECT_EQ(tokens[2].place().ToErrorText(), " at 4:2:2");
}

// Places were once counted in bytes.
TEST(PartiqlLexer, CountsPlacesInCharacters) {
  const std::vector<Token> tokens = Tokenize("'\xC3\xA9\xE2\x98\x83' \"\xF0\x9F\x98\x80\" a");
  ASSERT_EQ(tokens.size(), 4U);
  EXPECT_EQ(tokens[0].place().ToErrorText(), " at 1:1:4");
  EXPECT_EQ(tokens[1].place().ToErrorText(), " at 1:6:3");
  EXPECT_EQ(tokens[2].place().ToErrorText(), " at 1:10:1");
}

TEST(PartiqlLexer, SkipsComments) {
  EXPECT_THAT(Kinds("a -- b\n c /* d '\n */ e"), ElementsAre(kWord, kWord, kWord, kEnd));
  EXPECT_THAT(Kinds("a /* never"), ElementsAre(kWord, kEnd));
  EXPECT_THAT(Kinds("a --"), ElementsAre(kWord, kEnd));
}

TEST(PartiqlLexer, MakesUnknownTokensOfWhatItDoesNotKnow) {
  EXPECT_THAT(Kinds("a # \xC3\xA9"), ElementsAre(kWord, kUnknown, kUnknown, kUnknown, kEnd));
}

}  // namespace
}  // namespace stator::api::partiql
