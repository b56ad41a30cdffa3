/// Noise of minibatches along a run, and in the long run beside the Langevin equation of its temperature.
#include <cmath>

#include "polyscape/spec/parse.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/dynamics_study.hpp"
#include "polyscape/study/dynamics_words.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::study;

namespace {

report::Dynamics walked(const std::string& text, const dynamics::Options& how) {
  const spec::Specification specification = spec::parse_specification(text, "n.toml", ".");
  const Options options;
  report::Result result = analyze(specification, options);
  add_dynamics(specification, how, options, {}, result);
  return *result.dynamics;
}

dynamics::Options quick() {
  dynamics::Options how;
  how.methods = {dynamics::Method::gd, dynamics::Method::sgd};
  how.starts = 64;
  how.iterations = 2000;
  how.exits = 0;
  how.chains = 0;
  return how;
}

const report::Occupation& neighbourhood(const report::Dynamics& d) { return d.stationary->occupation.front(); }

/// One weight, inputs +-1: one sample's gradient is w - x y, with variance 1.25 whatever w is.
const std::string one_weight =
    "network = { inputs = 1, layer = [{ width = 1 }] }\n"
    "data = { inputs = [[1], [-1], [1], [-1]], targets = [[1], [2], [-1], [0]] }\n"
    "loss = { scale = \"mean\" }\n";

}  // namespace

TEST_CASE("noise along a run does not change where it is the same everywhere") {
  dynamics::Options how = quick();
  how.rate = 0.05;
  how.low = -3;
  how.high = 3;
  const report::Dynamics d = walked(one_weight, how);
  REQUIRE(d.noise);
  REQUIRE(d.noise->along.size() == 6);
  const auto& samples = d.noise->along;
  CHECK(samples.front().steps == 0);
  CHECK(samples.back().steps == how.iterations);
  for (const report::NoiseAlong& a : samples) {
    CHECK(a.walkers == 64);
    CHECK(a.trace == Approx(d.noise->places.front().trace));
    CHECK(a.trace_error < 1e-9 * a.trace);
    CHECK(a.rank == 1);
    CHECK(a.alignment.value() == Approx(1));
    // rate trace / (2 batch M), less for a batch of one of four without replacement: (4 - 1)/(4 - 1) = 1.
    CHECK(a.temperature == Approx(0.05 * a.trace / 2));
  }
}

TEST_CASE("noise along a run falls with the rate, and dies where every sample is fitted") {
  dynamics::Options how = quick();
  how.rate = 0.05;
  how.schedule = dynamics::Schedule::inverse;
  how.period = 100;
  const report::Dynamics falling = walked(one_weight, how);
  const auto& along = falling.noise->along;
  CHECK(along.back().temperature == Approx(along.front().temperature / (1 + 2000.0 / 100)));

  // Two weights in a row, one sample pair that a line fits: noise at the start, none at the end.
  dynamics::Options to_the_end = quick();
  to_the_end.rate = 0.02;
  to_the_end.low = -2;
  to_the_end.high = 2;
  to_the_end.iterations = 20000;
  const report::Dynamics d = walked(
      "network = { inputs = 1, layer = [{ width = 1 }, { width = 1 }] }\n"
      "data = { inputs = [[1], [2]], targets = [[1], [2]] }\n",
      to_the_end);
  REQUIRE(d.noise->along.size() == 6);
  CHECK(d.noise->along.front().trace > 0.1);
  CHECK(d.noise->along.front().rank > 0.9);
  CHECK(d.noise->along.back().trace == 0);
  CHECK(d.noise->along.back().rank == 0);
  CHECK_FALSE(d.noise->along.back().alignment);
}

TEST_CASE("in a quadratic well with even noise minibatches are the Langevin equation of their temperature") {
  dynamics::Options how = quick();
  how.rate = 0.05;
  how.temperature = 0.01;  // a neighbourhood that holds a part
  how.chains = 64;
  how.draws = 1500;
  how.low = -3;
  how.high = 3;
  const report::Dynamics d = walked(one_weight, how);
  REQUIRE(d.stationary);
  REQUIRE(d.stationary->sgd_temperature);
  CHECK(*d.stationary->sgd_temperature == Approx(d.noise->places.front().temperature));
  const report::Occupation& o = neighbourhood(d);
  REQUIRE((o.sgd && o.sgd->value && o.sgd_langevin && o.sgd_langevin->value));
  INFO(*o.sgd->value << " +- " << *o.sgd->error << ", " << *o.sgd_langevin->value << " +- " << *o.sgd_langevin->error);
  CHECK(*o.sgd->value > 0.3);
  CHECK(*o.sgd->value < 0.97);
  CHECK(std::abs(*o.sgd->value - *o.sgd_langevin->value) <
        3 * std::hypot(*o.sgd->error, *o.sgd_langevin->error) + 0.01);  // two values of noise are not quite normal ones
}

TEST_CASE("what is said of the temperature of sgd depends on its figures alone") {
  report::Dynamics d;
  for (const char* kind : {"zero-loss set", "minimum"}) {
    report::DynamicsPlace place;
    place.kind = kind;
    place.at = {0, 0};
    d.places.push_back(place);
  }
  report::StationaryLaw law;
  law.sgd_temperature = 0.5;
  const auto figure = [](double value) {
    report::ChainFigure f;
    f.value = value;
    f.error = 0.01;
    return f;
  };
  const auto said = [&](double sgd, double langevin, bool refused) {
    law.occupation.assign(3, {});
    for (std::size_t k = 0; k < 3; ++k) {
      law.occupation[k].where = k < 2 ? "neighbourhood" : "bulk";
      if (k < 2) law.occupation[k].place = static_cast<int>(k) + 1;
      law.occupation[k].sgd = figure(k == 0 ? sgd : (1 - sgd) / 2);
      law.occupation[k].sgd_langevin = figure(k == 0 ? langevin : (1 - langevin) / 2);
    }
    if (refused) law.occupation[0].sgd->value.reset();
    d.stationary = law;
    for (const Note& note : findings(d))
      if (note.text.find("mean effective temperature") != std::string::npos) return note.text;
    return std::string();
  };
  CHECK(said(0.6, 0.5, false).find("AGAINST the picture of a temperature") != std::string::npos);
  CHECK(said(0.52, 0.5, false).find("no difference") != std::string::npos);
  CHECK(said(0.6, 0.5, true).empty());
}
