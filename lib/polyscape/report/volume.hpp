#pragma once
/// What a result says of the volume of low loss: learning coefficients.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/base/certainty.hpp"
#include "polyscape/report/fields.hpp"

namespace polyscape::report {

/// Rational numbers as text, "5/4"; nullopt where nothing bounds them, or there are no points.
struct LearningCoefficient {
  std::optional<std::string> lambda;
  std::optional<int> multiplicity;
  std::optional<std::string> low, high;
};
void describe_coefficient(auto& fields, Of<LearningCoefficient> auto& c) {
  fields("lambda", c.lambda, "the learning coefficient, a fraction; left out where it is not known");
  fields("multiplicity", c.multiplicity, "m; left out where it is not known");
  fields("low", c.low, "lambda is at least this; where it is not known");
  fields("high", c.high, "lambda is at most this; where it is not known");
}
void describe(auto& fields, Of<LearningCoefficient> auto& c) { describe_coefficient(fields, c); }

/// A part of the zeros.
struct VolumeStratum {
  std::vector<std::string> conditions;
  int split_off = 0;
  LearningCoefficient coefficient;
};
void describe(auto& fields, Of<VolumeStratum> auto& s) {
  fields("conditions", s.conditions,
         "on the coordinates: `a = 0`, `a != 0`, `a -> 0` (the least over all its values is there), `t1 := ..` (a new "
         "coordinate, in the ones before)");
  fields("split_off", s.split_off, "regular coordinates that were split off: the rank of the Jacobian is that or more");
  describe_coefficient(fields, s.coefficient);
}

/// The mean of L/T that lambda and m predict.
struct Equipartition {
  double temperature = 0, mean = 0;
};
void describe(auto& fields, Of<Equipartition> auto& e) {
  fields("temperature", e.temperature, "T");
  fields("mean", e.mean, "lambda - (m - 1)/log(1/T), of L/T; exact as T goes to 0, up to O(1/log(1/T)^2) for m > 1");
}

/// What a sampler of exp(-L/T) finds in a box.
struct SampledVolume {
  double reach = 0, lowest = 0, highest = 0;
  double mean = 0, mean_error = 0, r_hat = 0, ess = 0;
  std::optional<double> lambda, error;
  std::string refused;
};
void describe(auto& fields, Of<SampledVolume> auto& s) {
  fields("reach", s.reach, "half a side of the box about the point, or about 0");
  fields("lowest", s.lowest, "of the temperatures");
  fields("highest", s.highest, "the same");
  fields("mean", s.mean, "of L/T at the lowest temperature");
  fields("mean_error", s.mean_error, "its standard error");
  fields("r_hat", s.r_hat, "rank-normalised split R-hat of these draws");
  fields("ess", s.ess, "their bulk effective sample size");
  fields("lambda", s.lambda,
         "by m and the means at all low temperatures; left out where m is not known or nothing fits");
  fields("error", s.error, "its standard error");
  fields("refused", s.refused, "why the figures are not to be trusted", filled(s.refused));
}

/// The volume of {L < t}, L = 1/2 the sum of the squares of the equations, goes to zero like
/// t^lambda (log 1/t)^(m - 1).
struct Volume {
  std::string where;
  std::optional<bool> real_zeros;
  LearningCoefficient coefficient;
  struct By {
    std::optional<Evidence> real_zeros, lambda;
    bool operator==(const By&) const = default;
  } by;
  std::string method;
  std::optional<double> error_log2;
  std::optional<std::string> formula_lambda;
  std::optional<int> formula_multiplicity;
  std::vector<VolumeStratum> strata;
  std::vector<Equipartition> equipartition;
  std::optional<SampledVolume> sampled;
  std::uint64_t germs = 0, blow_ups = 0, unresolved = 0;
};
void describe(auto& fields, Of<Volume::By> auto& by) {
  fields("real_zeros", by.real_zeros, "");
  fields("lambda", by.lambda, "");
}
void describe(auto& fields, Of<Volume> auto& v) {
  fields("where", v.where, "`everywhere`: near all real zeros; else near the point of these coordinates");
  fields("real_zeros", v.real_zeros, "there are real zeros; left out where that is not known");
  describe_coefficient(fields, v.coefficient);
  fields("by", v.by, "of `real_zeros` and `lambda` with `multiplicity`: what each rests on; `low` and `high` are exact",
         filled(v.by));
  fields("method", v.method, "in words", filled(v.method));
  fields("error_log2", v.error_log2, "of the probability that `lambda` is false, where it rests on one");
  fields("formula_lambda", v.formula_lambda, "of a deep linear network, by Aoyagi's theorem");
  fields("formula_multiplicity", v.formula_multiplicity, "the same");
  fields("strata", v.strata, "parts of the zeros, and the learning coefficient near the worst of their points",
         filled(v.strata));
  fields("equipartition", v.equipartition, "what a sampler of exp(-L/T) has to find", filled(v.equipartition));
  fields("sampled", v.sampled, "with `--sample`: what a sampler finds");
  fields("germs", v.germs, "ideals near points that were looked at");
  fields("blow_ups", v.blow_ups, "that were made");
  fields("unresolved", v.unresolved, "germs that were bounded only");
}

}  // namespace polyscape::report
