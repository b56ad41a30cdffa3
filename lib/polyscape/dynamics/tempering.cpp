#include "polyscape/dynamics/tempering.hpp"

#include <Eigen/Cholesky>
#include <algorithm>
#include <cmath>
#include <limits>
#include <numbers>
#include <optional>

#include "polyscape/base/digest.hpp"
#include "polyscape/base/letter.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/base/shared_loop.hpp"

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

/// What all chains share.
struct Setting {
  const Potential& potential;
  const Confinement& confinement;
  const TemperingOptions& options;
  std::vector<double> temperatures;
  Jumps jumps;
  Random random;
};

/// Rounds of draws between two adaptations, and who gets the draws.
struct Stretch {
  std::uint64_t first = 0, last = 0;
  const std::function<void(const TemperedDraw&)>* draw = nullptr;  ///< nullptr: nobody
};

/// As many chains as walk together, at all temperatures; nothing of theirs depends on other lots.
class Lot {
 public:
  Lot(const Setting& setting, std::size_t first, std::span<const std::vector<double>> starts)
      : s_(setting), first_(first) {
    const std::size_t count = std::min<std::size_t>(lot_size, s_.options.chains - first);
    std::vector<std::vector<double>> own;
    for (std::size_t c = 0; c < count; ++c) own.push_back(starts[(first + c) % starts.size()]);
    positions_.assign(s_.temperatures.size(), own);
    energies_.assign(s_.temperatures.size(), std::vector<double>(count));
  }

  /// At a step for each temperature. Proposals taken, by temperature.
  std::vector<std::uint64_t> walk(const Stretch& stretch, std::span<const double> rates) {
    std::vector<March> marches = marches_at(rates, stretch.first);
    for (std::uint64_t round = stretch.first; round < stretch.last; ++round) {
      stop_if_cancelled();
      for (std::size_t k = 0; k < marches.size(); ++k) move(marches[k], k);
      for (std::size_t c = 0; c < chains(); ++c) jump_and_exchange(round, c);
      if (stretch.draw != nullptr) hand_out(*stretch.draw);
    }
    std::vector<std::uint64_t> taken;
    for (const March& march : marches) taken.push_back(march.accepted());
    return taken;
  }

  // As members of a team tell it to each other.
  void write(LetterWriter& letter) const {
    for (const auto& level : positions_)
      for (const auto& x : level) letter.reals(x);
    for (const auto& level : energies_) letter.reals(level);
  }
  void take(LetterReader& letter) {
    for (auto& level : positions_)
      for (auto& x : level) x = letter.reals();
    for (auto& level : energies_) level = letter.reals();
  }

 private:
  std::size_t chains() const { return energies_.front().size(); }

  std::vector<March> marches_at(std::span<const double> rates, std::uint64_t round) const {
    std::vector<March> result;
    for (std::size_t k = 0; k < rates.size(); ++k) {
      Motion motion;
      motion.rule = Rule::adjusted;
      motion.rate = rates[k];
      motion.temperature = s_.temperatures[k];
      result.emplace_back(s_.potential, motion, s_.confinement, Halt{}, positions_[k],
                          s_.random.stream("walks").stream(round).stream(k), "", first_);
    }
    return result;
  }

  void move(March& march, std::size_t k) {
    for (std::size_t c = 0; c < chains(); ++c) march.set_position(c, positions_[k][c]);
    march.advance(s_.options.thinning, 1);
    for (std::size_t c = 0; c < chains(); ++c) {
      positions_[k][c] = march.position(c);
      energies_[k][c] = energy(s_.potential, s_.confinement, positions_[k][c]);
    }
  }

  void jump_and_exchange(std::uint64_t round, std::size_t c) {
    const std::vector<double>& t = s_.temperatures;
    Random stream = s_.random.stream("jumps").stream(round).stream(first_ + c);
    for (std::size_t k = 0; k < t.size(); ++k) jump(k, c, stream);
    for (std::size_t k = round % 2; k + 1 < t.size(); k += 2) {
      const double exponent = (1 / t[k] - 1 / t[k + 1]) * (energies_[k][c] - energies_[k + 1][c]);
      if (!(std::log(1 - stream.uniform()) < exponent)) continue;
      std::swap(positions_[k][c], positions_[k + 1][c]);
      std::swap(energies_[k][c], energies_[k + 1][c]);
    }
  }

  void jump(std::size_t k, std::size_t c, Random& stream) {
    const double t = s_.temperatures[k];
    std::vector<double> there = s_.jumps.draw(t, stream);
    const double value = energy(s_.potential, s_.confinement, there), level = std::log(1 - stream.uniform());
    if (!std::isfinite(value)) return;
    const double exponent =
        (energies_[k][c] - value) / t + s_.jumps.log_density(positions_[k][c], t) - s_.jumps.log_density(there, t);
    if (!(level < exponent)) return;
    positions_[k][c] = std::move(there);
    energies_[k][c] = value;
  }

  void hand_out(const std::function<void(const TemperedDraw&)>& draw) const {
    for (std::size_t c = 0; c < chains(); ++c)
      for (std::size_t k = 0; k < positions_.size(); ++k) draw({k, first_ + c, positions_[k][c], energies_[k][c]});
  }

  const Setting& s_;
  std::size_t first_;
  std::vector<std::vector<std::vector<double>>> positions_;  ///< by temperature and chain
  std::vector<std::vector<double>> energies_;
};

/// All chains; between adaptations of the steps each lot is a job of its own.
class Tempering {
 public:
  Tempering(const Setting& setting, std::span<const std::vector<double>> starts)
      : s_(setting), rates_(setting.temperatures.size(), setting.options.rate) {
    for (std::size_t first = 0; first < s_.options.chains; first += lot_size) lots_.emplace_back(s_, first, starts);
  }

  TemperingReport run(const std::function<void(const TemperedDraw&)>& draw) {
    constexpr std::uint64_t adaptations = 20;
    const std::uint64_t draws = s_.options.draws, often = std::max<std::uint64_t>(draws / adaptations, 5);
    for (std::uint64_t first = 0; first < draws; first += often) {
      const Stretch stretch{first, std::min(first + often, draws), nullptr};
      const std::vector<double> acceptance = walk(stretch);
      if (stretch.last - first < often) break;
      for (std::size_t k = 0; k < rates_.size(); ++k)
        rates_[k] *= std::exp(std::clamp(2 * (acceptance[k] - wanted_acceptance), -1.0, 0.5));
    }
    const std::vector<double> acceptance = walk({draws, 2 * draws, &draw});
    return {s_.temperatures, rates_[0], acceptance[0]};
  }

 private:
  /// Share of proposals taken, by temperature.
  std::vector<double> walk(const Stretch& stretch) {
    std::vector<std::vector<std::uint64_t>> taken(lots_.size());
    if (Team* const team = current_team())
      walk_together(*team, stretch, taken);
    else
      parallel_for(lots_.size(), static_cast<std::size_t>(s_.options.threads),
                   [&](std::size_t i) { taken[i] = lots_[i].walk(stretch, rates_); });
    const std::uint64_t steps = (stretch.last - stretch.first) * s_.options.thinning;
    const double all = static_cast<double>(s_.options.chains) * static_cast<double>(steps);
    std::vector<double> result;
    for (std::size_t k = 0; k < rates_.size(); ++k) {
      std::uint64_t sum = 0;
      for (const auto& lot : taken) sum += lot[k];
      result.push_back(static_cast<double>(sum) / all);
    }
    return result;
  }

  /// Lots that members of the team share out: where they come to, and what they drew on the way.
  void walk_together(Team& team, const Stretch& stretch, std::vector<std::vector<std::uint64_t>>& taken) {
    const auto identity = [&] {
      LetterWriter letter('t');
      letter.number(stretch.first).number(stretch.last).reals(rates_).reals(s_.temperatures);
      for (const Lot& lot : lots_) lot.write(letter);
      return digest_bytes(letter.letter());
    };
    const auto walked = [&](std::size_t i) {
      LetterWriter draws('d');
      const std::function<void(const TemperedDraw&)> note = [&](const TemperedDraw& d) {
        draws.number(d.level).number(d.chain).reals(d.position).real(d.loss);
      };
      Lot lot = lots_[i];
      const auto accepted = lot.walk({stretch.first, stretch.last, stretch.draw != nullptr ? &note : nullptr}, rates_);
      LetterWriter letter('w');
      for (const std::uint64_t count : accepted) letter.number(count);
      lot.write(letter);
      return letter.text(draws.letter()).letter();
    };
    const auto take = [&](std::size_t i, const std::string& bytes) {
      LetterReader letter(bytes);
      taken[i].resize(rates_.size());
      for (std::uint64_t& count : taken[i]) count = letter.number();
      lots_[i].take(letter);
      for (LetterReader draws(letter.text()); !draws.at_end();) {
        TemperedDraw d;
        d.level = draws.number(), d.chain = draws.number();
        const std::vector<double> position = draws.reals();
        d.position = position, d.loss = draws.real();
        (*stretch.draw)(d);
      }
    };
    shared_for(
        &team, {lots_.size(), 1, static_cast<std::size_t>(s_.options.threads)}, identity, walked,
        [](const std::string& bytes) { return std::optional(bytes); }, [](const std::string& bytes) { return bytes; },
        take);
  }

  const Setting& s_;
  std::vector<double> rates_;  ///< by temperature
  std::vector<Lot> lots_;
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
                       const TemperingOptions& o, std::span<const std::vector<double>> starts, Random random,
                       const std::function<void(const TemperedDraw&)>& draw) {
  const Setting setting{potential,
                        confinement,
                        o,
                        temperature_ladder(o.temperature, o.highest, potential.dimension()),
                        Jumps(potential, confinement, minima),
                        random};
  return Tempering(setting, starts).run(draw);
}

}  // namespace polyscape::dynamics
