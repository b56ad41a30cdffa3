/// Option tables: texts become values within their ranges, and values become the same texts.
#include "polyscape/base/option.hpp"

#include <cmath>

#include "polyscape/base/random.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using namespace polyscape;
using polyscape::support::has;

namespace {

enum class Shape { round, square };
constexpr auto names_of(Shape) { return std::to_array<std::string_view>({"round", "square"}); }

struct Settings {
  double share = 0.5;
  int level = 3;
  std::uint64_t seed = 1;
  bool quiet = false;
  Shape shape = Shape::round;
  std::string name;
};

const Option<Settings> share{"share", &Settings::share, between(0, 1), ""};
const Option<Settings> level{"level", &Settings::level, between(-5, 100000), ""};
const Option<Settings> seed{"seed", &Settings::seed, ""};
const Option<Settings> quiet{"quiet", &Settings::quiet, ""};
const Option<Settings> shape{"shape", &Settings::shape, ""};
const Option<Settings> title{"name", &Settings::name, ""};

/// What setting the option to the text is refused with; empty: it is not.
std::string refusal(const Option<Settings>& option, const std::string& text) {
  Settings settings;
  try {
    set_option(settings, option, text, "here");
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("texts within the range are taken, and come back as they were") {
  const std::pair<const Option<Settings>*, std::vector<std::string>> legal[] = {
      {&share, {"0", "1", "0.25", "0.001"}}, {&level, {"-5", "0", "100000"}}, {&seed, {"0", "18446744073709551615"}},
      {&quiet, {"true", "false"}},           {&shape, {"round", "square"}},   {&title, {"", "anything at all"}}};
  for (const auto& [option, texts] : legal)
    for (const std::string& text : texts) {
      INFO(option->name << " = " << text);
      Settings settings;
      REQUIRE_NOTHROW(set_option(settings, *option, text, "here"));
      CHECK(option_text(settings, *option) == text);
      CHECK_NOTHROW(require_legal(settings, *option));
    }
}

TEST_CASE("other texts are refused at their place, with what to write") {
  const std::pair<const Option<Settings>*, std::vector<std::string>> illegal[] = {
      {&share, {"1.5", "-0.1", "nan", "inf", "half", "", "0.5x", "0.5 "}},
      {&level, {"-6", "100001", "1e3", "2.5", "99999999999999999999", "", "three", "3,"}},
      {&seed, {"-1", "18446744073709551616", "1.0", "", "0x"}},
      {&quiet, {"yes", "1", "", "True"}},
      {&shape, {"Round", "", "rounds"}}};
  for (const auto& [option, texts] : illegal)
    for (const std::string& text : texts) {
      INFO(option->name << " = \"" << text << "\"");
      const std::string said = refusal(*option, text);
      CHECK(said.starts_with("here: expected "));
      CHECK(has(said, "\"" + text + "\""));
    }
  CHECK(has(refusal(level, "100001"), "write 100000 or less"));  // what the message asks for is itself legal
  CHECK(has(refusal(shape, "oval"), "one of round, square"));
}

TEST_CASE("values that no text gave are asked for their legality") {
  Settings settings;
  settings.share = 2;
  settings.level = -6;
  for (const auto* option : {&share, &level}) CHECK_THROWS_AS(require_legal(settings, *option), InputError);
  settings.share = std::nan("");
  CHECK_THROWS_AS(require_legal(settings, share), InputError);
}

TEST_CASE("options of a struct are options of those that it is a base of") {
  struct More : Settings {};
  for (const auto* option : {&share, &shape, &quiet}) {
    const Option<More> same(*option);
    More settings;
    CHECK(same.name == option->name);
    CHECK(expected(same) == expected(*option));
    CHECK(option_text(settings, same) == option_text(Settings(), *option));
    CHECK_THROWS_AS(set_option(settings, same, "oval", "here"), InputError);
  }
  More settings;
  set_option(settings, Option<More>(shape), "square", "here");
  CHECK(settings.shape == Shape::square);
}

TEST_CASE("numbers are written as by hand") {
  CHECK(option_number(100000) == "100000");
  CHECK(option_number(1e15) == "1000000000000000");
  CHECK(option_number(0.5) == "0.5");
  Random random(4);
  for (int k = 0; k < 200; ++k) {
    const double value = std::round(random.normal() * 1e6) / 1000;
    CAPTURE(value);
    CHECK(std::stod(option_number(value)) == value);
    CHECK_FALSE(has(option_number(value), "e"));
  }
}
