#include "polyscape/algebra/format/format.hpp"

#include <unistd.h>

#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <sstream>

#include "polyscape/base/error.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::algebra;

namespace {

System random_system(Random& random, std::size_t equations, std::size_t variables) {
  System system;
  for (std::size_t i = 0; i < variables; ++i) system.names.push_back("w1_" + std::to_string(i + 1));
  for (std::size_t i = 0; i < equations; ++i)
    system.equations.push_back(support::random_polynomial(random, variables, 5, 8) +
                               Polynomial::variable(variables, i % variables));
  return system;
}

Polynomial polynomial(const std::string& text, std::vector<std::string> names) {
  std::string list;
  for (const std::string& n : names) list += (list.empty() ? "\"" : ", \"") + n + "\"";
  return read_system("{\"variables\": [" + list + "], \"equations\": [\"" + text + "\"]}", "text").equations[0];
}

std::string error_of(const std::string& text) {
  try {
    read_system(text, "in.txt");
  } catch (const InputError& error) {
    return error.what();
  }
  return "no error";
}

std::string contents(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

// A folder of its own, removed at the end.
struct Workshop {
  std::filesystem::path folder;
  Workshop() {
    std::string pattern = (std::filesystem::temp_directory_path() / "polyscape-XXXXXX").string();
    REQUIRE(mkdtemp(pattern.data()) != nullptr);
    folder = pattern;
  }
  ~Workshop() { std::filesystem::remove_all(folder); }
  void write(const std::string& name, const std::string& text) const { std::ofstream(folder / name) << text; }
  // What the command prints, run in the folder without input and for a minute at most.
  std::string run(const std::string& command) const {
    const std::string line = "cd '" + folder.string() + "' && timeout 60 " + command + " < /dev/null > printed 2>&1";
    const int status = std::system(line.c_str());
    const std::string printed = contents(folder / "printed");
    INFO(command << " printed " << printed);
    CHECK(status == 0);
    return printed;
  }
};

bool installed(const char* program) {
  if (std::system(("command -v " + std::string(program) + " > /dev/null 2>&1").c_str()) == 0) return true;
  WARN(program << " is not installed: it is not asked about our files");
  return false;
}

// Names that every language has something against, next to plain ones.
System treacherous() {
  System system{{"I", "e", "t", "w1_2_3", "lambda", "ideal", "x"}, {}};
  const std::size_t n = system.names.size();
  const auto v = [&](std::size_t i) { return Polynomial::variable(n, i); };
  Polynomial p = v(6) * Rational(-1);
  for (std::size_t i = 0; i + 1 < n; ++i) p += v(i).pow(i + 1) * v((i + 2) % n) * *Rational::parse("-22/7");
  system.equations = {p,
                      Polynomial::constant(n, *Rational::parse("-1/3")),
                      v(3) * v(4) - v(5).pow(12),
                      Polynomial(n),
                      v(0) * *Rational::parse("123456789012345678901234567890/7") + v(1),
                      v(2),
                      v(5) - v(6)};
  return system;
}

// A point of small rationals, and its text in p/q.
std::vector<Rational> point_of(const System& system) {
  std::vector<Rational> point;
  for (std::size_t i = 0; i < system.names.size(); ++i)
    point.push_back(Rational(static_cast<long>(2 * i) - 3) / Rational(static_cast<long>(i) + 2));
  return point;
}

// A combination of all equations, so that one number shows whether all are right.
GaussianRational complex_checksum(const System& system) {
  std::vector<GaussianRational> point;
  for (const Rational& x : point_of(system)) point.emplace_back(x);
  GaussianRational sum(0);
  for (std::size_t i = 0; i < system.equations.size(); ++i)
    sum = sum + system.equations[i].evaluate(point) * GaussianRational(static_cast<long>(i) + 1);
  return sum;
}
Rational checksum(const System& system) { return complex_checksum(system).real(); }

// The treacherous system with coefficients that are not real.
System complex_treacherous() {
  System system = treacherous();
  for (std::size_t k = 0; k < system.equations.size(); ++k)
    system.equations[k] = system.equations[k] * GaussianRational(Rational(2, 3), static_cast<long>(k) - 1) +
                          Polynomial::variable(7, k) * GaussianRational(0, 1);
  system.names[0] = "i";
  return system;
}

std::string comma_list(const std::vector<Rational>& values) {
  std::string text;
  for (const Rational& x : values) text += (text.empty() ? "" : ", ") + x.to_string();
  return text;
}

}  // namespace

TEST_CASE("formats have names") {
  CHECK(names_of(Format()).size() == 9);
  for (const auto text : names_of(Format())) CHECK(name(*named<Format>(text)) == text);
  CHECK_FALSE(named<Format>("maple").has_value());
}

TEST_CASE("what is written in phcpack, bertini and json is read back equal") {
  Random random(7);
  for (const Format format : {Format::phcpack, Format::bertini, Format::json}) {
    for (int k = 0; k < 25; ++k) {
      const System system = random_system(random, 1 + random.below(4), 1 + random.below(4));
      const std::string text = write_system(system, format);
      INFO(text);
      CHECK(recognize_format(text) == format);
      CHECK(read_system(text, "text") == system);
    }
    for (const System& system : {support::katsura(4), support::noon(4), treacherous(),
                                 System{{"x", "y"}, {Polynomial(2), Polynomial::constant(2, 5)}}}) {
      const std::string text = write_system(system, format);
      INFO(text);
      CHECK(read_system(text, "text") == system);
    }
  }
  const System odd{{"theta 1", "2nd", "a\"b\\c"}, {support::random_polynomial(random, 3, 3, 5)}};
  CHECK(read_system(write_system(odd, Format::json), "text") == odd);
}

TEST_CASE("complex systems written in phcpack, bertini and json are read back equal") {
  Random random(8);
  const auto random_complex = [&](std::size_t equations, std::size_t variables) {
    System system = random_system(random, equations, variables);
    for (Polynomial& p : system.equations) p += support::random_gaussian_polynomial(random, variables, 4, 6);
    return system;
  };
  System reserved = treacherous();
  for (Polynomial& p : reserved.equations)
    p = p * GaussianRational(Rational(2, 3), -1) + Polynomial::variable(7, 2) * GaussianRational(0, 1);
  for (const Format format : {Format::phcpack, Format::bertini, Format::json}) {
    for (int k = 0; k < 25; ++k) {
      const System system = random_complex(1 + random.below(4), 1 + random.below(4));
      const std::string text = write_system(system, format);
      INFO(text);
      CHECK(read_system(text, "text") == system);
    }
    const System both{{"i", "I", "j"},
                      {Polynomial::variable(3, 0) * GaussianRational(1, 1) -
                       Polynomial::variable(3, 1) * GaussianRational(0, -1) + Polynomial::variable(3, 2)}};
    const System one{{"i", "j"},
                     {Polynomial::variable(2, 0) * GaussianRational(1, 1) -
                      Polynomial::variable(2, 1) * GaussianRational(0, Rational(-5, 7))}};
    const System odd{{"a b", "2nd"},
                     {Polynomial::variable(2, 0) * GaussianRational(0, Rational(1, 3)) -
                      Polynomial::variable(2, 1) * GaussianRational(2, 1)}};
    for (const System& system : {reserved, both, one, odd}) {
      const std::string text = write_system(system, format);
      INFO(text);
      CHECK(read_system(text, "text") == system);
    }
  }
}

TEST_CASE("the imaginary unit in expressions") {
  const auto x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
  const GaussianRational i(0, 1);
  const auto read = [](const std::string& text) { return polynomial(text, {"x", "y"}); };
  CHECK(read("(1.5 + 2.5*i)*x - I*y") == x * GaussianRational(Rational(3, 2), Rational(5, 2)) - y * i);
  CHECK(read("x/i + (3 - I)^-2*y") == x * -i + y * power(GaussianRational(3, -1), -2));
  CHECK(read("i^2*x + i^4 - (x + i*y)*(x - i*y)") == x * Rational(-1) + Polynomial::constant(2, 1) - x * x - y * y);
  CHECK(read("(x + i*y)^3") == (x + y * i).pow(3));
  CHECK(polynomial("i*x + I", {"x", "i"}) ==
        Polynomial::variable(2, 0) * Polynomial::variable(2, 1) + Polynomial::constant(2, i));
  CHECK(read_system("1\n( 1.0E+00 - 3.4E-01*i)*x^2 + i;\n", "in").equations[0] ==
        Polynomial::variable(1, 0).pow(2) * GaussianRational(1, Rational(-17, 50)) + Polynomial::constant(1, i));
  CHECK(read_system("variable_group x; function f; constant c; c = 2 - 3*I; f = c*x^2 - I;", "in").equations[0] ==
        Polynomial::variable(1, 0).pow(2) * GaussianRational(2, -3) - Polynomial::constant(1, i));
  CHECK(read_system("{\"variables\": [\"x\"], \"equations\": [[{\"coefficient\": [\"1/2\", -3], \"exponents\": [2]}]]}",
                    "in")
            .equations[0] == Polynomial::variable(1, 0).pow(2) * GaussianRational(Rational(1, 2), -3));
  CHECK(error_of("1\nx^i;").find("in.txt:2: expected an integer exponent") == 0);
  CHECK(error_of("1\nx/(i - i);").find("in.txt:2: expected a divisor other than 0") == 0);
}

TEST_CASE("the shipped PHCpack files are the classic systems") {
  const std::string folder = std::string(POLYSCAPE_DATA) + "/truth/systems/";
  CHECK(read_system(contents(folder + "cyclic5.phc"), "cyclic5.phc") == support::cyclic(5));
  CHECK(read_system(contents(folder + "noon4.phc"), "noon4.phc").equations.size() == 4);
  CHECK(read_system(contents(folder + "katsura6.phc"), "katsura6.phc").names.size() == 7);
}

TEST_CASE("expressions are exact") {
  const auto x = Polynomial::variable(2, 0), y = Polynomial::variable(2, 1);
  const auto read = [](const std::string& text) { return polynomial(text, {"x", "y"}); };
  CHECK(read("0.1*x - 1e-3 + 1/3*y/2") == x * *Rational::parse("1/10") + y * *Rational::parse("1/6") +
                                              Polynomial::constant(2, *Rational::parse("-1/1000")));
  CHECK(read("-x^2") == x * x * Rational(-1));
  CHECK(read("(-x)^2*-y") == x * x * y * Rational(-1));
  CHECK(read("2*(x - y)**3*(x + y) - -x") == (x - y).pow(3) * (x + y) * Rational(2) + x);
  CHECK(read("2^-2*x + (1/2)^3*y^(1 + 1)") == x * *Rational::parse("1/4") + y * y * *Rational::parse("1/8"));
  CHECK(read("(x + y)*(x - y) - x^2 + y^2").is_zero());
  CHECK(read("x/(1 + 1)") == x * *Rational::parse("1/2"));
}

TEST_CASE("PHCpack files as PHCpack leaves them") {
  const System plain = read_system("2 3\n x**2 - 5.0E-01*y;\n y - z + \n 1;\n", "in");
  CHECK(plain.names == std::vector<std::string>{"x", "y", "z"});
  CHECK(plain.equations[0] == Polynomial::variable(3, 0).pow(2) - Polynomial::variable(3, 1) * *Rational::parse("1/2"));
  const std::string solutions =
      "\n\nTITLE : two; circles\n\nTHE SOLUTIONS :\n2 2\n====\nsolution 1 :\n t : 1.0 0.0\nm : 1\n";
  const System again = read_system("2\n x*y - 1;\n x + y;\n" + solutions, "in");
  CHECK(again.names == std::vector<std::string>{"x", "y"});
  CHECK(read_system("1 2\n-x + y;", "in").equations[0] == Polynomial::variable(2, 1) - Polynomial::variable(2, 0));
  CHECK(read_system("1\n2*x;", "in").names.size() == 1);
  CHECK(read_system("1 2*x;", "in").equations[0] == Polynomial::variable(1, 0) * Rational(2));
  CHECK(read_system("1\n(1 + 0*i)*x + i^2;", "in").equations[0] ==
        Polynomial::variable(1, 0) - Polynomial::constant(1, 1));
}

TEST_CASE("Bertini files with constants and subfunctions") {
  const System system = read_system(
      "% a comment\nCONFIG\n TRACKTYPE: 0; % and another\nEND;\nINPUT\nvariable_group x, y;\nvariable_group z;\n"
      "constant a;\nfunction g, f;\na = 3/2;\ns = x^2 + y;\nf = s*s - a;\ng = z - s;\nEND;\nanything",
      "in");
  const auto x = Polynomial::variable(3, 0), y = Polynomial::variable(3, 1), z = Polynomial::variable(3, 2);
  CHECK(system.names == std::vector<std::string>{"x", "y", "z"});
  CHECK(system.equations[0] == z - x * x - y);
  CHECK(system.equations[1] == (x * x + y).pow(2) - Polynomial::constant(3, *Rational::parse("3/2")));
}

TEST_CASE("reading errors name line, expectation, finding and remedy") {
  const std::pair<const char*, const char*> cases[] = {
      {"", "in.txt:1: expected a system in PHCpack, Bertini or JSON format, found an empty file"},
      {"\nhello", "in.txt:2: expected a system in PHCpack, Bertini or JSON format, found \"hello\""},
      {"2\nx^2 - 1;\ny - 2 x;\n", "in.txt:3: expected an operator or a semicolon, found \"x\"; write * between"},
      {"2\nx^2 - 1;\n", "in.txt:3: expected 2 polynomials, each with a semicolon behind it, found 1 semicolons"},
      {"2\nx^2 - 1;\nx;\n", "in.txt:1: expected 2 variables for as many equations, found 1: x; write \"2 1\""},
      {"1\nx^y;", "in.txt:2: expected an integer exponent, found \"y\""},
      {"1\nx^(1/2);", "in.txt:2: expected an integer exponent"},
      {"1\nx^-1;", "in.txt:2: expected an exponent that is not negative"},
      {"1\nx^99999999999999999999;", "in.txt:2: expected powers of at most 10000"},
      {"1\nx^9999*x^9999;", "in.txt:2: expected powers of at most 10000"},
      {"1 2\n(x+y+1)^9999;", "in.txt:2: expected a power of at most 1000000 terms"},
      {"1\n1/x;", "in.txt:2: expected a constant behind /, found \"x\""},
      {"1\nx/0;", "in.txt:2: expected a divisor other than 0"},
      {"1\n(x + 1;", "in.txt:2: expected an operator or ), found \";\"; close the parenthesis of line 2"},
      {"1\nx + ;", "in.txt:2: expected a number, a name or (, found \";\""},
      {"1\nsin(x);", "in.txt:2: expected an operator or a semicolon, found \"(\""},
      {"1\nx = 1;", "in.txt:2: expected an operator or a semicolon, found \"=\""},
      {"1\nx^2^3;", "in.txt:2: expected one exponent"},
      {"1\n1e99999*x;", "in.txt:2: expected a number with a decimal exponent of at most 10000"},
      {"1\n1.2.3*x;", "in.txt:2: expected an operator or a semicolon, found \".3\""},
      {"0\n", "in.txt:1: expected a positive number of equations, found \"0\""},
      {"CONFIG\nx\n", "in.txt:3: expected END; behind the configuration, found the end of the text"},
      {"variable_group x;\nfunction f;\nf = x + y;\nEND;", "in.txt:3: expected a declared name, found \"y\""},
      {"variable_group x;\nfunction f, g;\nf = x;\nEND;",
       "in.txt:2: expected a definition of every function, found \"g\""},
      {"variable_group x, x;\n", "in.txt:1: expected a name that is not taken, found \"x\""},
      {"hom_variable_group x;\n", "in.txt:1: expected affine variables"},
      {"variable_group x;\nparameter t;", "in.txt:2: expected a system without parameters"},
      {"variable_group x;\nf = x;\nEND;", "in.txt:3: expected a declaration of functions"},
      {"function f;\nf = 2;\nEND;", "in.txt:3: expected a declaration of variables"},
      {"{\"variables\": [\"x\"],\n \"equations\": [,]}", "in.txt:2: expected JSON, found a mistake"},
      {"{\"equations\": []}", "in.txt:1: expected the key \"variables\""},
      {"{\"variables\": [\"x\"],\n\"eqs\": []}", "in.txt:2 eqs: expected variables, equations or title, found \"eqs\""},
      {"{\"variables\": [\"x\"],\n\"equations\": [\n\"x\",\n\"x - y\"]}",
       "in.txt:4: expected a declared name, found \"y\""},
      {"{\"variables\": [\"x\"],\n\"equations\": [\"x\",\n\"x = 1\"]}",
       "in.txt:3 equations[1]: expected an operator or"},
      {"{\"variables\": [\"x\"], \"equations\": [\n[{\"coefficient\": 0.1, \"exponents\": [1]}]]}",
       "in.txt:2 equations[0]: expected an exact coefficient, found 0.1; write it as a string"},
      {"{\"variables\": [\"x\"], \"equations\": [\n[{\"coefficient\": 1, \"exponents\": [1, 2]}]]}",
       "in.txt:2 equations[0]: expected 1 exponents from 0 to 10000"},
      {"{\"variables\": [\"x\",\n\"x\"], \"equations\": []}", "in.txt:2 variables[1]: expected distinct names"},
      {"{\"variables\": \"x\", \"equations\": []}", "in.txt:1 variables: expected a list"},
  };
  for (const auto& [text, start] : cases) {
    INFO("text: " << text << "\nmessage: " << error_of(text) << "\nexpected: " << start);
    CHECK(error_of(text).starts_with(start));
    CHECK(error_of(text).find("; ") != std::string::npos);
  }
  CHECK(error_of("1\n" + std::string(100000, '(') + "x;").find("nested") != std::string::npos);
  CHECK(error_of("1\n" + std::string(100000, '-') + "x;").find("nested") != std::string::npos);
  // What follows a zero byte is no part of the text for the JSON parser: here a string without an end.
  const std::string json = "{\"variables\": [\"x\"],\n\"equations\": [\"x\"]}\n";
  CHECK(error_of(json + '\0' + "{\"").find("3: expected JSON, found a zero byte") != std::string::npos);
}

TEST_CASE("damaged texts are read or refused, nothing else") {
  Random random(99);
  const std::string alphabet = "x1y2(*)^+-/;,={}[]\".e :\n%#iI";
  std::size_t read = 0, refused = 0;
  for (const Format format : {Format::phcpack, Format::bertini, Format::json})
    for (int k = 0; k < 700; ++k) {
      std::string text = write_system(random_system(random, 2, 2), format);
      for (auto changes = 1 + random.below(3); changes > 0; --changes) {
        const auto at = random.below(text.size());
        if (random.below(2) == 0)
          text[at] = alphabet[random.below(alphabet.size())];
        else
          text.erase(at, 1 + random.below(4));
      }
      try {
        const System system = read_system(text, "damaged");
        for (const Polynomial& p : system.equations) CHECK(p.variables() == system.names.size());
        ++read;
      } catch (const InputError& error) {
        ++refused;
        CHECK(std::string(error.what()).starts_with("damaged:"));
      }
    }
  CHECK(read > 100);
  CHECK(refused > 100);
}

TEST_CASE("writers keep to what each language can say") {
  const System system = treacherous();
  CHECK(write_system(system, Format::sympy).find("lambda_ = lambda") != std::string::npos);
  CHECK(write_system(system, Format::sympy).find("Rational(22, 7)") != std::string::npos);
  CHECK(write_system(system, Format::julia).find("(22//7)*") != std::string::npos);
  CHECK(write_system(system, Format::macaulay2).find("w1'2'3") != std::string::npos);
  CHECK(write_system(system, Format::latex).find("w_{1,2,3}") != std::string::npos);
  CHECK(write_system(system, Format::msolve).find('/') == std::string::npos);
  CHECK(write_system(system, Format::phcpack).find("xI") == std::string::npos);
  const System clash{{"a b", "a_b", "a-b"}, {Polynomial(3)}};
  CHECK(write_system(clash, Format::msolve).starts_with("a_b_,a_b,x_a_b\n"));
  CHECK_THROWS_AS(write_system({{"x", "x"}, {}}, Format::json), ArgumentError);
  CHECK_THROWS_AS(write_system({{"x"}, {Polynomial(2)}}, Format::json), ArgumentError);
}

TEST_CASE("Macaulay2 evaluates our file to our value") {
  if (!installed("M2")) return;
  const System system = treacherous();
  const Workshop workshop;
  std::string weights;
  for (std::size_t i = 0; i < system.equations.size(); ++i)
    weights += (i ? "," : "") + std::string("{") + std::to_string(i + 1) + "}";
  workshop.write("a.m2", write_system(system, Format::macaulay2) + "print toString((entries (sub(F, matrix(QQ, {{" +
                             comma_list(point_of(system)) + "}}))*matrix(QQ, {" + weights + "})))#0#0)\n");
  CHECK(workshop.run("M2 --script a.m2") == checksum(system).to_string() + "\n");
}

TEST_CASE("Singular evaluates our file to our value") {
  if (!installed("Singular")) return;
  const System system = treacherous();
  const Workshop workshop;
  workshop.write(
      "a.sing", write_system(system, Format::singular) + "map at = R, " + comma_list(point_of(system)) +
                    ";\nideal J = at(I);\npoly s = 0;\nint k;\nfor (k = 1; k <= size(I) + 1; k++) { s = s + k*J[k]; }\n"
                    "string(s);\nquit;\n");
  // Remarks on the installation may precede the value.
  CHECK(("\n" + workshop.run("Singular -q a.sing")).ends_with("\n" + checksum(system).to_string() + "\n"));
}

TEST_CASE("other programs evaluate our files of complex systems to our value") {
  const System system = complex_treacherous();
  const GaussianRational sum = complex_checksum(system);
  const Workshop workshop;
  if (installed("M2")) {
    std::string weights;
    for (std::size_t i = 0; i < system.equations.size(); ++i)
      weights += (i ? "," : "") + std::string("{") + std::to_string(i + 1) + "}";
    workshop.write("a.m2", write_system(system, Format::macaulay2) + "s = ((sub(F, matrix(K, {{" +
                               comma_list(point_of(system)) + "}}))*matrix(K, {" + weights +
                               "})))_(0,0)\nprint toString(s == " + sum.re.to_string() + " + (" + sum.im.to_string() +
                               ")*i)\n");
    CHECK(workshop.run("M2 --script a.m2") == "true\n");
  }
  if (installed("Singular")) {
    workshop.write(
        "a.sing",
        write_system(system, Format::singular) + "map at = R, " + comma_list(point_of(system)) +
            ";\nideal J = at(I);\npoly s = 0;\nint k;\nfor (k = 1; k <= ncols(J); k++) { s = s + k*J[k]; }\n" +
            "string(s == " + sum.re.to_string() + " + (" + sum.im.to_string() + ")*i);\nquit;\n");
    CHECK(("\n" + workshop.run("Singular -q a.sing")).ends_with("\n1\n"));
  }
  if (std::system("python3 -c 'import sympy' > /dev/null 2>&1") == 0) {
    std::string point;
    for (const Rational& x : point_of(system))
      point += "Rational(" + x.numerator().to_string() + "," + x.denominator().to_string() + "),";
    workshop.write(
        "a.py",
        write_system(system, Format::sympy) + "from sympy import sympify, expand\npoint = dict(zip(variables, [" +
            point +
            "]))\nprint(expand(sum((k + 1)*sympify(f).subs(point) for k, f in enumerate(equations))) == Rational(\"" +
            sum.re.to_string() + "\") + Rational(\"" + sum.im.to_string() + "\")*I)\n");
    CHECK(workshop.run("python3 a.py") == "True\n");
  }
  CHECK(write_system(system, Format::julia).find("*im)*") != std::string::npos);
  CHECK(write_system(system, Format::latex).find("\\mathrm{i}") != std::string::npos);
  CHECK_THROWS_AS(write_system(system, Format::msolve), InputError);
  if (!installed("phc")) return;
  // x^2 = 3 + 4 i has the solutions 2 + i and -2 - i.
  const System root{{"x"}, {Polynomial::variable(1, 0).pow(2) - Polynomial::constant(1, GaussianRational(3, 4))}};
  workshop.write("in", write_system(root, Format::phcpack));
  workshop.run("phc -b in out");
  const std::string input = contents(workshop.folder / "in");
  INFO(input);
  CHECK(input.find(" x :  2.00000000000000E+00   1.00000000000000E+00") != std::string::npos);
  CHECK(read_system(input, "in") == root);
}

TEST_CASE("Python's SymPy evaluates our file to our value") {
  if (std::system("python3 -c 'import sympy' > /dev/null 2>&1") != 0) {
    WARN("SymPy is not installed: it is not asked about our files");
    return;
  }
  const System system = treacherous();
  const Workshop workshop;
  std::string point;
  for (const Rational& x : point_of(system))
    point += "Rational(" + x.numerator().to_string() + "," + x.denominator().to_string() + "),";
  workshop.write("a.py", write_system(system, Format::sympy) +
                             "from sympy import sympify\npoint = dict(zip(variables, [" + point +
                             "]))\nprint(sum((k + 1)*sympify(f).subs(point) for k, f in enumerate(equations)))\n");
  CHECK(workshop.run("python3 a.py") == checksum(system).to_string() + "\n");
}

TEST_CASE("PHCpack solves our file, and what it leaves is read back") {
  if (!installed("phc")) return;
  // x^2 = 2, e = x + 1/2, I = 3 e: two solutions; the names are PHCpack's numbers.
  const auto v = [](std::size_t i) { return Polynomial::variable(3, i); };
  const System system{{"I", "e", "x"},
                      {v(2) * v(2) - Polynomial::constant(3, 2),
                       v(1) - v(2) - Polynomial::constant(3, *Rational::parse("1/2")), v(0) - v(1) * Rational(3)}};
  const Workshop workshop;
  workshop.write("in", write_system(system, Format::phcpack));
  workshop.run("phc -b in out");
  const std::string input = contents(workshop.folder / "in"), output = contents(workshop.folder / "out");
  INFO(output);
  CHECK(input.find("THE SOLUTIONS") != std::string::npos);
  CHECK(input.find("x_e :") != std::string::npos);
  CHECK(input.find("1.91421356237") != std::string::npos);
  CHECK(input.find("\n2 3\n") != std::string::npos);
  CHECK(read_system(input, "in").equations.size() == 3);
}
