#include "polyscape/dynamics/tempering.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>

#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"

namespace polyscape::dynamics {
namespace {

constexpr std::size_t most_temperatures = 24;
constexpr double wanted_acceptance = 0.57;  // Roberts, Rosenthal 1998
constexpr double wider = 1.2;               // variance of a jump's Gaussian against the minimum's own

using Vector = Eigen::VectorXd;

/// The mixture that jumps are drawn from: Gaussians about the minima, and the box.
class Jumps {
 public:
  Jumps(const Potential& potential, const Confinement& c, std::span<const Place> minima) : confinement_(c) {
    const auto n = static_cast<Eigen::Index>(potential.dimension());
    for (const Place& place : minima) {
      const std::vector<double> h = potential.hessian(place.at);
      Eigen::LLT<Eigen::MatrixXd> factor(Eigen::Map<const Eigen::MatrixXd>(h.data(), n, n));
      if (factor.info() != Eigen::Success) continue;
      centres_.push_back({Eigen::Map<const Vector>(place.at.data(), n), factor.matrixL(), 0});
      centres_.back().log_root_determinant = centres_.back().lower.diagonal().array().log().sum();
    }
    for (std::size_t i = 0; i < c.low.size(); ++i) log_volume_ += std::log(c.high[i] - c.low[i]);
  }

  std::vector<double> draw(double temperature, Random& random) const {
    const std::size_t which = random.below(centres_.size() + 1);
    std::vector<double> x(confinement_.low.size());
    if (which == centres_.size()) {
      for (std::size_t i = 0; i < x.size(); ++i)
        x[i] = confinement_.low[i] + (confinement_.high[i] - confinement_.low[i]) * random.uniform();
      return x;
    }
    Vector z(static_cast<Eigen::Index>(x.size()));
    for (double& v : z) v = random.normal();
    const Centre& c = centres_[which];
    const Vector y =
        c.at + std::sqrt(wider * temperature) * c.lower.transpose().triangularView<Eigen::Upper>().solve(z);
    std::copy(y.begin(), y.end(), x.begin());
    return x;
  }

  double log_density(std::span<const double> x, double temperature) const {
    const auto n = static_cast<Eigen::Index>(x.size());
    std::vector<double> logs;
    bool inside = true;
    for (std::size_t i = 0; i < x.size(); ++i)
      inside = inside && x[i] >= confinement_.low[i] && x[i] <= confinement_.high[i];
    if (inside) logs.push_back(-log_volume_);
    for (const Centre& c : centres_) {
      const Vector z = c.lower.transpose() * (Eigen::Map<const Vector>(x.data(), n) - c.at);
      logs.push_back(c.log_root_determinant -
                     static_cast<double>(n) / 2 * std::log(2 * std::numbers::pi * wider * temperature) -
                     z.squaredNorm() / (2 * wider * temperature));
    }
    const double largest = logs.empty() ? -std::numeric_limits<double>::infinity() : std::ranges::max(logs);
    double sum = 0;
    for (const double l : logs) sum += std::exp(l - largest);
    return largest + std::log(sum);
  }

 private:
  struct Centre {
    Vector at;
    Eigen::MatrixXd lower;  ///< of the Hessian's Cholesky factors
    double log_root_determinant;
  };
  const Confinement& confinement_;
  std::vector<Centre> centres_;
  double log_volume_ = 0;
};

/// The potential within the walls; infinity outside of those that nothing passes.
double energy(const Potential& potential, const Confinement& c, std::span<const double> x) {
  double value = potential.value(x);
  for (std::size_t i = 0; i < x.size() && c.walls != Walls::none; ++i) {
    const double over = std::max({0.0, x[i] - c.high[i], c.low[i] - x[i]});
    if (over > 0 && c.walls != Walls::flat) return std::numeric_limits<double>::infinity();
    value += 0.5 * c.stiffness * over * over;
  }
  return std::isnan(value) ? std::numeric_limits<double>::infinity() : value;
}

class Tempering {
 public:
  Tempering(const Potential& potential, const Confinement& confinement, std::span<const Place> minima,
            const TemperingOptions& o, std::span<const std::vector<double>> starts, const Random& random)
      : potential_(potential),
        confinement_(confinement),
        options_(o),
        temperatures_(temperature_ladder(o.temperature, o.highest, potential.dimension())),
        jumps_(potential, confinement_, minima),
        random_(random),
        rates_(temperatures_.size(), o.rate),
        energies_(temperatures_.size(), std::vector<double>(o.chains)),
        losses_(temperatures_.size(), Chains(o.chains)) {
    for (std::size_t k = 0; k < temperatures_.size(); ++k) {
      positions_.emplace_back();
      for (std::size_t c = 0; c < o.chains; ++c) positions_.back().push_back(starts[c % starts.size()]);
    }
  }

  TemperingReport run(const Draw& draw) {
    const std::uint64_t rounds = 2 * options_.draws;
    make_marches(0);
    for (std::uint64_t round = 0; round < rounds; ++round) {
      stop_if_cancelled();
      move();
      jump_and_exchange(round);
      constexpr std::uint64_t adaptations = 20;
      const std::uint64_t often = std::max<std::uint64_t>(options_.draws / adaptations, 5);
      if (round < options_.draws && round % often == often - 1) adapt(round);
      if (round + 1 == options_.draws) make_marches(round + 1);  // acceptance is counted anew
      if (round < options_.draws) continue;
      for (std::size_t c = 0; c < options_.chains; ++c) {
        draw(c, positions_[0][c]);
        for (std::size_t k = 0; k < temperatures_.size(); ++k) losses_[k][c].push_back(energies_[k][c]);
      }
    }
    return {temperatures_, std::move(losses_), rates_[0], marches_[0].acceptance()};
  }

 private:
  void make_marches(std::uint64_t round) {
    marches_.clear();
    for (std::size_t k = 0; k < temperatures_.size(); ++k) {
      Motion motion;
      motion.rule = Rule::adjusted;
      motion.rate = rates_[k];
      motion.temperature = temperatures_[k];
      marches_.emplace_back(potential_, motion, confinement_, Halt{}, positions_[k],
                            random_.stream("walks").stream(round).stream(k));
    }
  }

  void adapt(std::uint64_t round) {
    for (std::size_t k = 0; k < marches_.size(); ++k)
      rates_[k] *= std::exp(std::clamp(2 * (marches_[k].acceptance() - wanted_acceptance), -1.0, 0.5));
    make_marches(round + 1);
  }

  void move() {
    parallel_for(marches_.size(), static_cast<std::size_t>(options_.threads), [&](std::size_t k) {
      for (std::size_t c = 0; c < options_.chains; ++c) marches_[k].set_position(c, positions_[k][c]);
      marches_[k].advance(options_.thinning, 1);
      for (std::size_t c = 0; c < options_.chains; ++c) {
        positions_[k][c] = marches_[k].position(c);
        energies_[k][c] = energy(potential_, confinement_, positions_[k][c]);
      }
    });
  }

  void jump_and_exchange(std::uint64_t round) {
    parallel_for(options_.chains, static_cast<std::size_t>(options_.threads), [&](std::size_t c) {
      Random stream = random_.stream("jumps").stream(round).stream(c);
      for (std::size_t k = 0; k < temperatures_.size(); ++k) jump(k, c, stream);
      for (std::size_t k = round % 2; k + 1 < temperatures_.size(); k += 2) {
        const double exponent =
            (1 / temperatures_[k] - 1 / temperatures_[k + 1]) * (energies_[k][c] - energies_[k + 1][c]);
        if (!(std::log(1 - stream.uniform()) < exponent)) continue;
        std::swap(positions_[k][c], positions_[k + 1][c]);
        std::swap(energies_[k][c], energies_[k + 1][c]);
      }
    });
  }

  void jump(std::size_t k, std::size_t c, Random& stream) {
    const double t = temperatures_[k];
    std::vector<double> there = jumps_.draw(t, stream);
    const double value = energy(potential_, confinement_, there), level = std::log(1 - stream.uniform());
    if (!std::isfinite(value)) return;
    const double exponent =
        (energies_[k][c] - value) / t + jumps_.log_density(positions_[k][c], t) - jumps_.log_density(there, t);
    if (!(level < exponent)) return;
    positions_[k][c] = std::move(there);
    energies_[k][c] = value;
  }

  const Potential& potential_;
  const Confinement confinement_;
  const TemperingOptions& options_;
  std::vector<double> temperatures_;
  Jumps jumps_;
  Random random_;
  std::vector<double> rates_;
  std::vector<std::vector<std::vector<double>>> positions_;
  std::vector<std::vector<double>> energies_;
  std::vector<Chains> losses_;
  std::vector<March> marches_;
};

}  // namespace

std::vector<double> temperature_ladder(double lowest, double highest, std::size_t n) {
  std::vector<double> result{lowest};
  const double ratio = 1 + std::sqrt(2 / static_cast<double>(n + 1));
  while (result.back() * 1.01 < highest && result.size() < most_temperatures)
    result.push_back(std::min(result.back() * ratio, highest));
  return result;
}

TemperingReport temper(const Potential& potential, const Confinement& confinement, std::span<const Place> minima,
                       const TemperingOptions& options, std::span<const std::vector<double>> starts, Random random,
                       const Draw& draw) {
  return Tempering(potential, confinement, minima, options, starts, random).run(draw);
}

}  // namespace polyscape::dynamics
