/// TOML as plain values: types, places, and what a message suggests.
#include "polyscape/spec/document.hpp"

#include <functional>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/text.hpp"

using namespace polyscape;
using namespace polyscape::spec;
using Type = Value::Type;
using polyscape::support::has;

namespace {

/// What the exception says.
std::string message(const std::function<void()>& call) {
  try {
    call();
  } catch (const InputError& e) {
    return e.what();
  }
  return "";
}

}  // namespace

TEST_CASE("each value has its type, its text and its place") {
  const Value document = parse_document(
      "a = \"text\" # said\nb = 1_000\n[c]\nd = [0.10, true]\n[[c.e]]\n[[c.e]]\nf = "
      "2020-01-02\n",
      "t.toml");
  CHECK((document.is(Type::table) && document.place == "t.toml"));
  const Value &a = *document.find("a"), &b = *document.find("b"), &c = *document.find("c");
  CHECK((a.is(Type::string) && a.text == "text" && a.place == "t.toml:1 a"));
  CHECK((a.begin == 4 && a.end == 10));
  CHECK((b.is(Type::integer) && b.place == "t.toml:2 b"));
  CHECK(to_rational(b) == algebra::Rational(1000));
  const Value& d = *c.find("d");
  REQUIRE((d.is(Type::array) && d.items.size() == 2));
  CHECK((d.items[0].is(Type::decimal) && d.items[0].text == "0.10"));
  CHECK(to_boolean(d.items[1]));
  const Value& e = *c.find("e");
  REQUIRE(e.items.size() == 2);
  CHECK(e.items[1].find("f")->is(Type::date));
  CHECK(e.items[1].find("f")->place == "t.toml:7 c.e[2].f");
  CHECK_FALSE(document.find("d"));
}

TEST_CASE("letters beyond ASCII stand in strings, quoted keys and comments") {
  const Value document = parse_document(
      "# \u00E4\n\"\uFEDF\" = \"\u00E4\"  # \u3131\n[\"\u00E4\"]\nx = \"\"\"a \\\n  \u00E4\"\"\"\n", "t.toml");
  CHECK(document.find("\uFEDF")->text == "\u00E4");
  CHECK(document.find("\u00E4")->find("x")->text == "a \u00E4");
}

TEST_CASE("the nearest word is the one of fewest edits") {
  CHECK(nearest("widht", {"width", "depth", "kind"}) == "width");
  CHECK(nearest("activaton", {"action", "activation"}) == "activation");
  CHECK(nearest("", {"abc", "de"}) == "de");
  CHECK(nearest("kind", {"kinds", "kind"}) == "kind");
}

TEST_CASE("keys that are not known, values out of range and of other types are refused at their place") {
  const Value t = parse_document("widht = 3\nrows = [[1, 2], [3]]\nname = 5\nflag = \"yes\"\n", "t.toml");
  const std::string unknown = message([&] { require_known_keys(t, {"width", "rows", "name", "flag"}); });
  CHECK((has(unknown, "t.toml:1") && has(unknown, "widht") && has(unknown, "width")));
  CHECK_NOTHROW(require_known_keys(t, {"widht", "rows", "name", "flag"}));
  const Value& three = *t.find("widht");
  CHECK(to_integer(three, 3, 3, "write 3") == 3);
  CHECK_THROWS_AS(to_integer(three, 0, 2, "write less"), InputError);
  CHECK_THROWS_AS(to_integer(three, 4, 9, "write more"), InputError);
  CHECK(has(message([&] { to_matrix(*t.find("rows"), "write rows of one length"); }), "t.toml:2"));
  CHECK_THROWS_AS(to_text(*t.find("name"), "a name", "write one"), InputError);
  CHECK_THROWS_AS(to_boolean(*t.find("flag")), InputError);
  CHECK_THROWS_AS(require(t, "missing", "a key", "write it"), InputError);
  CHECK_THROWS_AS(find_table(t, "name", "[name]"), InputError);
  CHECK_FALSE(find_table(t, "missing", "[missing]"));
  CHECK(has(message([] { parse_document("a = 1\nb = = 2\n", "t.toml"); }), "t.toml:2"));
}
