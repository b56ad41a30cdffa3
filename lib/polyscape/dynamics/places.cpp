#include "polyscape/dynamics/places.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/parallel.hpp"
#include "polyscape/variety/gauss_newton.hpp"

namespace polyscape::dynamics {
namespace {

constexpr double same = 1e-6;  // two Newton limits, or two losses of one set

PlaceKind kind_of(const Spectrum& s) {
  return s.nullity > 0 ? PlaceKind::degenerate : s.negative > 0 ? PlaceKind::saddle : PlaceKind::minimum;
}

}  // namespace

struct Places::Impl {
  std::optional<variety::Refiner> zeros;
};

Places::Places(const Potential& potential, std::vector<KnownPoint> known, const algebra::Program* residuals,
               PlaceKind set)
    : potential_(&potential), known_(std::move(known)), set_(set), impl_(std::make_unique<Impl>()) {
  if (residuals != nullptr) impl_->zeros.emplace(*residuals);
  for (std::size_t k = 0; k < known_.size(); ++k) {
    const KnownPoint& point = known_[k];
    const Spectrum spectrum = spectrum_at(potential, point.at);
    places_.push_back({point.kind.value_or(kind_of(spectrum)), k, point.at, potential.value(point.at), spectrum,
                       point.certified ? Evidence::theorem : Evidence::numerical});
  }
}
Places::~Places() = default;
Places::Places(Places&&) noexcept = default;

std::optional<Match> Places::zero_loss(std::span<const double> end) {
  if (!impl_->zeros) return std::nullopt;
  solve::Coordinates start;
  for (const double x : end) start.emplace_back(x);
  const auto zero = impl_->zeros->approach(start);
  if (!zero) return std::nullopt;
  Match result;
  for (const auto& z : *zero) result.there.push_back(z.real());
  result.distance = distance(end, result.there);
  if (!(result.distance <= near_a_place * (1 + modulus(end)))) return std::nullopt;
  const auto place = std::ranges::find(places_, set_, &Place::kind);
  result.place = static_cast<std::size_t>(place - places_.begin());
  if (place == places_.end())
    places_.push_back(
        {set_, std::nullopt, result.there, potential_->value(result.there), spectrum_at(*potential_, result.there)});
  return result;
}

Match Places::match(std::span<const double> end) {
  const auto limit = newton_limit(*potential_, end);
  const bool stays = limit && distance(*limit, end) <= near_a_place * (1 + modulus(end));
  for (std::size_t k = 0; k < known_.size() && stays; ++k)
    if (distance(*limit, known_[k].at) <= same * (1 + modulus(known_[k].at)))
      return {k, "", distance(end, known_[k].at), known_[k].at};
  if (const auto zero = zero_loss(end)) return *zero;
  if (!stays) return {std::nullopt, "at rest, but Newton's method leads away from there", 0, {}};
  const Spectrum spectrum = spectrum_at(*potential_, *limit);
  if (spectrum.nullity == 0)
    return {std::nullopt, "at a critical point with invertible Hessian that is not in the list", 0, {}};
  const double loss = potential_->value(*limit);
  const auto alike = [&](const Place& p) {
    return p.kind == PlaceKind::critical_set && std::abs(p.loss - loss) <= same * (1 + std::abs(loss)) &&
           p.spectrum.nullity == spectrum.nullity && p.spectrum.negative == spectrum.negative;
  };
  const auto place = std::ranges::find_if(places_, alike);
  const auto index = static_cast<std::size_t>(place - places_.begin());
  if (place == places_.end()) places_.push_back({PlaceKind::critical_set, std::nullopt, *limit, loss, spectrum});
  return {index, "", distance(end, *limit), *limit};
}

std::vector<KnownPoint> search_critical_points(const Potential& potential, std::span<const double> low,
                                               std::span<const double> high, int starts, Random random, int threads,
                                               std::span<const std::vector<double>> near) {
  std::vector<std::optional<std::vector<double>>> found(near.size() + static_cast<std::size_t>(starts));
  parallel_for(found.size(), static_cast<std::size_t>(threads), [&](std::size_t k) {
    std::vector<double> x;
    if (k < near.size()) {
      x = near[k];
    } else {
      Random stream = random.stream(k - near.size());
      for (std::size_t i = 0; i < low.size(); ++i) x.push_back(low[i] + (high[i] - low[i]) * stream.uniform());
    }
    found[k] = newton_limit(potential, x);
  });
  std::vector<KnownPoint> result;
  for (const auto& x : found) {
    if (!x) continue;
    bool inside = true;
    for (std::size_t i = 0; i < low.size(); ++i) inside = inside && (*x)[i] >= low[i] && (*x)[i] <= high[i];
    const Spectrum s = spectrum_at(potential, *x);
    if (!inside || s.nullity > 0 || s.largest == 0) continue;
    if (std::ranges::none_of(result,
                             [&](const KnownPoint& p) { return distance(p.at, *x) <= same * (1 + modulus(*x)); }))
      result.push_back({*x, result.size(), false, std::nullopt});
  }
  return result;
}

}  // namespace polyscape::dynamics
