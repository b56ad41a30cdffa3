/// Whatever the specification language can say: two seeds of the solver find the same, and a result says what was
/// drawn.
#include <fmt/format.h>

#include <chrono>

#include "polyscape/base/error.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/contradictions.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/options.hpp"
#include "study/checks.hpp"
#include "support/random_specification.hpp"

using namespace polyscape;
using namespace polyscape::study;
using algebra::Rational;

namespace {

spec::Specification parsed(const std::string& text) {
  return spec::parse_specification(text, "drawn.toml", POLYSCAPE_DATA);
}

/// All that a solver's seed must not change.
std::string findings(const report::Result& r) {
  std::string text = fmt::format("{} equations, {} variables; ", r.system.equations, r.system.variables);
  if (const auto& s = r.solutions) {
    text += fmt::format("isolated {}, nonsingular {}, real {}, torus {}, outside {}; ", s->isolated, s->nonsingular,
                        s->real, s->torus, s->leaving_interval);
    for (const auto& [kind, count] : s->real_by_kind) text += fmt::format("{} {}, ", count, name(kind));
    for (const auto& [index, count] : s->real_by_index) text += fmt::format("index {}: {}, ", index, count);
  }
  if (const auto& v = r.interpolation) {
    text +=
        fmt::format("; zero loss: dimension {}, degree {}", v->dimension ? *v->dimension : -2, v->degree.value_or("?"));
  }
  return text;
}

/// Longest time in which a job said nothing.
class Silence {
 public:
  Observer observer() {
    return [this](const Progress& p) {
      const auto now = std::chrono::steady_clock::now();
      const double seconds = std::chrono::duration<double>(now - last_).count();
      if (seconds > longest) longest = seconds, stage = stage_;
      last_ = now;
      stage_ = p.stage;
    };
  }
  double longest = 0;
  std::string stage;

 private:
  std::chrono::steady_clock::time_point last_ = std::chrono::steady_clock::now();
  std::string stage_;
};

/// The draws from `first` on, until `wanted` of them were legal, and small enough.
void check_two_seeds(std::uint64_t first, std::size_t wanted) {
  std::size_t solved = 0, illegal = 0, large = 0;
  Silence silence;
  for (std::uint64_t number = first; solved < wanted; ++number) {
    const std::string text = support::random_specification(number);
    INFO("specification " << number << "\n" << text);
    std::optional<spec::Specification> specification;
    try {
      specification = parsed(text);
    } catch (const InputError& e) {
      ++illegal;
      INFO(e.what());
      CHECK(std::string(e.what()).find("drawn.toml:") == 0);
      continue;
    }
    const report::Bounds bounds = bound_specification(*specification).bounds;
    const bool most_paths = text.find("\"total-degree\"") != std::string::npos;
    const auto paths = most_paths                ? bounds.bezout
                       : bounds.multihomogeneous ? std::optional(bounds.multihomogeneous->value)
                                                 : std::nullopt;
    if (!paths || *paths > algebra::Integer(200)) {
      ++large;
      continue;
    }
    std::vector<report::Result> results;
    for (const char* seed : {"1", "2"}) {
      const std::vector<spec::SolveEntry> given{{"seed", seed, "test"}};
      study::Options options = solver_options(specification->solve, given);
      options.threads = 1;
      results.push_back(analyze(*specification, options, silence.observer()));
      INFO(report::summary(results.back()));
      // Paths to infinity may fail, where a start with many of them is asked for; then a bound says that nothing is
      // lost.
      CHECK((report::complete(results.back()) || results.back().solutions->completeness == Completeness::proved));
      CHECK(results.back().contradictions.empty());
    }
    CHECK(findings(results[0]) == findings(results[1]));
    // Whether the zero-loss set has real points is looked for from random places: one seed may find out what another
    // does not.
    const auto real = [&](std::size_t k) {
      return results[k].interpolation ? results[k].interpolation->real_points : std::nullopt;
    };
    if (real(0) && real(1)) CHECK(real(0) == real(1));
    ++solved;
  }
  WARN(illegal << " illegal, " << large << " large; longest silence " << silence.longest << " s, in " << silence.stage);
  CHECK(illegal <= 2 * wanted);
}

}  // namespace

TEST_CASE("specifications over the whole language: two seeds find the same", "[language]") { check_two_seeds(0, 30); }

TEST_CASE("200 specifications over the whole language: two seeds find the same", "[language][long]") {
  check_two_seeds(1000, 200);
}

TEST_CASE("a path that jumps to one that goes to infinity is noticed where they meet", "[language]") {
  const spec::Specification specification = parsed(support::random_specification(1246));
  std::size_t met = 0;
  for (std::uint64_t seed = 1; seed <= 20; ++seed) {
    INFO("seed " << seed);
    study::Options options = one_thread("multihomogeneous", "never");
    options.seed = seed;
    const report::Result r = analyze(specification, options);
    CHECK(r.solutions->nonsingular == 17);
    for (const Note& note : r.notes) met += note.text.find("followed again") != std::string::npos ? 1 : 0;
  }
  CHECK(met >= 1);  // seed 2's path 0 takes path 8's place in its first step
}

TEST_CASE("a result's lambdas and drawn data make the same equations", "[language]") {
  const std::string network =
      "[network]\ninputs = 2\n[[network.layer]]\nwidth = 2\nbias = true\nactivation = "
      "\"z^2\"\n[[network.layer]]\nwidth = 1\n[network.freeze]\nw1_2_1 = \"1/2\"\n"
      "[network.tie]\nb1_2 = \"-b1_1\"\n";
  const std::string lambda =
      "{ layer = [{ weights = [[1, 2], [3, 4]], bias = [5, 6] }, { weights = [[\"7/3\", 8]] }] }";
  for (const std::string regularization :
       {std::string("\"generic\"\nseed = 4"), lambda, std::string("\"1/3\""), std::string("\"none\"")})
    for (const std::string data :
         {"[data.random]\nsamples = 3\nseed = 9\n",
          "[data]\ninputs = [[1, 2], [\"1/3\", 4]]\n[data.teacher]\nnoise = { distribution = \"tenths\" }\n",
          "[data]\ninputs = [[1, 2], [\"1/3\", 4]]\ntargets = [[1], [2]]\n"}) {
      const spec::Specification drawn =
          parsed(network + data + "[regularization]\ntikhonov = " + regularization + "\n");
      const report::Result result = bound_specification(drawn);
      const report::Network& said = *result.network;
      spec::Specification given = drawn;
      const auto rational = [](const std::string& text) { return *Rational::parse(text); };
      CHECK(said.inputs.empty() == (data.find("random") == std::string::npos));
      CHECK(said.targets.empty() == (data.find("targets") != std::string::npos));
      for (const auto& [texts, rows] :
           {std::pair{&said.inputs, &given.data.inputs}, std::pair{&said.targets, &given.data.targets}}) {
        if (texts->empty()) continue;
        rows->clear();
        for (const auto& row : *texts) {
          rows->emplace_back();
          for (const std::string& text : row) rows->back().push_back(rational(text));
        }
      }
      const model::Model model = model::build_model(given), original = model::build_model(drawn);
      CHECK(model::gradient_system(model).equations == model::gradient_system(original).equations);
      const bool one = regularization == "\"1/3\"" || regularization == "\"none\"";
      CHECK(said.lambda.size() == (one ? 0 : result.names.size()));
      for (std::size_t j = 0; j < said.lambda.size(); ++j) CHECK(rational(said.lambda[j]) == original.lambda[j]);
    }
}
