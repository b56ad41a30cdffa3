/// bench_exact SYSTEM|SPEC|katsura-N|eco-N... [--repeat N] [--limit SECONDS]: Groebner bases modulo a prime side by
/// side, in user CPU seconds (medians of runs by turns): ours modulo a prime of 60 bits, from scratch and replayed
/// modulo another; Singular's std modulo 32003 and Macaulay2's groebnerBasis(Strategy => "F4") modulo 32003, graded
/// reverse lexicographic all of them, each timed by the program itself around that call. SPEC: a network's gradient.
/// One thread. What takes 20 s or more is run once, which is said; another program is ended after --limit CPU seconds
/// (3600; 0: never), and "> T s" is said of it.
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <ctime>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include "child.hpp"
#include "files.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/exact/modular.hpp"
#include "polyscape/exact/staircase.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using bench::run;
using bench::text_of;
namespace fs = std::filesystem;

namespace {

constexpr double run_once = 20;  // seconds from which on there is one run

struct Times {
  std::vector<double> first, second, singular, macaulay2;
};

bool again(const std::vector<double>& times) { return times.empty() || times.front() < run_once; }

double cpu_seconds() { return static_cast<double>(std::clock()) / CLOCKS_PER_SEC; }

double median(std::vector<double> values) {
  if (values.empty()) return -1;
  std::ranges::sort(values);
  return values[values.size() / 2];
}

algebra::System system_of(const std::string& file) {
  if (file.starts_with("katsura-")) return support::katsura(std::stoi(file.substr(8)));
  if (file.starts_with("eco-")) return support::eco(std::stoi(file.substr(4)));
  if (file.ends_with(".toml")) return model::gradient_system(model::build_model(spec::read_specification(file)));
  return bench::system_in(file);
}

/// Seconds of the first basis and of its replay; the degree of the quotient.
std::string ours(const algebra::System& system, std::uint64_t round, Times& times) {
  const exact::MonomialOrder order = exact::MonomialOrder::graded(system.names.size());
  std::vector<exact::ModularSystem> modular;
  for (std::uint64_t k = 0; modular.size() < 2; ++k)
    if (auto m = exact::modulo(system.equations, exact::random_field(Random(round + 1).stream(k))))
      modular.push_back(*std::move(m));
  exact::GroebnerLimits limits;
  limits.operations = ~std::uint64_t{0};
  limits.bytes = std::size_t{16} << 30;
  exact::GroebnerTrace trace;
  const double begin = cpu_seconds();
  const exact::GroebnerBasis basis = exact::groebner_basis(modular[0], order, limits, &trace);
  const double middle = cpu_seconds();
  const auto again = exact::replay(trace, modular[1], order, limits);
  times.first.push_back(middle - begin);
  times.second.push_back(cpu_seconds() - middle);
  const exact::Hilbert h = exact::hilbert(system.names.size(), exact::leading_monomials(basis));
  return "dimension " + std::to_string(h.dimension) + ", degree " + h.degree.to_string() +
         (again ? "" : ", REPLAY DIFFERS");
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& w : words) text += (text.empty() ? "" : ",") + w;
  return text;
}

struct Texts {
  std::string variables, equations;  ///< integer coefficients, variables x1, x2, ..
};
Texts texts_of(const algebra::System& system) {
  std::vector<std::string> names, equations;
  for (std::size_t k = 0; k < system.names.size(); ++k) names.push_back("x" + std::to_string(k + 1));
  for (const algebra::Polynomial& p : system.equations)
    equations.push_back(algebra::to_string(p * algebra::common_denominator(p), names));
  return {joined(names), joined(equations)};
}

/// What follows the last "seconds" in the program's output; negative: it did not run; infinity: it was ended.
double called(const fs::path& folder, const std::vector<std::string>& words, unsigned limit) {
  const double taken = run(folder, words, limit);
  if (taken < 0 || std::isinf(taken)) return taken;
  const std::string out = text_of(folder / "out");
  const auto at = out.rfind("seconds ");
  return at == std::string::npos ? -1 : std::stod(out.substr(at + 8));
}

void singular(const fs::path& folder, const Texts& texts, unsigned limit, Times& times) {
  std::ofstream(folder / "s.sing") << "system(\"--ticks-per-sec\", 1000);\nring r = 32003, (" << texts.variables
                                   << "), dp;\nideal i = " << texts.equations
                                   << ";\nint t = timer;\nideal j = std(i);\nint u = timer - t;\n"
                                      "print(\"seconds \" + string(u) + \"e-3\");\nexit;\n";
  const double seconds = called(folder, {"Singular", "-q", "s.sing"}, limit);
  if (seconds >= 0) times.singular.push_back(seconds);
}

void macaulay2(const fs::path& folder, const Texts& texts, unsigned limit, Times& times) {
  std::ofstream(folder / "m.m2") << "R = ZZ/32003[" << texts.variables << "]\nI = ideal(" << texts.equations
                                 << ")\nt = cpuTime()\nG = groebnerBasis(I, Strategy => \"F4\")\n"
                                    "print(\"seconds \" | toString(cpuTime() - t))\nexit 0\n";
  const double seconds = called(folder, {"M2", "--script", "m.m2"}, limit);
  if (seconds >= 0) times.macaulay2.push_back(seconds);
}

std::string runs(const std::vector<double>& times) {
  return times.size() == 1 ? ", 1 run" : ", " + std::to_string(times.size()) + " runs";
}

void print_peer(const char* name, const std::vector<double>& times, double first, unsigned limit) {
  const double seconds = median(times);
  if (std::isinf(seconds))
    std::printf(", %s > %u s (> %.1f%s)", name, limit, limit / first, runs(times).c_str());
  else if (seconds >= 0)
    std::printf(", %s %.3f s (%.1f%s)", name, seconds, seconds / first, runs(times).c_str());
}

void print(const std::string& name, const std::string& found, const Times& times, unsigned limit) {
  const double first = median(times.first), second = median(times.second);
  std::printf("%-28s %s: first prime %.3f s, replay %.3f s (%.2f%s)", name.c_str(), found.c_str(), first, second,
              second / first, runs(times.first).c_str());
  print_peer("Singular", times.singular, first, limit);
  print_peer("Macaulay2", times.macaulay2, first, limit);
  std::printf("\n");
  std::fflush(stdout);
}

}  // namespace

int main(int count, char** words) {
  int repeat = 3;
  unsigned limit = 3600;
  std::vector<std::string> files;
  for (int i = 1; i < count; ++i) {
    const std::string word = words[i];
    if (word == "--repeat" && i + 1 < count)
      repeat = std::max(1, std::atoi(words[++i]));
    else if (word == "--limit" && i + 1 < count)
      limit = static_cast<unsigned>(std::max(0, std::atoi(words[++i])));
    else
      files.push_back(word);
  }
  const fs::path folder = fs::temp_directory_path() / ("polyscape_exact_" + std::to_string(getpid()));
  fs::create_directories(folder);
  for (const std::string& file : files) {
    const algebra::System system = system_of(file);
    const Texts texts = texts_of(system);
    Times times;
    std::string found;
    for (int k = 0; k < repeat; ++k) {
      if (again(times.first)) found = ours(system, static_cast<std::uint64_t>(k), times);
      if (again(times.singular)) singular(folder, texts, limit, times);
      if (again(times.macaulay2)) macaulay2(folder, texts, limit, times);
    }
    print(fs::path(file).stem().string(), found, times, limit);
  }
  fs::remove_all(folder);
}
