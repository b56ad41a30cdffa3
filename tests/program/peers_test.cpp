/// Other programs read our files and agree on a value. Where they are not installed there is nothing to compare.
#include <array>
#include <sstream>

#include "polyscape/algebra/format/format.hpp"
#include "polyscape/exact/count.hpp"
#include "polyscape/exact/reduced_part.hpp"
#include "program/program.hpp"
#include "support/catch.hpp"
#include "support/json.hpp"
#include "support/known_systems.hpp"
#include "support/truth.hpp"

using namespace polyscape::program;

namespace {

// Their solutions are all simple: as many as the degree of the ideal.
const char* const networks[] = {"sq_1_1_1_N2", "cube_1_1_1_N2", "conv_f2s2_in4_sq_N3"};

int isolated(const Workplace& at, const std::string& specification) {
  const Ended e = run_polyscape(at, {"analyze", specification, "--json", "--quiet"});
  const auto key = e.out.find("\"isolated\"");
  REQUIRE(key != std::string::npos);
  return std::stoi(e.out.substr(e.out.find_first_of("0123456789", key)));
}

std::string exported(const Workplace& at, const std::string& specification, const std::string& format) {
  const Ended e = run_polyscape(at, {"system", specification, "--to", format, "--quiet"});
  REQUIRE(e.status == 0);
  return e.out;
}

// The last number in a text.
int last_number(const std::string& text) {
  const auto last = text.find_last_of("0123456789");
  REQUIRE(last != std::string::npos);
  const auto before = text.find_last_not_of("0123456789", last);
  return std::stoi(text.substr(before == std::string::npos ? 0 : before + 1, last - before));
}

bool to_compare_with(const std::string& program) {
  if (installed(program)) return true;
  WARN(program << " is not installed: nothing to compare with");
  return false;
}

// The program's last word on our file, with `ending` behind it, is the number of points that we count.
void check_count(const std::string& program, const std::vector<std::string>& options, const std::string& format,
                 const std::string& ending) {
  if (!to_compare_with(program)) return;
  const Workplace at;
  for (const std::string name : networks) {
    const std::string specification = data("truth/networks/" + name + ".toml");
    INFO(name);
    at.write("ours." + format, exported(at, specification, format) + ending);
    std::vector<std::string> words = options;
    words.push_back("ours." + format);
    const Ended e = run(at, program, words);
    INFO(e.out << e.err);
    CHECK(e.status == 0);
    CHECK(last_number(e.out) == isolated(at, specification));
  }
}

}  // namespace

TEST_CASE("Singular reads our ideal and counts as many points") {
  check_count("Singular", {"-q"}, "singular", "\nvdim(std(I));\nquit;\n");
}

TEST_CASE("Macaulay2 reads our ideal and counts as many points") {
  check_count("M2", {"--script"}, "macaulay2", "\nprint degree I\nexit 0\n");
}

TEST_CASE("PHCpack reads our system and finds as many solutions, we read it with what PHCpack appends") {
  if (!to_compare_with("phc")) return;
  const Workplace at;
  const std::string text = exported(at, data("truth/networks/sq_1_1_1_N2.toml"), "phcpack");
  at.write("ours.phc", text);
  const Ended e = run(at, "phc", {"-b", "ours.phc", "ours.out"});
  INFO(e.out << e.err);
  const std::string appended = at.read("ours.phc"), found = appended.substr(std::min(text.size(), appended.size()));
  CHECK(found.find("THE SOLUTIONS :") != std::string::npos);
  const auto list = found.find("THE SOLUTIONS :");
  REQUIRE(list != std::string::npos);
  CHECK(std::stoi(found.substr(found.find_first_of("0123456789", list))) == 9);
  const Ended again = run_polyscape(at, {"solve", "ours.phc", "--json", "--quiet"});
  INFO(again.err);
  CHECK(again.status == 0);
  CHECK(again.out.find("\"isolated\": 9") != std::string::npos);
}

TEST_CASE("gfan finds the lifted mixed volumes that we find", "[long]") {
  if (!to_compare_with("gfan")) return;
  const Workplace at;
  for (const char* name : {"sq_2_2_1_N2", "linear_H1_di2_m1_dx2_dy2", "linear_H2_di1_m1_dx2_dy2", "zz2_1_2_1_N3",
                           "linear_H1_di1_m2_dx2_dy3", "linear_H1_di3_m1_dx1_dy2", "cube_1_2_1_N2"}) {
    INFO(name);
    const std::string specification = data("truth/networks/" + std::string(name) + ".toml");
    const Ended lifted = run_polyscape(at, {"system", specification, "--to", "json", "--which", "lifted", "--quiet"});
    REQUIRE(lifted.status == 0);
    // Names and equations as they stand, the origin added to each support by a constant that cancels nothing.
    const auto system = nlohmann::json::parse(lifted.out);
    std::string ring, list;
    for (const auto& variable : system.at("variables")) ring += (ring.empty() ? "" : ",") + variable.get<std::string>();
    for (const auto& equation : system.at("equations"))
      list += (list.empty() ? "" : ",") + equation.get<std::string>() + " + 123456789";
    at.write("lifted.gfan", "Q[" + ring + "]\n{" + list + "}\n");
    const Ended volume = run_shell(at, "gfan _mixedvolume < lifted.gfan");
    INFO(volume.out << volume.err);
    REQUIRE(volume.status == 0);
    const Ended bounds = run_polyscape(at, {"bounds", specification, "--json", "--quiet"});
    const auto found = nlohmann::json::parse(bounds.out);
    CHECK(found.at("bounds").at("lifted").at("value") == std::to_string(last_number(volume.out)));
  }
}

namespace {

using polyscape::Random;
using polyscape::algebra::GaussianRational;
using polyscape::algebra::Polynomial;
using polyscape::algebra::Rational;
using polyscape::algebra::System;

Polynomial random_dense(Random& random, std::size_t variables, int degree, int terms) {
  return polyscape::support::random_polynomial(random, variables, degree, terms) +
         Polynomial::constant(variables, polyscape::support::small_rational(random));
}

// Of six kinds by turns: generic, with multiplicities, of positive dimension, empty, with solutions at infinity of
// positive dimension, with more equations than unknowns.
System random_system(Random& random, int number) {
  const std::size_t n = 2 + random.below(3);
  System system;
  for (std::size_t k = 0; k < n; ++k) system.names.push_back("x" + std::to_string(k + 1));
  const auto dense = [&](int degree, int terms) { return random_dense(random, n, degree, terms); };
  const auto variable = [&](std::size_t k) { return Polynomial::variable(n, k); };
  std::vector<Polynomial>& f = system.equations;
  switch (number % 6) {
    case 0:
      for (std::size_t k = 0; k < n; ++k) f.push_back(dense(2 + static_cast<int>(random.below(2)), 5));
      break;
    case 1: {  // squares, and equations in them
      const Polynomial g = dense(1, 4);
      f.push_back(g.pow(2));
      for (std::size_t k = 1; k < n; ++k) f.push_back(dense(2, 4) * g + dense(1, 3).pow(2));
      break;
    }
    case 2: {  // a common factor, or too few equations
      const Polynomial g = dense(1 + static_cast<int>(random.below(2)), 3);
      for (std::size_t k = 0; k + 1 < n; ++k) f.push_back(random.below(2) == 0 ? g * dense(1, 3) : dense(2, 4));
      break;
    }
    case 3: {
      const Polynomial g = dense(2, 4);
      f.push_back(g);
      f.push_back(g * dense(1, 3) + Polynomial::constant(n, Rational(1)));
      for (std::size_t k = 2; k < n; ++k) f.push_back(dense(2, 4));
      break;
    }
    case 4:  // leading forms with a common factor
      for (std::size_t k = 0; k < n; ++k) f.push_back(variable(0) * dense(1, 3) + dense(1, 4));
      break;
    default:
      for (std::size_t k = 0; k < n + 1 + random.below(2); ++k)
        f.push_back((variable(k % n) - Polynomial::constant(n, Rational(1))) * dense(1, 3));
  }
  return system;
}

std::string singular_of(const System& system, std::size_t number) {
  std::string ring, ideal;
  for (const std::string& name : system.names) ring += (ring.empty() ? "" : ",") + name;
  for (const Polynomial& p : system.equations)
    ideal += (ideal.empty() ? "" : ",") + to_string(p * GaussianRational(common_denominator(p)), system.names);
  return "ring r" + std::to_string(number) + " = 2147483647, (" + ring + "), dp;\nideal i = " + ideal +
         ";\nideal j = std(i);\nprint(string(dim(j)) + \" \" + string(mult(j)) + \" \" + string(vdim(j)));\n";
}

}  // namespace

namespace {

// Products of few factors, which the equations share, some of them squares: sets of all dimensions, one in the other,
// multiple, embedded.
System random_arrangement(Random& random) {
  const std::size_t n = 2 + random.below(2);
  System system;
  for (std::size_t k = 0; k < n; ++k) system.names.push_back("x" + std::to_string(k + 1));
  std::vector<Polynomial> factors;
  for (std::size_t k = 0; k < 4; ++k) {
    const Polynomial x = Polynomial::variable(n, random.below(n));
    const auto number = [&] { return Polynomial::constant(n, Rational(static_cast<long>(random.below(5)) - 2)); };
    switch (random.below(3)) {
      case 0:
        factors.push_back(x - number());
        break;
      case 1:
        factors.push_back(x + Polynomial::variable(n, random.below(n)) * Rational(2) - number());
        break;
      default:
        factors.push_back(x.pow(2) + Polynomial::variable(n, random.below(n)) * number() - number());
    }
  }
  const std::size_t equations = n - 1 + random.below(3);
  const Polynomial common = random.below(2) == 0 ? factors[0] : Polynomial::constant(n, Rational(1));
  while (system.equations.size() < equations) {
    Polynomial p = common;
    for (std::size_t k = 1 + random.below(2); k > 0; --k) p *= factors[random.below(factors.size())];
    if (!p.is_zero()) system.equations.push_back(p);
  }
  return system;
}

// The degrees of the primary components that are prime and minimal, by dimension.
std::string primary_parts_of(const System& system, std::size_t number) {
  const std::string text = singular_of(system, number);
  return text.substr(0, text.find("ideal j")) +
         "list l = primdecGTZ(i);\nintvec d = 0:" + std::to_string(system.names.size() + 1) +
         ";\nint a; int b; int alone;\n"
         "for (a = 1; a <= size(l); a++) {\n"
         "  ideal p = std(l[a][2]); ideal q = std(l[a][1]);\n"
         "  alone = dim(p) >= 0 and size(reduce(p, q)) == 0;\n"
         "  for (b = 1; b <= size(l); b++) { if (b != a and size(reduce(l[b][2], p)) == 0) { alone = 0; } }\n"
         "  if (alone) { d[dim(p) + 1] = d[dim(p) + 1] + mult(p); }\n"
         "  kill p; kill q;\n}\n"
         "print(string(d));\n";
}

}  // namespace

TEST_CASE("Singular's primary decompositions have the reduced components that we count", "[long][parts]") {
  if (!to_compare_with("Singular")) return;
  Random random(47);
  std::vector<System> systems;
  for (int number = 0; number < 150; ++number) systems.push_back(random_arrangement(random));
  const Workplace at;
  std::string script = "LIB \"primdec.lib\";\noption(noredefine);\n";
  for (std::size_t k = 0; k < systems.size(); ++k) {
    std::string one = primary_parts_of(systems[k], k);
    one.replace(one.find("2147483647"), 10, "0");
    script += one + "kill l, d, a, b, alone;\n";
  }
  at.write("ours.sing", script + "exit;\n");
  const Ended e = run(at, "Singular", {"-q", "ours.sing"});
  INFO(e.out << e.err);
  std::istringstream lines(e.out);
  std::array<std::size_t, 3> kinds{};  // systems with such points, curves, surfaces
  std::size_t mixed = 0;
  for (const System& system : systems) {
    const std::size_t n = system.names.size();
    std::string line;
    while (std::getline(lines, line) && (line.empty() || line.find_first_not_of("0123456789,") != std::string::npos)) {
    }
    std::istringstream numbers(line);
    std::size_t dimensions = 0;
    for (std::size_t dimension = 0; dimension < n; ++dimension) {
      long degree = -1;
      char comma = 0;
      REQUIRE((numbers >> degree >> comma));
      dimensions += degree > 0;
      if (degree > 0) ++kinds[dimension];
      if (system.equations.size() + dimension < n) {
        CHECK(degree == 0);
        continue;
      }
      std::string text;
      for (const Polynomial& p : system.equations) text += to_string(p, system.names) + "; ";
      INFO(text << "dimension " << dimension << ", Singular: " << degree);
      const auto outcome = polyscape::exact::reduced_part(system.equations, dimension);
      REQUIRE(outcome.part);
      CHECK(outcome.part->degree == polyscape::algebra::Integer(degree));
    }
    mixed += dimensions > 1;
  }
  for (const std::size_t kind : kinds) CHECK(kind >= 10);
  CHECK(mixed >= 10);
}

TEST_CASE("Singular finds the dimensions and degrees that we count", "[long]") {
  if (!to_compare_with("Singular")) return;
  std::vector<System> systems;
  Random random(43);
  for (int number = 0; number < 300; ++number) systems.push_back(random_system(random, number));
  const Workplace at;
  for (const auto& row : polyscape::support::truth_table("networks.csv")) {
    const std::string specification = data("truth/networks/" + row.at("name") + ".toml");
    systems.push_back(polyscape::algebra::read_system(exported(at, specification, "json"), "ours"));
  }
  for (const auto& row : polyscape::support::truth_table("degenerate.csv")) {
    const std::string specification = data("truth/degenerate/" + row.at("name") + ".toml");
    systems.push_back(polyscape::algebra::read_system(exported(at, specification, "json"), "ours"));
  }
  std::string script;
  for (std::size_t k = 0; k < systems.size(); ++k) script += singular_of(systems[k], k);
  at.write("ours.sing", script + "exit;\n");
  const Ended e = run(at, "Singular", {"-q", "ours.sing"});
  std::istringstream lines(e.out);
  std::array<std::size_t, 3> kinds{};  // empty, finite, larger
  for (const System& system : systems) {
    long dimension = 0, degree = 0, finite = 0;
    REQUIRE((lines >> dimension >> degree >> finite));
    INFO(to_string(system.equations.front(), system.names) << " ..; Singular: " << dimension << " " << degree);
    const auto count = polyscape::exact::modular_count(system.equations).count;
    REQUIRE(count);
    CHECK(count->dimension == dimension);
    if (dimension >= 0) CHECK(count->degree == polyscape::algebra::Integer(degree));
    if (dimension == 0) CHECK(degree == finite);
    ++kinds[static_cast<std::size_t>(std::min(dimension + 1, 2L))];
  }
  for (const std::size_t kind : kinds) CHECK(kind >= 30);
}
