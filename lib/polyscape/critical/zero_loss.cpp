#include "polyscape/critical/zero_loss.hpp"

#include <algorithm>
#include <cmath>
#include <tuple>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/certify/rational_zero.hpp"
#include "polyscape/critical/residuals.hpp"
#include "polyscape/variety/modular.hpp"
#include "polyscape/variety/nearest_points.hpp"
#include "polyscape/variety/smoothness.hpp"

namespace polyscape::critical {
namespace {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;

constexpr std::size_t quick_entries = 100000;  // of Macaulay matrices that are tried before points are looked for

class Analysis {
 public:
  Analysis(const Program& residuals, const ZeroLossOptions& options) : residuals_(residuals), options_(options) {
    result_.equations = residuals.outputs.size();
    result_.variables = residuals.variables();
    result_.expected_dimension = static_cast<long>(result_.variables) - static_cast<long>(result_.equations);
    const variety::GenericRank generic = variety::generic_rank_with_error(residuals, options.seed);
    result_.function_space_dimension = generic.rank;
    result_.function_space_error_log2 = generic.error_log2;
    say("the residuals' Jacobian has generic rank " + std::to_string(result_.function_space_dimension) + " of " +
        std::to_string(std::min(result_.equations, result_.variables)) + " (modulo a random prime at random points" +
        (generic.error_log2 < 0 && std::isfinite(generic.error_log2)
             ? ": too small with a probability below 2^" +
                   std::to_string(static_cast<long>(std::ceil(generic.error_log2)))
             : std::string()) +
        "), so every component of the zero-loss set, if there is one, has dimension " + std::to_string(lower()) +
        " or more");
  }

  ZeroLoss run() {
    const bool expandable = is_expandable(residuals_);
    std::vector<algebra::Polynomial> equations;
    if (expandable) {
      report("linear algebra over Q");
      equations = algebra::expand(residuals_);
      // What exact arithmetic decides quickly is decided before anything is computed in floating point.
      variety::NullstellensatzLimits span_only = options_.proof, quick = options_.proof;
      span_only.extra_degree = -1;
      quick.entries = std::min(quick.entries, quick_entries);
      if (!prove_empty(equations, span_only)) prove_empty(equations, quick);
    }
    if (result_.variables == 0) return constant();
    if (result_.empty_proved) return std::move(result_);
    const std::vector<algebra::Polynomial> spanning = leave_out_dependent(equations);
    search_.emplace(residuals_, independent_, lower(), options_);
    find_real_points();
    look_for_singular_zeros(spanning);
    find_complex_points(spanning);
    look_nearest(spanning);
    stop_if_cancelled();
    if (expandable && !exists_) {
      report("linear algebra over Q");
      prove_empty(equations, options_.proof);
    }
    if (result_.empty_proved) return std::move(result_);
    if (!result_.points.empty()) {
      conclude();
    } else {
      say(expandable
              ? "no point was found; whether the set is empty was not decided within the limits on degree and size"
              : "no point was found; emptiness was not examined, since the expanded residuals are too large");
    }
    if (expandable) solve_linear(equations);
    return std::move(result_);
  }

 private:
  // Nothing to choose: the residuals are numbers.
  ZeroLoss constant() {
    if (!result_.empty_proved) {
      decided_exactly(0, 0);
      say("there are no weights, and every residual is 0");
    }
    return std::move(result_);
  }

  // Of a set known exactly, an affine space or nothing.
  void decided_exactly(int dimension, std::size_t rank) {
    result_.dimension = dimension;
    result_.degenerate = dimension >= 1;
    result_.real_points = dimension >= 0;
    if (dimension >= 0) {
      result_.jacobian_rank = rank;
      result_.real_dimension = dimension;
    }
    result_.dimension_by = result_.jacobian_rank_by = result_.real_points_by = result_.real_dimension_by =
        result_.degenerate_by = Evidence::exact;
  }

  static bool linear(const std::vector<algebra::Polynomial>& equations) {
    return std::ranges::none_of(equations, [](const algebra::Polynomial& p) { return p.degree() > 1; });
  }

  // Equations that are combinations of others say nothing, but cost: rows of every matrix, and proofs, which take a
  // Jacobian of full row rank.
  std::vector<algebra::Polynomial> leave_out_dependent(const std::vector<algebra::Polynomial>& equations) {
    const std::size_t all = result_.equations;
    result_.independent = independent_among(all, equations);
    independent_ = part_of(residuals_, result_.independent);
    if (result_.independent.size() == all) return equations;
    std::vector<algebra::Polynomial> spanning;
    for (const std::size_t i : result_.independent) spanning.push_back(equations[i]);
    say(std::to_string(spanning.size()) + " of the " + std::to_string(all) +
        " equations are linearly independent, and the others combinations of these [exact]");
    return spanning;
  }

  // Equations of degree one that are not contradictory, over Q.
  void solve_linear(const std::vector<algebra::Polynomial>& equations) {
    if (!linear(equations)) return;
    algebra::RationalMatrix matrix;
    for (const algebra::Polynomial& p : equations) {
      auto& row = matrix.emplace_back(result_.variables + 1);
      for (const algebra::Term& term : p.terms()) {
        const auto place = std::ranges::find(term.exponents, 1);
        row[static_cast<std::size_t>(place - term.exponents.begin())] = term.coefficient.real();
      }
    }
    const std::size_t all = algebra::rank(matrix);
    for (auto& row : matrix) row.pop_back();
    if (algebra::rank(matrix) != all) return;  // contradictory
    decided_exactly(static_cast<int>(result_.variables - all), all);
    say("the equations are linear: the zero-loss set is an affine space of dimension " +
        std::to_string(*result_.dimension) + " [exact]");
  }

  void report(const char* step, std::uint64_t done = 0, std::uint64_t total = 0) const {
    if (options_.progress) options_.progress(step, done, total);
  }
  int lower() const { return static_cast<int>(result_.variables - result_.function_space_dimension); }
  void say(std::string reason) { result_.reasons.push_back(std::move(reason)); }

  bool prove_empty(const std::vector<algebra::Polynomial>& equations, const variety::NullstellensatzLimits& limits) {
    result_.certificate = variety::prove_infeasible(equations, limits);
    if (!result_.certificate) return false;
    result_.empty_proved = true;
    result_.points.clear();  // what looked like points are none
    result_.reasons.resize(1);
    result_.jacobian_rank.reset();
    result_.real_dimension.reset();
    decided_exactly(-1, 0);
    if (result_.certificate->multiplier_degree == 0)
      say("empty over C [exact]: the targets lie outside the span of the monomials of the weights (a linear "
          "combination "
          "of the equations with rational coefficients reads 0 = 1)");
    else
      say("empty over C [exact]: 1 is a combination of the equations with polynomial multipliers of degree " +
          std::to_string(result_.certificate->multiplier_degree) + " (Nullstellensatz)");
    return true;
  }

  void find_real_points() {
    search_->examine(search_->from_starts(variety::Field::real), variety::Field::real, result_.points);
    if (result_.points.empty()) return;
    result_.real_points = true;
    say("what looks like real points was found by Gauss-Newton from seeded starts [numerical], refined to " +
        std::to_string(search_->confirming_bits()) + " bits");
    prove_existence(0);
  }

  // Nothing is left to learn from them where real points lie on the largest sets.
  void find_complex_points(const std::vector<algebra::Polynomial>& equations) {
    const Open question = open(equations);
    if (question == Open::pieces || (question == Open::nothing && real_proved())) return;
    const std::size_t before = result_.points.size();
    search_->examine(search_->from_starts(variety::Field::complex), variety::Field::complex, result_.points);
    if (!result_.real_points && !result_.points.empty())
      say("complex points were found by Gauss-Newton from seeded starts, real ones were not");
    if (!real_proved()) prove_existence(before);
  }

  /// What Gauss-Newton and the proofs leave open about the real zeros, most first.
  enum class Open { existence, dimension, pieces, nothing };

  /// With what is known of the complex zeros. A linear system's are an affine space.
  Open open(const std::vector<algebra::Polynomial>& equations) const {
    if (!equations.empty() && linear(equations)) return Open::nothing;
    if (!real_proved()) return Open::existence;
    const std::optional<long> most = smooth_ ? std::optional<long>(lower()) : options_.most_dimension;
    const bool largest = std::ranges::any_of(
        result_.points, [&](const ZeroLossPoint& p) { return p.real && p.smooth && p.local_dimension == most; });
    return largest ? Open::pieces : Open::dimension;
  }
  bool real_proved() const { return result_.real_points && result_.real_points_by != Evidence::numerical; }

  // Smooth everywhere: as many equations as the rank, and their gradients independent at every zero.
  void look_for_singular_zeros(const std::vector<algebra::Polynomial>& equations) {
    if (options_.counting == 0 || equations.empty() || equations.size() != result_.function_space_dimension ||
        linear(equations))
      return;
    report("singular points");
    variety::SmoothnessOptions counting;
    counting.seed = options_.seed;
    counting.operations = options_.counting;
    counting.threads = options_.threads;
    const auto found = variety::smoothness(equations, counting);
    if (!found) return;
    smooth_ = true;
    say("no point is singular, real or complex, so that the zero-loss set, if it is not empty, is a manifold of "
        "dimension " +
        std::to_string(lower()) + " [probability]: by Groebner bases modulo random primes" +
        (std::isfinite(found->error_log2)
             ? ", wrong with a probability below 2^" + std::to_string(static_cast<long>(std::ceil(found->error_log2)))
             : std::string()));
  }

  // A point on each connected component of the real zeros, where the equations for them are few enough for what they
  // would tell.
  void look_nearest(const std::vector<algebra::Polynomial>& equations) {
    const Open question = open(equations);
    if (equations.empty() || question == Open::nothing) return;
    const std::uint64_t most_paths = question == Open::pieces && !smooth_
                                         ? std::min(options_.nearest_paths, options_.further_nearest_paths)
                                         : options_.nearest_paths;
    algebra::System system;
    for (std::size_t j = 0; j < result_.variables; ++j) system.names.push_back("w" + std::to_string(j));
    system.equations = equations;
    solve::Options settings;
    settings.seed = options_.seed;
    settings.threads = options_.threads;
    report("nearest points");
    const auto nearest = variety::nearest_points(
        system, result_.function_space_dimension, smooth_ ? variety::Zeros::smooth : variety::Zeros::any, most_paths,
        settings, [&](const solve::Progress& p) { report(("nearest points, " + p.step).c_str(), p.done, p.total); });
    stop_if_cancelled();
    if (!nearest) {
      say(std::string(question == Open::existence   ? "whether there are real points"
                      : question == Open::dimension ? "whether there are real points elsewhere, on larger sets,"
                                                    : "whether there are real points elsewhere, on further pieces,") +
          " was not examined: the nearest-point equations may take more than " + std::to_string(most_paths) + " paths");
      return;
    }
    const std::size_t before = result_.points.size();
    take(*nearest);
    if (!real_proved()) prove_existence(before);
  }

  void take(const variety::NearestPoints& nearest) {
    const std::string paths = std::to_string(nearest.paths) + " paths, " + std::to_string(nearest.failed) + " failed";
    std::vector<solve::Coordinates> found, singular;
    for (solve::Coordinates& place : search_->zeros_among(nearest.real)) {
      if (search_->approximate_rank(place) < result_.function_space_dimension) singular.push_back(place);
      found.push_back(std::move(place));
    }
    if (!found.empty()) {
      search_->examine(result_.real_points ? singular : found, variety::Field::real, result_.points);
      result_.real_points = true;
      const bool each = nearest.failed == 0 && nearest.whole && found.size() == nearest.real.size();
      say(std::to_string(found.size()) + " real points, refined to " + std::to_string(search_->confirming_bits()) +
          " bits, solve the nearest-point equations of a random real centre (" + paths + ")" +
          (each ? ": on every connected component of the real zero-loss set lies at least one of them, so there are no "
                  "more [numerical]"
                : ""));
    } else if (nearest.failed == 0 && nearest.real.empty() && !result_.real_points) {
      result_.real_points = false;
      say("no real points: none of the " + std::to_string(nearest.solutions) +
          " solutions of the nearest-point equations of a random real centre is real (" + paths + ") [numerical]");
    }
  }

  /// Whether there are zeros at all, as a theorem: a regular one in ball arithmetic, or a rational one; among the
  /// points from that one on.
  void prove_existence(std::size_t from) {
    prove_regular(from);
    if (result_.proof) {
      exists_ = true;
      result_.real_points = true;
      result_.real_points_by = Evidence::theorem;
      return;
    }
    const algebra::Differentiated differentiated = algebra::differentiate(independent_);
    for (std::size_t k = from; k < result_.points.size(); ++k) {
      const auto zero = certify::rational_zero(differentiated, result_.points[k].coordinates);
      stop_if_cancelled();
      if (!zero) continue;
      exists_ = true;
      const bool real = std::ranges::all_of(zero->point, &GaussianRational::is_real);
      say(std::string("a ") + (real ? "real " : "complex ") + "zero with rational coordinates [exact]");
      if (!real) continue;
      result_.real_points = true;
      result_.real_points_by = Evidence::exact;
      return;
    }
  }

  // At most one real point: of the others this says nothing more.
  void prove_regular(std::size_t from) {
    const std::size_t rank = result_.independent.size();
    for (std::size_t k = from; k < result_.points.size(); ++k) {
      const ZeroLossPoint& p = result_.points[k];
      if (!p.real || !p.smooth || p.rank.rank < rank) continue;
      std::vector<Rational> x;
      for (const GaussianRational& z : p.coordinates) x.push_back(z.re);
      result_.proof = variety::prove_regular_zero(independent_, x);
      if (!result_.proof) continue;
      say("by interval Newton [theorem]: with " + std::to_string(result_.variables - rank) +
          " of the weights held at rational values one real "
          "point and no other lies within " +
          algebra::decimal(result_.proof->certificate.radius, 2) + " in the others, where J has " +
          (rank == result_.equations ? "full row rank " : "the rank of the independent equations, ") +
          std::to_string(rank) + ": the real zero-loss set is a manifold of dimension " +
          std::to_string(regular_dimension()) + " near it, and the loss is Morse-Bott there");
      return;
    }
  }
  /// Where the independent equations have independent gradients.
  long regular_dimension() const {
    return static_cast<long>(result_.variables) - static_cast<long>(result_.independent.size());
  }

  void conclude() {
    std::stable_sort(result_.points.begin(), result_.points.end(), [](const auto& a, const auto& b) {
      return std::tuple(a.local_dimension, a.smooth, a.real) > std::tuple(b.local_dimension, b.smooth, b.real);
    });
    const ZeroLossPoint& top = result_.points.front();
    result_.dimension = top.local_dimension;
    result_.jacobian_rank = top.rank.rank;
    result_.degenerate = top.local_dimension >= 1;
    for (const auto& p : result_.points)
      if (p.real && p.smooth) result_.real_dimension = std::max(result_.real_dimension.value_or(0), p.local_dimension);
    weigh();
    if (top.smooth)
      say("dimension " + std::to_string(*result_.dimension) + " = M - rank J [" +
          std::string(name(result_.dimension_by)) +
          "]: Gauss-Newton converges quadratically to a point where J seems to have its generic rank " +
          std::to_string(top.rank.rank) +
          (top.rank.rank == result_.equations ? ", all rows: a manifold there"
                                              : ", a manifold there; the equations are dependent"));
    else
      say("dimension " + std::to_string(*result_.dimension) + " at a singular or non-reduced point where J has rank " +
          std::to_string(top.rank.rank) + ": by random slices near it [numerical]");
    for (const auto& p : result_.points)
      if (p.morse_bott) {
        say(std::string("the Hessian of the loss without regularisation has nullity ") +
            std::to_string(p.hessian->inertia.zero) + " at a real point of local dimension " +
            std::to_string(p.local_dimension) +
            (*p.morse_bott ? ": Morse-Bott there [numerical]" : ": not Morse-Bott there [numerical]"));
        break;
      }
  }

  /// What the answers rest on. Where there are zeros, each lies on a set of dimension M - N or more (Krull), N
  /// equations being independent, on exactly that where J has rank N, and a single equation has no larger one.
  void weigh() {
    if (exists_ && regular_dimension() >= 1) result_.degenerate_by = Evidence::theorem;
    if (!result_.proof) return;
    if (result_.independent.size() == 1) result_.dimension_by = Evidence::theorem;
    if (*result_.dimension == regular_dimension()) result_.jacobian_rank_by = Evidence::theorem;
    if (result_.real_dimension == regular_dimension()) result_.real_dimension_by = Evidence::theorem;
  }

  const Program& residuals_;
  const ZeroLossOptions& options_;
  Program independent_{0};  ///< the equations that imply the others
  std::optional<ZeroLossSearch> search_;
  ZeroLoss result_;
  bool exists_ = false;  ///< a zero, proved
  bool smooth_ = false;  ///< the independent equations have independent gradients at every zero, with a probability
};

}  // namespace

ZeroLoss analyze_zero_loss(const Program& residuals, const ZeroLossOptions& options) {
  return Analysis(residuals, options).run();
}

}  // namespace polyscape::critical
