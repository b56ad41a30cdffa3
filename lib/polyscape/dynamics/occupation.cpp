#include "polyscape/dynamics/occupation.hpp"

#include <algorithm>
#include <boost/math/distributions/chi_squared.hpp>
#include <cmath>
#include <limits>

#include "polyscape/base/limit.hpp"

namespace polyscape::dynamics {
namespace {

double quadratic(const std::vector<double>& h, std::span<const double> at, std::span<const double> x) {
  const std::size_t n = at.size();
  double sum = 0;
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) sum += (x[i] - at[i]) * h[i * n + j] * (x[j] - at[j]);
  return sum;
}

bool is_set(const Place& p) {
  return p.kind == PlaceKind::zero_loss || p.kind == PlaceKind::valley || p.kind == PlaceKind::critical_set;
}

}  // namespace

Neighbourhoods::Neighbourhoods(const Potential& potential, std::span<const Place> places, double temperature)
    : potential_(potential) {
  const auto quantile = [&](int freedoms) {
    return boost::math::quantile(boost::math::chi_squared(freedoms), neighbourhood_mass);
  };
  for (std::size_t k = 0; k < places.size(); ++k) {
    const Place& p = places[k];
    const int across = static_cast<int>(p.at.size()) - p.spectrum.nullity;
    if (p.spectrum.negative > 0 || across == 0) continue;
    if (p.kind == PlaceKind::minimum)
      regions_.push_back({p.at, potential.hessian(p.at), p.loss, temperature * quantile(across)});
    else if (is_set(p))
      regions_.push_back({p.at, {}, p.loss, temperature * quantile(across)});
    else
      continue;
    indices_.push_back(k);
  }
}

bool Neighbourhoods::have_sets() const {
  return std::ranges::any_of(regions_, [](const Region& r) { return r.hessian.empty(); });
}

std::optional<std::size_t> Neighbourhoods::of(std::span<const double> x) const {
  std::optional<std::size_t> best;
  double least = std::numeric_limits<double>::infinity();
  for (std::size_t k = 0; k < regions_.size(); ++k) {
    if (regions_[k].hessian.empty()) continue;
    const double form = quadratic(regions_[k].hessian, regions_[k].at, x);
    if (form <= regions_[k].limit && form < least) best = k, least = form;
  }
  if (best) return best;
  std::optional<double> loss;
  for (std::size_t k = 0; k < regions_.size(); ++k) {
    if (!regions_[k].hessian.empty()) continue;
    if (!loss) loss = potential_.value(x);
    if (2 * std::abs(*loss - regions_[k].loss) <= regions_[k].limit) return k;
  }
  return std::nullopt;
}

std::optional<std::size_t> Neighbourhoods::nearest(std::span<const double> x) const {
  std::optional<std::size_t> best;
  for (std::size_t k = 0; k < regions_.size(); ++k)
    if (!regions_[k].hessian.empty() && (!best || distance(x, regions_[k].at) < distance(x, regions_[*best].at)))
      best = k;
  return best;
}

Occupancy::Occupancy(const Potential& potential, const Neighbourhoods& neighbourhoods, std::optional<double> plateau,
                     double temperature, std::size_t chains)
    : potential_(potential),
      neighbourhoods_(neighbourhoods),
      plateau_(plateau),
      temperature_(temperature),
      regions_(neighbourhoods.places().size() + 1, Chains(chains)),
      wells_(plateau ? neighbourhoods.places().size() + 1 : 0, Chains(chains)) {}

void Occupancy::add(std::size_t chain, std::span<const double> x) {
  const std::size_t here = neighbourhoods_.of(x).value_or(regions_.size() - 1);
  for (std::size_t k = 0; k < regions_.size(); ++k) regions_[k][chain].push_back(k == here ? 1 : 0);
  if (!plateau_) return;
  const double flat = std::exp((potential_.value(x) - *plateau_) / temperature_);
  const auto well = neighbourhoods_.nearest(x);
  for (std::size_t k = 0; k + 1 < wells_.size(); ++k) wells_[k][chain].push_back(well == k ? 1 - flat : 0);
  wells_.back()[chain].push_back(flat);
}

std::vector<ChainMean> Occupancy::regions() const {
  std::vector<ChainMean> result;
  for (const Chains& c : regions_) result.push_back(chain_mean(c));
  return result;
}

std::vector<ChainMean> Occupancy::wells() const {
  std::vector<ChainMean> result;
  for (const Chains& c : wells_) result.push_back(chain_mean(c));
  return result;
}

void observe(March& march, std::uint64_t draws, std::uint64_t thinning, int threads,
             const std::function<void(std::uint64_t, std::size_t, std::span<const double>)>& see) {
  march.advance(draws * thinning, threads);
  for (std::uint64_t d = 0; d < draws; ++d) {
    stop_if_cancelled();
    march.advance(thinning, threads);
    for (std::size_t c = 0; c < march.count(); ++c) see(d, c, march.position(c));
  }
}

}  // namespace polyscape::dynamics
