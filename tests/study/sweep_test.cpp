/// Draws carried over from a generic one against the same draws solved by themselves.
#include "polyscape/study/sweep.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "study/checks.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

spec::Specification with_samples(std::size_t inputs, std::size_t samples) {
  const std::string text = "[network]\ninputs = " + std::to_string(inputs) +
                           "\n[[network.layer]]\nwidth = 2\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n"
                           "[data]\nrandom = { samples = " +
                           std::to_string(samples) + ", seed = 1 }\n[regularization]\ntikhonov = \"generic\"\n";
  return spec::parse_specification(text, "sweep.toml", ".");
}

void check_draws(const spec::Specification& specification, std::uint64_t draws, std::uint64_t seed) {
  const std::size_t samples = specification.data.inputs.size();
  study::Options options;
  options.threads = 1;
  options.seed = seed;
  const Sweep s = sweep(specification, draws, options);
  REQUIRE(s.draws.size() == draws);
  check_ledger(s.member);
  for (std::uint64_t k = 0; k < draws; ++k) {
    INFO("draw " << k);
    check_ledger(s.draws[k]);
    const report::Paths& paths = *s.draws[k].paths;
    if (paths.start == "lifted")  // which leaves fewer, where samples are few
      CHECK(algebra::Integer(static_cast<long>(paths.tracked)) == s.draws[k].bounds.lifted.value().value);
    else
      CHECK(paths.tracked == s.member.solutions->isolated);
    spec::Specification alone = specification;
    spec::draw_data(alone.data, alone.network, alone.loss.kind, samples, 1 + k);
    const report::Result r = analyze(alone, options);
    CHECK(s.draws[k].solutions->isolated == r.solutions->isolated);
    CHECK(s.draws[k].solutions->torus == r.solutions->torus);
    CHECK(s.draws[k].solutions->completeness == r.solutions->completeness);
    CHECK(s.draws[k].solutions->real == r.solutions->real);
    CHECK(s.draws[k].solutions->real_by_index == r.solutions->real_by_index);
  }
}

void check_draws(std::size_t inputs, std::size_t samples, std::uint64_t draws, std::uint64_t seed) {
  INFO(inputs << "-2-1, " << samples << " samples, seed " << seed);
  check_draws(with_samples(inputs, samples), draws, seed);
}

}  // namespace

TEST_CASE("draws of a teacher's targets have the points that they have when solved by themselves", "[sweep]") {
  const std::string text =
      "[network]\ninputs = 1\n[[network.layer]]\nwidth = 2\nactivation = \"z^2\"\n[[network.layer]]\nwidth = 1\n"
      "[data]\nrandom = { samples = 3, seed = 1, inputs = { distribution = \"normal\", step = \"1/10\" } }\n"
      "[data.teacher]\nrandom = { distribution = \"integers\", interval = [1, 3] }\n[regularization]\ntikhonov = "
      "\"generic\"\n";
  check_draws(spec::parse_specification(text, "sweep.toml", "."), 3, 1);
}

TEST_CASE("every draw has the points that it has when solved by itself", "[sweep]") {
  check_draws(1, 3, 6, 1);
  check_draws(1, 1, 2, 2);
}

TEST_CASE("where few samples leave few points the paths are those of a lift", "[sweep]") {
  const spec::Specification specification = spec::parse_specification(
      "[network]\ninputs = 3\n[[network.layer]]\nwidth = 1\n[[network.layer]]\nwidth = 2\n[data]\n"
      "random = { samples = 1, seed = 1 }\n[regularization]\ntikhonov = \"generic\"\n",
      "few.toml", ".");
  study::Options options;
  options.threads = 1;
  const Sweep s = sweep(specification, 5, options);
  CHECK(s.member.solutions->isolated == 25);
  for (std::uint64_t k = 0; k < 5; ++k) {
    const report::Result& draw = s.draws[k];
    CHECK(draw.paths->start == "lifted");
    CHECK(draw.paths->tracked == 9);
    CHECK(draw.solutions->isolated == 9);
    CHECK(draw.solutions->completeness == Completeness::proved);
    check_ledger(draw);
    const report::Result alone = analyze(spec::redrawn(specification, 1 + k, 1), options);
    CHECK(draw.solutions->real_by_index == alone.solutions->real_by_index);
  }
}

TEST_CASE("few samples lose points to infinity, many do not, ten seeds", "[sweep][long]") {
  for (std::uint64_t seed = 1; seed <= 10; ++seed)
    for (const std::size_t samples : {1, 2, 3, 5}) check_draws(2, samples, 2, seed);
}

TEST_CASE("a sweep needs random data", "[sweep]") {
  spec::Specification given = with_samples(1, 2);
  given.data.random = false;
  CHECK_THROWS_AS(sweep(given, 2, {}), InputError);
}

TEST_CASE("draws of the shipped specification with three inputs have 105 points each", "[sweep]") {
  study::Options options;
  options.threads = 1;
  const Sweep s = sweep(spec::read_specification(POLYSCAPE_DATA "/sweep_three_inputs.toml"), 30, options);
  CHECK(s.member.solutions->isolated == 105);
  for (const report::Result& draw : s.draws) {
    check_ledger(draw);
    CHECK(draw.solutions->isolated == 105);
  }
}
