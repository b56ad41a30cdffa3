#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "polyscape/dynamics/chain.hpp"
#include "polyscape/dynamics/noise.hpp"
#include "polyscape/dynamics/occupation.hpp"
#include "polyscape/dynamics/tempering.hpp"
#include "polyscape/study/dynamics_walks.hpp"

namespace polyscape::study {
namespace {

using dynamics::PlaceKind;

constexpr std::size_t most_jumps = 16;                             // minima that chains jump to, lowest first
constexpr std::size_t cells_of_line = 1200, cells_of_square = 56;  // of a side, for the chain
constexpr std::uint64_t noise_draws = 100;                         // of each chain, for the mean noise
constexpr std::size_t parts_of_cell = 10;                          // of a side, so that regions have sharp borders

report::ChainFigure figure(const dynamics::ChainMean& mean) {
  report::ChainFigure result;
  result.r_hat = mean.r_hat;
  result.ess = mean.ess;
  result.refused = dynamics::refusal(mean);
  if (!result.refused) result.value = mean.value, result.error = mean.error;
  return result;
}

/// The highest temperature: that of the way over the lowest saddles, where they are known.
double highest_temperature(const dynamics::Places& places, double temperature) {
  double lowest = std::numeric_limits<double>::infinity();
  std::vector<double> saddles;
  for (const dynamics::Place& p : places.all()) {
    lowest = std::min(lowest, p.loss);
    if (p.spectrum.negative == 1) saddles.push_back(p.loss);
  }
  double height = 20 * temperature;
  if (!saddles.empty()) {
    const auto middle = saddles.begin() + static_cast<std::ptrdiff_t>(saddles.size() / 2);
    std::nth_element(saddles.begin(), middle, saddles.end());
    height = *middle - lowest;
  }
  constexpr double widest = 100;  // rungs cost time
  return std::clamp(height, 2 * temperature, widest * temperature);
}

class StationaryStudy {
 public:
  StationaryStudy(const Walks& walks, const dynamics::Places& places)
      : w_(walks), places_(places), hoods_(walks.potential, places.all(), walks.how.temperature) {
    law_.temperature = w_.how.temperature;
    law_.rate = w_.rate;
    law_.chains = w_.how.chains;
    law_.draws = w_.how.draws;
  }

  report::StationaryLaw run() {
    if (w_.normalisable == std::optional(false)) {
      law_.refused = "exp(-L/T) has no finite integral: " + w_.normalisable_reason + "; walls make one";
      return std::move(law_);
    }
    make_rows();
    predict();
    on_a_grid();
    adjusted();
    steps();
    batches();
    return std::move(law_);
  }

 private:
  std::size_t regions() const { return hoods_.places().size() + 1; }

  void add_row(const char* where, std::optional<std::size_t> place) {
    report::Occupation& row = law_.occupation.emplace_back();
    row.where = where;
    if (place) row.place = static_cast<int>(*place) + 1;
  }

  void make_rows() {
    for (const std::size_t k : hoods_.places()) add_row("neighbourhood", k);
    add_row("bulk", {});
    if (!w_.plateau) return;
    for (const std::size_t k : hoods_.places())
      if (!hoods_.have_sets()) add_row("well", k);
    add_row("plateau", {});
  }

  void predict() {
    std::vector<std::optional<double>> logs;
    double base = std::numeric_limits<double>::infinity();
    for (const std::size_t k : hoods_.places()) base = std::min(base, places_.all()[k].loss);
    for (const std::size_t k : hoods_.places()) {
      const dynamics::Place& p = places_.all()[k];
      const int across = static_cast<int>(p.at.size()) - p.spectrum.nullity;
      if (p.kind == PlaceKind::minimum)
        logs.emplace_back(dynamics::log_laplace(p, law_.temperature, base));
      else if ((p.kind == PlaceKind::zero_loss || p.kind == PlaceKind::valley) && w_.set_integral)
        logs.emplace_back(
            dynamics::log_morse_bott(across, w_.set_integral->integral.value, p.loss, law_.temperature, base));
      else
        return;  // a constant is not known: no shares
    }
    double sum = 0;
    for (const auto& l : logs) sum += std::exp(*l);
    for (std::size_t k = 0; k < logs.size(); ++k)
      law_.occupation[k].predicted = dynamics::neighbourhood_mass * std::exp(*logs[k]) / sum;
  }

  void on_a_grid() {
    const dynamics::Walls walls = w_.confinement.walls;
    if (w_.potential.dimension() > 2 || (walls != dynamics::Walls::periodic && walls != dynamics::Walls::reflecting))
      return;
    const std::size_t cells = w_.potential.dimension() == 1 ? cells_of_line : cells_of_square;
    const auto gibbs = dynamics::gibbs_law(w_.potential, law_.temperature, w_.confinement, cells * parts_of_cell);
    const auto chain =
        dynamics::refined(dynamics::chain_law(w_.potential, law_.rate, law_.temperature, w_.confinement, cells), gibbs,
                          cells, parts_of_cell);
    for (std::size_t k = 0; k < regions(); ++k) law_.occupation[k].grid_gibbs = law_.occupation[k].grid_chain = 0;
    for (std::size_t cell = 0; cell < gibbs.centres.size(); ++cell) {
      report::Occupation& here = law_.occupation[hoods_.of(gibbs.centres[cell]).value_or(regions() - 1)];
      *here.grid_gibbs += gibbs.weights[cell];
      *here.grid_chain += chain.weights[cell];
    }
  }

  void fill(const dynamics::Occupancy& occupancy, std::optional<report::ChainFigure> report::Occupation::*member,
            bool wells) {
    const auto regions_now = occupancy.regions();
    for (std::size_t k = 0; k < regions_now.size(); ++k) law_.occupation[k].*member = figure(regions_now[k]);
    if (!wells) return;
    const auto wells_now = occupancy.wells();
    const std::size_t told_apart = law_.occupation.size() - regions();  // all of them, or the plateau alone
    for (std::size_t k = 0; k < told_apart; ++k)
      law_.occupation[regions() + k].*member = figure(wells_now[wells_now.size() - told_apart + k]);
  }

  dynamics::Occupancy counter() const { return {w_.potential, hoods_, w_.plateau, law_.temperature, law_.chains}; }
  /// Starts of the chains: those of the walkers, again from the first where they are too few.
  std::vector<std::vector<double>> chain_starts() const {
    std::vector<std::vector<double>> result;
    for (std::size_t c = 0; c < law_.chains; ++c) result.push_back(w_.starts[c % w_.starts.size()]);
    return result;
  }

  void adjusted() {
    announce(w_.observer, "stationary law");
    std::vector<dynamics::Place> minima;
    for (const std::size_t k : hoods_.places())
      if (places_.all()[k].kind == PlaceKind::minimum) minima.push_back(places_.all()[k]);
    std::ranges::stable_sort(minima, {}, &dynamics::Place::loss);
    if (minima.size() > most_jumps) minima.resize(most_jumps);
    dynamics::TemperingOptions o;
    o.temperature = law_.temperature;
    o.highest = highest_temperature(places_, law_.temperature);
    o.rate = w_.rate;
    o.chains = law_.chains;
    o.draws = law_.draws;
    o.thinning = w_.how.thinning;
    o.threads = w_.options.threads;
    dynamics::Occupancy occupancy = counter();
    const auto starts = chain_starts();
    const dynamics::TemperingReport report =
        dynamics::temper(w_.potential, w_.confinement, minima, o, starts, w_.random.stream("tempering"),
                         [&](const dynamics::TemperedDraw& d) {
                           if (d.level == 0) occupancy.add(d.chain, d.position);
                         });
    law_.temperatures = report.temperatures;
    law_.adjusted_rate = report.rate;
    law_.acceptance = report.acceptance;
    fill(occupancy, &report::Occupation::gibbs, w_.plateau.has_value());
  }

  void steps() {
    announce(w_.observer, "stationary law, steps");
    langevin(w_.rate, law_.temperature, "langevin chains", &report::Occupation::langevin);
  }

  void langevin(double rate, double temperature, const char* stream,
                std::optional<report::ChainFigure> report::Occupation::*member) {
    dynamics::Motion motion;
    motion.rate = rate;
    motion.temperature = temperature;
    walk(motion, stream, member);
  }

  void batches() {
    if (!w_.potential.samples()) return;
    announce(w_.observer, "stationary law, minibatches");
    const dynamics::Motion motion = dynamics::motion_of(dynamics::Method::sgd, w_.how, w_.batch_rate, w_.potential);
    law_.sgd_rate = w_.batch_rate;
    const std::uint64_t often = std::max<std::uint64_t>(1, law_.draws / noise_draws);
    double sum = 0, count = 0;
    walk(motion, "sgd chains", &report::Occupation::sgd, [&](std::uint64_t draw, std::span<const double> x) {
      if (draw % often != 0) return;
      sum += dynamics::noise_covariance(w_.potential, x).trace;
      ++count;
    });
    law_.sgd_temperature =
        dynamics::effective_temperature(sum / count, w_.batch_rate, motion.minibatch->size, motion.minibatch->sampling,
                                        w_.potential.samples()->samples, w_.potential.dimension());
    // Where every chain stands still there is no temperature, and chains that left have none.
    if (*law_.sgd_temperature > 0 && std::isfinite(*law_.sgd_temperature))
      langevin(w_.batch_rate, *law_.sgd_temperature, "langevin chains at the temperature of sgd",
               &report::Occupation::sgd_langevin);
    else
      law_.sgd_temperature.reset();
  }

  void walk(
      const dynamics::Motion& motion, const char* stream,
      std::optional<report::ChainFigure> report::Occupation::*member,
      const std::function<void(std::uint64_t, std::span<const double>)>& see = [](std::uint64_t, auto) {}) {
    const auto starts = chain_starts();
    dynamics::March march(w_.potential, motion, w_.confinement, {}, starts, w_.random.stream(stream));
    dynamics::Occupancy occupancy = counter();
    dynamics::observe(march, law_.draws, w_.how.thinning, w_.options.threads,
                      [&](std::uint64_t draw, std::size_t chain, std::span<const double> x) {
                        occupancy.add(chain, x);
                        if (!march.diverged(chain)) see(draw, x);
                      });
    fill(occupancy, member, false);
  }

  const Walks& w_;
  const dynamics::Places& places_;
  dynamics::Neighbourhoods hoods_;
  report::StationaryLaw law_;
};

}  // namespace

report::StationaryLaw stationary_law(const Walks& walks, const dynamics::Places& places) {
  return StationaryStudy(walks, places).run();
}

}  // namespace polyscape::study
