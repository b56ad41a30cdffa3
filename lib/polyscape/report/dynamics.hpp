#pragma once
/// What a result says of dynamics: where gradient methods and the Langevin equation end, beside the critical points.
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "polyscape/base/certainty.hpp"
#include "polyscape/base/note.hpp"
#include "polyscape/report/fields.hpp"

namespace polyscape::report {

/// Where walkers may end.
struct DynamicsPlace {
  std::string kind;
  std::optional<int> point;
  std::vector<double> at;
  double loss = 0, largest_eigenvalue = 0, smallest_eigenvalue = 0;
  int negative = 0, nullity = 0;
  std::optional<int> dimension;
  std::optional<double> largest_rate, sgd_growth;
  Evidence by = Evidence::numerical;
};
void describe(auto& fields, Of<DynamicsPlace> auto& p) {
  fields("kind", p.kind,
         "`minimum`, `saddle`, `degenerate` (isolated critical points), `zero-loss set`, `valley` (of a potential's "
         "equations), or `critical set`: critical points with a singular Hessian that are not in the list");
  fields("point", p.point, "its number among `points`, from 1");
  fields("at", p.at, "the point, or one of the set");
  fields("loss", p.loss, "there");
  fields("largest_eigenvalue", p.largest_eigenvalue, "of the Hessian there");
  fields("smallest_eigenvalue", p.smallest_eigenvalue, "of those that are not zero the one of smallest modulus");
  fields("negative", p.negative, "negative eigenvalues");
  fields("nullity", p.nullity, "zero eigenvalues");
  fields("dimension", p.dimension, "of the set, where the run knows it; for a Morse-Bott loss the nullity");
  fields("largest_rate", p.largest_rate,
         "2 over the largest eigenvalue: gradient descent leaves the point at larger steps; where none is negative");
  fields(
      "sgd_growth", p.sgd_growth,
      "by which minibatch steps of the rate of `sgd` multiply the mean square distance from the place in the long run, "
      "linearised: below 1 it is stable; of minima of networks");
  fields("by", p.by, "what it rests on that there is such a critical point");
}

/// Walkers of one method that ended at one place.
struct EndShare {
  int place = 0;
  std::uint64_t count = 0;
  double share = 0, error = 0, loss = 0, distance = 0;
  std::optional<double> travelled;
  double steps = 0;
  std::array<double, 2> sharpness{};
};
void describe(auto& fields, Of<EndShare> auto& e) {
  fields("place", e.place, "its number, from 1");
  fields("count", e.count, "walkers");
  fields("share", e.share, "of all walkers");
  fields("error", e.error, "standard error, at (count + 1)/(starts + 2)");
  fields("loss", e.loss, "mean where the method left them");
  fields("distance", e.distance, "mean from start to end");
  fields("travelled", e.travelled, "mean length of the way; of methods without noise");
  fields("steps", e.steps, "mean; until rest where walkers rest");
  fields("sharpness", e.sharpness, "smallest and largest of the Hessian's largest eigenvalue where they ended");
}

struct UnmatchedEnds {
  std::string reason;
  std::uint64_t count = 0;
  std::vector<double> start, end;
};
void describe(auto& fields, Of<UnmatchedEnds> auto& u) {
  fields("reason", u.reason, "why these walkers are matched with no place");
  fields("count", u.count, "walkers");
  fields("start", u.start, "of the first of them");
  fields("end", u.end, "of the first of them; `null`: no number");
}

struct DynamicsMethod {
  std::string method;
  std::optional<double> rate, temperature, momentum;
  std::optional<std::uint64_t> batch, steps;
  std::uint64_t starts = 0, led = 0;
  std::vector<EndShare> ends;
  std::vector<UnmatchedEnds> unmatched;
};
void describe(auto& fields, Of<DynamicsMethod> auto& m) {
  fields("method", m.method, "`flow`, `gd`, `momentum`, `adam`, `sgd`, `sgdl` or `langevin`");
  fields("rate", m.rate, "step length, the first where it falls");
  fields("temperature", m.temperature, "of the noise that is added");
  fields("momentum", m.momentum, "share of the last step that is kept");
  fields("batch", m.batch, "samples of a minibatch");
  fields("steps", m.steps, "at most");
  fields("starts", m.starts, "walkers, at the same places for all methods");
  fields("led", m.led, "walkers that were not at rest at the end; gradient flow led them to where they are matched");
  fields("ends", m.ends, "by places; places that nobody reached are left out");
  fields("unmatched", m.unmatched, "walkers without a place", filled(m.unmatched));
}

/// Where walkers may go.
struct DynamicsBox {
  double low = 0, high = 0;
  std::string walls;
  std::optional<double> stiffness;
  std::optional<bool> normalisable;
  std::optional<Evidence> normalisable_by;
  std::string reason;
};
void describe(auto& fields, Of<DynamicsBox> auto& b) {
  fields("low", b.low, "of every coordinate of a start");
  fields("high", b.high, "of every coordinate of a start");
  fields("walls", b.walls, "of that box: `none`, `reflecting`, `periodic` or `flat`");
  fields("stiffness", b.stiffness, "of flat-bottomed walls");
  fields("normalisable", b.normalisable,
         "whether exp(-L/T) has a finite integral, within the walls where there are some");
  fields("normalisable_by", b.normalisable_by, "what that rests on");
  fields("reason", b.reason, "a sentence");
}

/// A mean over chains. Without a value where it is refused.
struct ChainFigure {
  std::optional<double> value, error;
  double r_hat = 0, ess = 0;
  std::optional<std::string> refused;
};
void describe(auto& fields, Of<ChainFigure> auto& f) {
  fields("value", f.value, "the mean over all draws of all chains");
  fields("error", f.error, "its standard error");
  fields("r_hat", f.r_hat, "rank-normalised split R-hat; above 1.01 the figure is refused; `null`: infinite");
  fields("ess", f.ess, "effective sample size; below 400 the figure is refused");
  fields("refused", f.refused, "why there is no value");
}

/// Shares of one region.
struct Occupation {
  std::string where;
  std::optional<int> place;
  std::optional<double> predicted, grid_gibbs, grid_chain;
  std::optional<ChainFigure> gibbs, langevin, sgd, sgd_langevin;
};
void describe(auto& fields, Of<Occupation> auto& o) {
  fields("where", o.where,
         "`neighbourhood` of a place (what holds 99 % of its Gaussian mass), `bulk`: all the rest, or `plateau` and "
         "`well` of a place: what exp(-L/T) holds because of the plateau's level, and above that");
  fields("place", o.place, "its number, from 1");
  fields("predicted", o.predicted,
         "99 % of the place's Laplace or Morse-Bott constant, over the sum of all constants that are known; no bulk");
  fields("grid_gibbs", o.grid_gibbs, "of exp(-L/T) on a grid, without sampling; one or two dimensions");
  fields("grid_chain", o.grid_chain,
         "of the transfer operator of `langevin` at its rate on a grid; one or two dimensions");
  fields("gibbs", o.gibbs, "of exp(-L/T), sampled by tempered, Metropolis-adjusted chains");
  fields("langevin", o.langevin, "of the Langevin equation in steps, not adjusted");
  fields("sgd", o.sgd, "of minibatch descent without other noise");
  fields("sgd_langevin", o.sgd_langevin, "of the Langevin equation in steps of `sgd_rate` at `sgd_temperature`");
}

struct StationaryLaw {
  double temperature = 0, rate = 0;
  std::optional<double> adjusted_rate, acceptance, sgd_rate, sgd_temperature;
  std::vector<double> temperatures;
  std::uint64_t chains = 0, draws = 0;
  std::optional<std::string> refused;
  std::vector<Occupation> occupation;
};
void describe(auto& fields, Of<StationaryLaw> auto& s) {
  fields("temperature", s.temperature, "T");
  fields("rate", s.rate, "step of `langevin`");
  fields("adjusted_rate", s.adjusted_rate, "step of the adjusted chains at T");
  fields("acceptance", s.acceptance, "share of their proposals taken at T");
  fields("temperatures", s.temperatures, "of the tempered chains, the first is T", filled(s.temperatures));
  fields("sgd_rate", s.sgd_rate, "step of `sgd`");
  fields("sgd_temperature", s.sgd_temperature,
         "mean effective temperature along its chains: rate times trace of a sample's covariance / (2 batch M), times "
         "(N - batch)/(N - 1) where a batch has no sample twice; left out where they stand still");
  fields("chains", s.chains, "of each kind");
  fields("draws", s.draws, "of each chain, after a first half that is thrown away");
  fields("refused", s.refused, "why nothing was sampled");
  fields("occupation", s.occupation, "shares by region", filled(s.occupation));
}

/// How long walkers take from one minimum to another.
struct ExitTime {
  int from = 0;
  std::vector<int> to;
  std::optional<int> saddle;
  double temperature = 0, rate = 0, barrier = 0;
  std::optional<double> kramers, kramers_error, quadrature, mean;
  std::array<double, 2> interval{};
  std::uint64_t walkers = 0, given_up = 0;
  double radius = 0;
  std::optional<std::string> refused;
};
void describe(auto& fields, Of<ExitTime> auto& e) {
  fields("from", e.from, "place that walkers start at, from 1");
  fields("to", e.to, "places; first entry into the ball about one of them ends a walk");
  fields("saddle", e.saddle, "place: the lowest saddle between, by the flow down from it");
  fields("temperature", e.temperature, "T");
  fields("rate", e.rate, "step");
  fields("barrier", e.barrier, "of the loss, from the start to that saddle");
  fields("kramers", e.kramers,
         "mean time by Eyring and Kramers, rates of equal saddles added; with relative error of order T; a valley's "
         "Morse-Bott constant in place of the determinant where the start is degenerate");
  fields("kramers_error", e.kramers_error,
         "its standard error by the valley's constant, where the start is degenerate");
  fields("quadrature", e.quadrature, "mean time by quadrature, one dimension only");
  fields("mean", e.mean, "measured; times of walkers that were given up count as if the rate had stayed the same");
  fields("interval", e.interval, "of 95 % for the mean time");
  fields("walkers", e.walkers, "that were started");
  fields("given_up", e.given_up, "of these, still on the way when the steps were used up");
  fields("radius", e.radius, "of the balls");
  fields("refused", e.refused, "why nothing was measured");
}

/// Whether the noise of minibatches looks normal.
struct NoiseNormality {
  std::uint64_t batch = 0, sample = 0;
  double statistic = 0, critical = 0;
  std::optional<double> tail_index, tail_error;
};
void describe(auto& fields, Of<NoiseNormality> auto& n) {
  fields("batch", n.batch, "samples of a minibatch");
  fields("sample", n.sample, "minibatches drawn");
  fields("statistic", n.statistic, "Anderson-Darling's A*^2 of the noise along its widest direction");
  fields("critical", n.critical, "at 5 %: above it the noise is told from a normal one by so many draws");
  fields("tail_index", n.tail_index, "Hill's estimate of the index of its modulus, by the largest twentieth");
  fields("tail_error", n.tail_error, "its standard error");
}

struct NoiseAt {
  int place = 0;
  double trace = 0;
  int rank = 0;
  std::optional<double> alignment, isotropy;
  double temperature = 0;
  std::vector<NoiseNormality> normality;
};
void describe(auto& fields, Of<NoiseAt> auto& n) {
  fields("place", n.place, "its number, from 1");
  fields("trace", n.trace, "of the covariance of one sample's gradient, times N: 0 where every sample is fitted");
  fields("rank", n.rank, "of that covariance");
  fields("alignment", n.alignment, "cosine between it and the Hessian, as vectors of their entries");
  fields("isotropy", n.isotropy, "cosine between it and the identity: 1 for the noise of the Langevin equation");
  fields("temperature", n.temperature,
         "effective: rate trace / (2 batch M), times (N - batch)/(N - 1) where a batch has no sample twice");
  fields("normality", n.normality, "by batch", filled(n.normality));
}

/// Noise of minibatches where walkers of `sgd` are after so many steps.
struct NoiseAlong {
  std::uint64_t steps = 0, walkers = 0;
  double trace = 0, trace_error = 0, rank = 0;
  std::optional<double> alignment, isotropy;
  double temperature = 0;
};
void describe(auto& fields, Of<NoiseAlong> auto& n) {
  fields("steps", n.steps, "that were made");
  fields("walkers", n.walkers, "that are looked at: the first ones, less those that left for infinity");
  fields("trace", n.trace, "mean over them, of the covariance of one sample's gradient, times N");
  fields("trace_error", n.trace_error, "its standard error");
  fields("rank", n.rank, "mean of that covariance's");
  fields("alignment", n.alignment, "mean cosine between it and the Hessian, of walkers that have noise");
  fields("isotropy", n.isotropy, "mean cosine between it and the identity, of these");
  fields("temperature", n.temperature, "effective, by the mean trace at that step's rate");
}

/// Minibatch descent on the zero-loss set, where its noise vanishes.
struct FrozenEnds {
  std::uint64_t frozen = 0, of = 0;
  double largest_gradient = 0, drift = 0, drift_error = 0, sharpness = 0, quiet_sharpness = 0, sharpness_error = 0;
};
void describe(auto& fields, Of<FrozenEnds> auto& f) {
  fields("frozen", f.frozen, "walkers of `sgd` that stand still: every sample's gradient below 1e-6");
  fields("of", f.of, "walkers of `sgd` at the zero-loss set");
  fields("largest_gradient", f.largest_gradient, "of one sample, over all frozen ones");
  fields("drift", f.drift, "mean distance of their ends from those of `gd` from the same starts, where both end there");
  fields("drift_error", f.drift_error, "its standard error");
  fields("sharpness", f.sharpness, "mean of the Hessian's largest eigenvalue at these ends of `sgd`");
  fields("quiet_sharpness", f.quiet_sharpness, "the same at those of `gd`");
  fields("sharpness_error", f.sharpness_error, "standard error of the difference, walker by walker");
}

struct MinibatchNoise {
  double rate = 0;
  std::uint64_t batch = 0;
  std::vector<NoiseAt> places;
  std::vector<NoiseAlong> along;
  std::optional<FrozenEnds> frozen;
};
void describe(auto& fields, Of<MinibatchNoise> auto& n) {
  fields("rate", n.rate, "of `sgd`");
  fields("batch", n.batch, "of `sgd`");
  fields("places", n.places, "minima");
  fields("along", n.along, "the way of walkers of `sgd`", filled(n.along));
  fields("frozen", n.frozen, "where `sgd` stops");
}

struct Dynamics {
  std::string potential;
  std::vector<std::pair<std::string, std::string>> options;
  DynamicsBox box;
  std::vector<DynamicsPlace> places;
  std::vector<DynamicsMethod> methods;
  std::optional<StationaryLaw> stationary;
  std::vector<ExitTime> exits;
  std::optional<MinibatchNoise> noise;
  std::vector<Note> findings;
};
void describe(auto& fields, Of<Dynamics> auto& d) {
  fields("potential", d.potential, "the expression, where no network is walked on", filled(d.potential));
  fields("options", d.options, "of the dynamics, as text");
  fields("box", d.box, "of starts and walls");
  fields("places", d.places, "all known critical points that are real, then the sets that walkers turned up");
  fields("methods", d.methods, "where walkers ended");
  fields("stationary", d.stationary, "how the walkers of the Langevin equation are spread in the long run");
  fields("exits", d.exits, "mean exit times", filled(d.exits));
  fields("noise", d.noise, "of minibatches, at the minima");
  fields("findings", d.findings, "sentences: what was seen, beside the argument that noise prefers degenerate minima",
         filled(d.findings));
}

}  // namespace polyscape::report
