/// Which sums of a text can be unknowns, and that they change nothing.
#include "polyscape/algebra/format/written.hpp"

#include "polyscape/algebra/expand.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;

namespace {

/// Equations in x, y, z as JSON.
std::string text_of(const std::vector<std::string>& equations) {
  std::string list;
  for (const std::string& e : equations) list += (list.empty() ? "\"" : ", \"") + e + "\"";
  return "{\"variables\": [\"x\", \"y\", \"z\"], \"equations\": [" + list + "]}";
}

using Labels = std::vector<std::string>;

/// Labels of the sums that the text offers; its form has the values of the equations.
Labels sums_in(const std::string& text) {
  INFO(text);
  const WrittenSystem written = read_written_system(text, "test");
  CHECK(written.system == read_system(text, "test"));
  Labels labels;
  if (!written.form) return labels;
  CHECK(expand(written.form->program) == written.system.equations);
  for (const NodeGroup& group : written.form->groups) labels.push_back(group.label);
  CHECK_FALSE(labels.empty());
  return labels;
}
Labels sums_of(const std::vector<std::string>& equations) { return sums_in(text_of(equations)); }

/// A random expression, with parentheses that are raised to powers, multiplied and repeated.
std::string random_expression(Random& random, int depth, std::vector<std::string>& made) {
  const std::string names[] = {"x", "y", "z", "x*y", "2/3*z", "(1 - i)*y", "5"};
  std::string text;
  for (std::size_t k = 0, terms = 1 + random.below(3); k < terms; ++k) {
    std::string factor = names[random.below(std::size(names))];
    if (!made.empty() && random.below(3) == 0)
      factor = made[random.below(made.size())];
    else if (depth > 0 && random.below(2) == 0)
      factor = made.emplace_back("(" + random_expression(random, depth - 1, made) + ")");
    if (random.below(3) == 0) factor += "^2";
    if (random.below(4) == 0) factor += "*" + names[random.below(std::size(names))];
    text += (text.empty() ? (random.below(4) == 0 ? "-" : "") : random.below(2) == 0 ? " + " : " - ") + factor;
  }
  return text;
}

}  // namespace

TEST_CASE("sums in parentheses that are factors or occur twice can be unknowns") {
  CHECK(sums_of({"(x^2 + y - 1)^3 + 2*(x^2 + y - 1)*z"}) == Labels{"(x^2 + y - 1)"});
  CHECK(sums_of({"x*(y + z) - 1"}) == Labels{"(y + z)"});
  CHECK(sums_of({"(x + y) - z^2", "3*(x + y) + z"}) == Labels{"(x + y)"});
  CHECK(sums_of({"((x + y)^2 + z)^2", "((x + y)^2 + z)*(x + y)", "(x + y)^3"}) == Labels{"(x + y)", "((x + y)^2 + z)"});
}

TEST_CASE("a sum is the same whatever its factor and order, and only then") {
  CHECK(sums_of({"(x + y)^2 - z", "x*(-y - x) + 1", "(2*y + 2*x)*z", "(i*x + i*y)*z"}) == Labels{"(x + y)"});
  CHECK(sums_of({"(x + y)^2", "(x + 2*y)^2"}) == Labels{"(x + y)", "(x + 2*y)"});
  CHECK(sums_of({"(x + y - 1)^2", "(x + y - 1001/1000)^2"}).size() == 2);
  CHECK(sums_of({"(x + (1 + 2*i)*y)^2", "(x + (1 - 2*i)*y)^2"}).size() == 2);
  CHECK(sums_of({"((x + y))^2 - ((2*x + 2*y))"}) == Labels{"(x + y)"});
}

TEST_CASE("constants, monomials and sums that occur once offer nothing") {
  CHECK(sums_of({"x^2 + y - 1", "z - 1"}).empty());
  CHECK(sums_of({"(3 - 1)*x + (1 + 2*i)*y - (2/3)", "(x*y)^2 - (z)^3", "((5))*z"}).empty());
  CHECK(sums_of({"(x + y) - z^2", "2*(x - y)", "-(z^3 - 1)"}).empty());
  CHECK(sums_of({"(x - x)^2 + (y - y + 2)*z", "z^(2 + 1)"}).empty());
  CHECK(sums_of({"(x + x)^2*y - (2*y + y)*z"}).empty());
}

TEST_CASE("what vanishes, or is constant, only when it is multiplied out changes nothing") {
  CHECK(sums_of({"((x + 1)^2 - x^2 - 2*x - 1)*y + z^2", "x*(x + 1) - 3", "z - 1"}).front() == "(x + 1)");
  CHECK(sums_of({"(x + y)*(x - y) - x^2 + y^2", "x - 1"}).size() == 2);
  CHECK(sums_of({"x^((y + 1)*(y - 1) - y^2 + 3) - (x + y)^2"}).empty());
  CHECK(sums_of({"x/((y + 1)*(y - 1) - y^2 + 3) - (x + y)^2"}).empty());
}

TEST_CASE("named subfunctions of Bertini can be unknowns, by their names") {
  const std::string head = "variable_group x, y; function f, g; constant c; ";
  CHECK(sums_in(head + "c = 1 + 2; u = x^2 + y - c; f = u^2 - c*x; g = x*u - c;") == Labels{"u"});
  CHECK(sums_in(head + "c = 2; u = x^2; v = u*x; f = u*y + v - 1; g = v - c;").empty());
  CHECK(sums_in(head + "c = 2; u = x + y; v = u^2 - 1; f = v*x + u; g = v*y - (c*x + c*y);") == Labels{"u", "v"});
  CHECK(sums_in(head + "c = 2; f = x^2 + y; g = x*f - c;") == Labels{"f"});
  CHECK(sums_in("2\n(a + b)^2 - 1;\na*(b + a) - 2;\n") == Labels{"(a + b)"});
}

TEST_CASE("random texts: the form of a text has its equations, and lifts of it no others") {
  for (std::uint64_t seed = 1; seed <= 200; ++seed) {
    INFO("seed " << seed);
    Random random(seed);
    std::vector<std::string> made, equations;
    for (int k = 0; k < 3; ++k) equations.push_back(random_expression(random, 2, made));
    const Labels labels = sums_of(equations);
    if (labels.empty()) continue;
    const WrittenSystem written = read_written_system(text_of(equations), "test");
    const Lift lift = lifted(written.form->program, written.system.names, written.form->groups);
    const std::size_t n = lift.system.names.size();
    std::vector<Polynomial> values;
    for (std::size_t j = 0; j < 3; ++j) values.push_back(Polynomial::variable(3, j));
    values.resize(n, Polynomial(3));
    for (std::size_t j = 3; j < n; ++j)  // t - e(x, earlier t), t being 0 in its own place until here
      values[j] = lift.system.equations[j].substitute(values) * Rational(-1);
    for (std::size_t k = 0; k < 3; ++k)
      CHECK(lift.system.equations[k].substitute(values) == written.system.equations[k]);
  }
}

TEST_CASE("texts with more sums than a search is for have few groups, long ones none") {
  std::string many, often, padding;
  for (int k = 1; k <= 400; ++k) many += (k == 1 ? "" : " + ") + ("(x + " + std::to_string(k)) + "*y)*z";
  CHECK(sums_of({many, many}).size() == 24);
  for (int k = 1; k <= 300; ++k) often += (k == 1 ? "" : " + ") + std::to_string(k) + "*(x + y)";
  CHECK(sums_of({often, "(x + y)*z"}).size() == 1);
  for (int k = 1; k <= 10000; ++k) padding += " + " + std::to_string(k) + "*x";
  CHECK(sums_of({often + padding, "(x + y)*z"}).empty());
}
