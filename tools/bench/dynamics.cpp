/// bench_dynamics [STEPS]: weight updates a second on one thread, for each rule, on small networks and a potential, in
/// the lanes of each instruction set this machine has. Prints medians of five runs; asserts nothing.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "polyscape/dynamics/march.hpp"
#include "polyscape/spec/parse.hpp"

using namespace polyscape;
using namespace polyscape::dynamics;

namespace {

struct Case {
  const char* name;
  Potential potential;
};

Potential network(const char* text) {
  return Potential(model::build_model(spec::parse_specification(text, "bench.toml", ".")));
}

std::vector<Case> cases() {
  constexpr const char* data =
      "data = { inputs = [[0, 0], [0, 1], [1, 0], [1, 1]], targets = [[0], [1], [1], [0]] }\n"
      "regularization = { tikhonov = \"generic\" }\n";
  const auto layers = [&](const char* width, const char* activation) {
    return network((std::string("network = { inputs = 2, layer = [{ width = ") + width + ", activation = \"" +
                    activation + "\" }, { width = 1 }] }\n" + data)
                       .c_str());
  };
  std::vector<Case> result;
  result.push_back({"2-2-1, z^2, 4 samples, M = 6", layers("2", "z^2")});
  result.push_back({"2-6-1, z^2, 4 samples, M = 18", layers("6", "z^2")});
  result.push_back({"2-6-1, z, 4 samples, M = 18", layers("6", "z")});
  result.push_back(
      {"two wells on a torus, M = 5",
       Potential(spec::parse_potential("[potential]\nvariables = \"w\"\ndimension = 5\nexpression = \"1 - exp(-sum((w "
                                       "- 4)^2)/2) - exp(-sum((w - 12)^2)/8)\"\n",
                                       "bench.toml")
                     .potential)});
  return result;
}

double updates_per_second(const Potential& p, const Motion& motion, std::string_view set, std::uint64_t steps) {
  constexpr std::size_t walkers = 64;
  const std::vector<std::vector<double>> starts(walkers, std::vector<double>(p.dimension(), 0.1));
  std::vector<double> runs;
  for (int run = 0; run < 5; ++run) {
    March march(p, motion, {}, {}, starts, Random(1), set);
    const auto begin = std::chrono::steady_clock::now();
    march.advance(steps, 1);
    const std::chrono::duration<double> took = std::chrono::steady_clock::now() - begin;
    runs.push_back(static_cast<double>(steps * walkers * p.dimension()) / took.count());
  }
  std::ranges::nth_element(runs, runs.begin() + 2);
  return runs[2];
}

}  // namespace

int main(int count, char** words) {
  const std::uint64_t steps = count > 1 ? std::strtoull(words[1], nullptr, 10) : 20000;
  for (const Case& c : cases())
    for (const std::string_view set : instruction_sets()) {
      std::printf("%s, %zu steps of the tape, %s: million weight updates a second\n ", c.name,
                  c.potential.tape().steps.size(), std::string(set).c_str());
      for (const Rule rule : {Rule::descent, Rule::momentum, Rule::adam, Rule::adjusted}) {
        Motion motion;
        motion.rule = rule, motion.rate = 1e-3;
        if (rule != Rule::descent && rule != Rule::adjusted)
          std::printf(" %s %.0f", std::string(name(rule)).c_str(),
                      updates_per_second(c.potential, motion, set, steps) / 1e6);
        motion.temperature = 1e-3;
        if (rule == Rule::descent)
          std::printf(" Langevin %.0f", updates_per_second(c.potential, motion, set, steps) / 1e6);
        if (rule == Rule::adjusted)
          std::printf(" adjusted %.0f", updates_per_second(c.potential, motion, set, steps) / 1e6);
      }
      std::printf("\n");
    }
}
