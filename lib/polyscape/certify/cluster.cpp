#include "polyscape/certify/cluster.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "polyscape/certify/distinct.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::certify {
namespace {

using algebra::GaussianRational;
using algebra::Rational;
using Point = std::vector<GaussianRational>;

constexpr int failures_a_level = 8;       // in a row, then more bits
constexpr int surely_quadratic = 4;       // such ratios in a row
constexpr int trials = 3;                 // of proofs along one iteration
constexpr int settling = 3;               // steps after which what is left of the error lies along the cluster
constexpr int fewest_steps = 60;
constexpr int most_idle = 40;
constexpr double shaking = 10;            // log2 of the most steps by which a place that is not random is left
constexpr std::size_t few_variables = 6;  // where steps are cheap: linear convergence, too
constexpr double quadratic = 1.0 / 16;    // a ratio of two steps that no k-fold zero with k <= 16 has: a zero may be proved here
constexpr double most_multiplicity = 40, whole = 0.1;  // an estimate so near to an integer is that integer
const int start_bits[] = {3, 13, 8, 23, 33};            // starts are 2^-bits of the reach away

using Vector = std::vector<std::complex<double>>;

/// log2 of the largest part, rounded down; -infinity for 0.
double log2_size(const Point& x) {
  const auto log2_of = [](const Rational& r) {
    return r.is_zero() ? -std::numeric_limits<double>::infinity() : std::floor((r.numerator().log10() - r.denominator().log10()) / std::log10(2.0));
  };
  double result = -std::numeric_limits<double>::infinity();
  for (const GaussianRational& z : x) result = std::max({result, log2_of(z.re), log2_of(z.im)});
  return result;
}

/// In doubles, times 2^-exponent.
Vector scaled(const Point& x, double exponent) {
  const GaussianRational factor(algebra::power(Rational(2), -static_cast<long>(exponent)));
  Vector result;
  for (const GaussianRational& z : x) result.push_back((z * factor).to_complex());
  return result;
}

std::complex<double> product(const Vector& form, const Vector& v) {
  std::complex<double> sum = 0;
  for (std::size_t i = 0; i < v.size(); ++i) sum += form[i] * v[i];
  return sum;
}

/// The k of steps that shrink by 1 - 1/k; 1 where they do not.
double multiplicity(std::complex<double> ratio) {
  const double k = 1 / (1 - ratio.real()), nearest = std::round(k);
  return std::abs(ratio.imag()) < whole && nearest >= 2 && nearest <= most_multiplicity && std::abs(k - nearest) < whole * std::max(1.0, nearest / 4) ? nearest : 1;
}

class Search {
 public:
  Search(const Certifier& certifier, const Point& place, std::vector<Certificate> known, const ClusterOptions& options, Random random)
      : certifier_(certifier), place_(place), found_(std::move(known)), options_(options), random_(random) {
    reach_ = options.reach * std::max(1.0, eval::magnitude(place));
  }

  Separation run() {
    for (int bits = options_.first_bits; bits <= options_.max_bits && !complete(); bits = next(bits)) {
      multiple_.clear();
      unproved_ = false;
      for (int failures = 0; failures < failures_a_level && !complete();) {
        Way way;
        way.broad = failures % 4 == 3;
        way.eager = failures % 4 == 2;
        // Others are as far from the zero found last as where Newton's method began to see that alone.
        if (!form_.empty() && failures % 2 == 0) {
          way.direction = direction_;
          way.form = form_;
        }
        Point from = way.form.empty() ? start() : beside_last(failures / 2);
        failures = find(std::move(from), bits, std::move(way)) ? 0 : failures + 1;
      }
    }
    return {std::move(found_), unproved_ && !complete()};
  }

 private:
  bool complete() const { return found_.size() >= options_.count; }
  int next(int bits) const { return bits < options_.max_bits ? std::min(2 * bits, options_.max_bits) : options_.max_bits + 1; }

  /// How an iteration treats the cluster.
  struct Way {
    bool broad = false;      ///< it has more dimensions than one
    bool eager = false;      ///< jumps again at once
    Vector direction, form;  ///< known from before: no settling
  };

  Point beside_last(int failures) {
    const double exponent = scale_ + 3 * (failures % 3) - 2;
    Point x = found_.back().centre;
    const GaussianRational unit(algebra::power(Rational(2), static_cast<long>(exponent)));
    const std::complex<double> length = random_.annulus_complex();
    for (std::size_t i = 0; i < x.size(); ++i) x[i] = x[i] + unit * GaussianRational::from_complex(length * direction_[i]);
    return x;
  }

  Point start() {
    const double radius = std::ldexp(reach_, -start_bits[starts_++ % std::size(start_bits)]);
    Point x = place_;
    for (GaussianRational& z : x) z = z + GaussianRational::from_complex(radius * random_.annulus_complex());
    return x;
  }

  /// What looks like a multiple zero at the present precision.
  struct Multiple {
    Point place;
    double multiplicity;
  };

  /// What the part of a Newton step that `form` sees is multiplied by where the zeros found are divided out: 1 / (1 + sum form(step) / form(x - z_i)). 0: x is one of them.
  std::complex<double> deflation(const Point& x, const Vector& form, std::complex<double> along, double exponent) const {
    std::complex<double> denominator = 1;
    const auto divide_out = [&](const Point& zero, double k) {
      Point difference = x;
      for (std::size_t i = 0; i < x.size(); ++i) difference[i] = difference[i] - zero[i];
      const double size = log2_size(difference);
      denominator = std::isfinite(size) ? denominator + k * along / product(form, scaled(difference, size)) * std::exp2(exponent - size) : HUGE_VAL;
    };
    for (const Certificate& c : found_) divide_out(c.centre, 1);
    for (const Multiple& m : multiple_) divide_out(m.place, m.multiplicity);
    const std::complex<double> result = 1.0 / denominator;
    return std::isfinite(std::abs(result)) ? result : 0;
  }

  /// x + step + (factor - 1) along direction 2^exponent.
  static Point moved(Point x, const Point& step, std::complex<double> extra, const Vector& direction, double exponent, int bits) {
    const GaussianRational unit(algebra::power(Rational(2), static_cast<long>(exponent)));
    for (std::size_t i = 0; i < x.size(); ++i) {
      x[i] = x[i] + step[i];
      if (extra != 0.0) x[i] = x[i] + unit * GaussianRational::from_complex(extra * direction[i]);
    }
    return eval::rounded_to(x, bits);
  }

  /// Iterates from x; true when a zero not yet known is proved. Of a step the part along the cluster, the direction of steps once the rest has converged, is what
  /// deflation and multiplicity are about; of a cluster of more dimensions (`broad`) all of it.
  bool find(Point x, int bits, Way way) {
    const int steps = fewest_steps + (x.size() <= few_variables ? bits / 4 : 0);
    Vector &direction = way.direction, &form = way.form;
    const bool broad = way.broad;
    std::complex<double> last = 0, undivided = 0;
    double last_exponent = 0, times = 1;
    int tried = 0, idle = 0, quick = 0, quickest = 0;
    double scale = -std::numeric_limits<double>::infinity();
    double least = std::numeric_limits<double>::infinity(), folds = 1;
    bool exhausted = false, landed = false;  // where a jump led, among the zeros: the same place whatever the start
    for (int k = 0; k < steps; ++k) {
      const auto newton = certifier_.newton_step(x, bits);
      if (!newton) return false;
      const double exponent = log2_size(newton->step);
      // As good a zero as this precision tells, or no better for long.
      exhausted = !newton->resolved || !std::isfinite(exponent);
      if (exhausted) break;
      idle = exponent < least ? 0 : idle + 1;
      least = std::min(least, exponent);
      if (idle > most_idle) break;
      const Vector step = scaled(newton->step, exponent);
      if (k < settling && form.empty()) {
        x = moved(std::move(x), newton->step, 0, {}, exponent, bits);
        if (!eval::within(x, place_, reach_)) return false;
        if (k + 1 < settling) continue;
        double norm = 0;
        for (const auto& z : step) norm += std::norm(z);
        for (const auto& z : step) {
          direction.push_back(z / std::sqrt(norm));
          form.push_back(broad ? random_.annulus_complex() : std::conj(direction.back()));
        }
        continue;
      }
      const std::complex<double> along = product(form, step), factor = deflation(x, form, along, exponent);
      if (factor == 0.0) return false;
      const std::complex<double> now = factor * along, ratio = last == 0.0 ? 1.0 : now / last * std::exp2(exponent - last_exponent);
      std::complex<double> extra = times * factor - 1.0;
      const bool shake = landed && last != 0.0 && std::abs(ratio) >= quadratic && multiplicity(ratio) == 1;
      if (shake) extra += std::exp2(shaking * random_.uniform()) * factor * random_.annulus_complex();
      x = broad ? moved(std::move(x), newton->step, extra, step, exponent, bits) : moved(std::move(x), newton->step, extra * along, direction, exponent, bits);
      if (!eval::within(x, place_, reach_)) return false;
      landed = (landed && !shake) || times > 1;
      const std::complex<double> last_along = last == 0.0 ? 0.0 : undivided;
      const double before = last_exponent;
      const bool plain = times == 1 && !shake;
      last = plain ? now : 0.0;
      undivided = along;
      last_exponent = exponent;
      times = 1;
      if (!plain && !way.eager) continue;
      // Of the steps themselves: near what is divided out the others shrink, too.
      quick = last_along != 0.0 && std::abs(along / last_along) * std::exp2(exponent - before) < quadratic ? quick + 1 : 0;
      quickest = std::max(quickest, quick);
      if (quick == 1) scale = before;
      if (quick >= 2 && tried++ < trials && proved(x, bits)) return remember(scale, way);
      if (ratio != 1.0) times = multiplicity(ratio);
      if (times > 1) folds = times;
    }
    if (proved(x, bits)) return remember(scale, way);
    unproved_ = unproved_ || quickest >= surely_quadratic;
    if (exhausted && folds > 1 && landed && quick == 0) multiple_.push_back({std::move(x), folds});
    return false;
  }

  bool remember(double scale, const Way& way) {
    if (!std::isfinite(scale)) return true;
    scale_ = scale;
    direction_ = way.direction;
    form_ = way.form;
    return true;
  }

  bool proved(const Point& x, int bits) {
    auto certificate = certifier_(x, {bits, bits});
    if (certificate && certificate->reality == Reality::undecided && 2 * bits <= options_.max_bits)
      if (auto finer = certifier_(certificate->centre, {2 * bits, 2 * bits})) certificate = std::move(finer);
    // A zero that is real is one of the real points near: tried where the imaginary parts do not tell.
    if (certificate && certificate->reality == Reality::undecided) {
      Point real = certificate->centre;
      for (GaussianRational& z : real) z.im = 0;
      auto other = certifier_(real, {bits, bits});
      const std::vector<Polydisc> both{{certificate->centre, certificate->radius}, {other ? other->centre : real, other ? other->radius : Rational(0)}};
      if (other && other->reality == Reality::real && !meeting(both).empty()) certificate = std::move(other);
    }
    if (!certificate || !eval::within(certificate->centre, place_, reach_)) return false;
    std::vector<Polydisc> discs;
    for (const Certificate& c : found_) discs.push_back({c.centre, c.radius});
    discs.push_back({certificate->centre, certificate->radius});
    if (!meeting(discs).empty()) return false;
    found_.push_back(std::move(*certificate));
    return true;
  }

  const Certifier& certifier_;
  const Point& place_;
  std::vector<Certificate> found_;
  const ClusterOptions& options_;
  Random random_;
  std::vector<Multiple> multiple_;
  double reach_ = 0, scale_ = 0;
  Vector direction_, form_;  ///< of the cluster, where the last zero was found
  std::size_t starts_ = 0;
  bool unproved_ = false;
};

}  // namespace

Separation separate(const Certifier& certifier, const std::vector<GaussianRational>& place, std::vector<Certificate> known,
                                  const ClusterOptions& options, Random random) {
  return Search(certifier, place, std::move(known), options, random).run();
}

}  // namespace polyscape::certify
