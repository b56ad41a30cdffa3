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
  std::optional<double> largest_rate;
  Evidence by = Evidence::numerical;
};
void describe(auto& fields, Of<DynamicsPlace> auto& p) {
  fields("kind", p.kind,
         "`minimum`, `saddle`, `degenerate` (isolated critical points), `zero-loss set`, or `critical set`: critical "
         "points with a singular Hessian that are not in the list");
  fields("point", p.point, "its number among `points`, from 1");
  fields("at", p.at, "the point, or one of the set");
  fields("loss", p.loss, "there");
  fields("largest_eigenvalue", p.largest_eigenvalue, "of the Hessian there");
  fields("smallest_eigenvalue", p.smallest_eigenvalue, "of those that are not zero the one of smallest modulus");
  fields("negative", p.negative, "negative eigenvalues");
  fields("nullity", p.nullity, "zero eigenvalues");
  fields("dimension", p.dimension, "of the set, where it is known; for a Morse-Bott loss the nullity");
  fields("largest_rate", p.largest_rate,
         "2 over the largest eigenvalue: gradient descent leaves the point at larger steps; where none is negative");
  fields("by", p.by, "what rests on it that there is such a critical point");
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

struct Dynamics {
  std::string potential;
  std::vector<std::pair<std::string, std::string>> options;
  DynamicsBox box;
  std::vector<DynamicsPlace> places;
  std::vector<DynamicsMethod> methods;
  std::vector<Note> findings;
};
void describe(auto& fields, Of<Dynamics> auto& d) {
  fields("potential", d.potential, "the expression, where no network is walked on", filled(d.potential));
  fields("options", d.options, "of the dynamics, as text");
  fields("box", d.box, "of starts and walls");
  fields("places", d.places, "all known critical points that are real, then the sets that walkers turned up");
  fields("methods", d.methods, "where walkers ended");
  fields("findings", d.findings, "sentences: what was seen, beside the argument that noise prefers degenerate minima",
         filled(d.findings));
}

}  // namespace polyscape::report
