#include "polyscape/exact/count.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <list>
#include <utility>

#include "polyscape/base/error.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/exact/minors.hpp"
#include "polyscape/exact/modular.hpp"

namespace polyscape::exact {

using algebra::Polynomial;

namespace {

constexpr std::uint64_t cheap = 2'000'000'000;  // operations of a basis that is computed twice from scratch

// Primes that agree on a leading ideal. The first one found it, with any of the matrices up to its degree and any
// leading monomial in error; one wrong monomial of it is then wrong for all others.
struct Candidate {
  GroebnerTrace trace;
  std::vector<Monomial> leading;
  Hilbert hilbert;
  long reach = 0;
  std::vector<std::uint64_t> primes;
  bool refuted = false;  // another prime was asked, and had another leading monomial
};

class Counting {
 public:
  Counting(const ResidueEquations& equations, const CountOptions& options)
      : equations_(equations),
        options_(options),
        random_(Random(options.seed).stream("primes of exact counts")),
        order_(MonomialOrder::graded(equations.variables)),
        sizes_(equations.sizes) {}

  CountOutcome run() {
    while (drawn_ < options_.most_primes) {
      if (!add_candidate(next_system())) return {std::nullopt, CountFailure::budget, operations_};
      // A replay does not see what vanishes modulo the first prime alone: its count is true, but may be too large.
      if (operations_ <= cheap && !add_candidate(next_system()))
        return {std::nullopt, CountFailure::budget, operations_};
      for (Candidate* c = sharpest(); c != nullptr; c = sharpest()) {
        if (error_log2(*c) <= options_.error_log2) return {result(*c), CountFailure::none, operations_};
        if (!confirm(*c)) break;
      }
    }
    return {std::nullopt, CountFailure::disagreement, operations_};
  }

 private:
  ModularSystem next_system() {
    for (;;) {
      auto system = equations_.modulo(random_field(random_.stream(stream_++)));
      if (!system) continue;
      ++drawn_;
      return *std::move(system);
    }
  }

  void spend(const GroebnerBasis& basis) { operations_ += basis.effort.operations; }

  // A basis from scratch; false where the limits end it.
  bool add_candidate(const ModularSystem& system) {
    Candidate candidate;
    const GroebnerBasis basis = groebner_basis(system, order_, options_.limits, &candidate.trace);
    spend(basis);
    if (!basis.complete) return false;
    candidate.leading = leading_monomials(basis);
    for (Candidate& c : candidates_)
      if (c.leading == candidate.leading) {
        c.primes.push_back(system.prime);
        c.reach = std::max(c.reach, basis.reach);
        return true;
      }
    candidate.hilbert = hilbert(system.variables, candidate.leading);
    candidate.reach = basis.reach;
    candidate.primes.push_back(system.prime);
    candidates_.push_back(std::move(candidate));
    return true;
  }

  // Replays the candidate modulo as many primes as are enough if all agree, side by side. Those that differ are
  // candidates of their own. False where no more primes are to be drawn.
  bool confirm(Candidate& candidate) {
    const std::size_t wanted = missing(candidate);
    if (wanted == 0) return false;
    std::vector<ModularSystem> systems;
    for (std::size_t k = 0; k < wanted; ++k) systems.push_back(next_system());
    std::vector<std::optional<GroebnerBasis>> bases(wanted);
    parallel_for(wanted, static_cast<std::size_t>(options_.threads), [&](std::size_t k) {
      GroebnerLimits unlimited = options_.limits;
      unlimited.operations = std::numeric_limits<std::uint64_t>::max();
      bases[k] = replay(candidate.trace, systems[k], order_, unlimited);
    });
    std::vector<ModularSystem> others;
    for (std::size_t k = 0; k < wanted; ++k) {
      if (bases[k]) spend(*bases[k]);
      if (bases[k] && bases[k]->complete) {
        candidate.primes.push_back(systems[k].prime);
        candidate.reach = std::max(candidate.reach, bases[k]->reach);
      } else {
        others.push_back(std::move(systems[k]));
      }
    }
    candidate.refuted = !others.empty();
    return std::ranges::all_of(others, [&](const ModularSystem& system) { return add_candidate(system); });
  }

  // Of the candidates that no prime speaks against the one that leaves least.
  Candidate* sharpest() {
    Candidate* result = nullptr;
    const auto left = [](const Candidate& c) { return std::pair(c.hilbert.dimension, c.hilbert.degree); };
    for (Candidate& c : candidates_)
      if (!c.refuted && (result == nullptr || left(c) < left(*result))) result = &c;
    return result;
  }

  // That one further prime agrees with a wrong leading monomial.
  double each_log2(long reach) const {
    return std::min(0.0, unlucky_primes_log2(sizes_.macaulay_minors(reach)) - sizes_.primes_to_draw_log2());
  }
  // That the first one finds a wrong one.
  double first_log2(long reach) const {
    const double choices = static_cast<double>(reach + 1) * std::max(1.0, sizes_.macaulay_minors(reach).rank);
    return std::min(0.0, std::log2(choices) + each_log2(reach));
  }

  double error_log2(const Candidate& c) const {
    const double others = static_cast<double>(c.primes.size() - 1), each = each_log2(c.reach);
    if (c.primes.size() == drawn_) return first_log2(c.reach) + others * each;
    // Others disagreed: which ones would be a choice, and the first is not counted.
    return std::min(0.0, static_cast<double>(drawn_) + others * each);
  }

  // Further primes that are enough if all agree.
  std::size_t missing(const Candidate& c) const {
    const double each = each_log2(c.reach), lacking = error_log2(c) - options_.error_log2;
    const std::size_t most = options_.most_primes - std::min(options_.most_primes, drawn_);
    return each > -1 ? most : std::min(most, static_cast<std::size_t>(std::ceil(lacking / -each)));
  }

  ModularCount result(const Candidate& c) const {
    ModularCount count{c.hilbert.dimension, c.hilbert.degree, c.leading, c.primes, {}, error_log2(c), c.reach};
    for (const Candidate& other : candidates_)
      if (&other != &c) count.unlucky.insert(count.unlucky.end(), other.primes.begin(), other.primes.end());
    return count;
  }

  const ResidueEquations& equations_;
  const CountOptions& options_;
  Random random_;
  MonomialOrder order_;
  const Sizes& sizes_;
  std::uint64_t stream_ = 0, operations_ = 0;
  std::size_t drawn_ = 0;  // primes that were used
  std::list<Candidate> candidates_;
};

}  // namespace

CountOutcome modular_count(std::span<const Polynomial> equations, const CountOptions& options) {
  if (equations.empty() || equations.front().variables() == 0)
    throw ArgumentError("modular_count: no equation, or no variable");
  return modular_count(ResidueEquations{equations.front().variables(), Sizes(equations),
                                        [&](const algebra::ResidueField& field) { return modulo(equations, field); }},
                       options);
}

CountOutcome modular_count(const ResidueEquations& equations, const CountOptions& options) {
  if (equations.variables == 0) throw ArgumentError("modular_count: no variable");
  return Counting(equations, options).run();
}

}  // namespace polyscape::exact
