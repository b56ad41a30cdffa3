#include "polyscape/critical/zero_loss_search.hpp"

#include <algorithm>
#include <map>
#include <mutex>

#include "polyscape/base/parallel.hpp"
#include "polyscape/base/random.hpp"
#include "polyscape/critical/residuals.hpp"
#include "polyscape/eval/packed_point.hpp"
#include "polyscape/variety/local_dimension.hpp"

namespace polyscape::critical {
namespace {

constexpr double same_point =
    1e-12;  // relative; where Gauss-Newton converges linearly a point has half its bits or fewer
constexpr int least_confirming_bits = 128, most_confirming_bits = 1024;
constexpr std::size_t few_entries = 16;  // of a Jacobian: refining to many bits is quick

bool known(const ZeroLossPoint& point, const std::vector<ZeroLossPoint>& points) {
  const double reach = same_point * std::max(1.0, eval::magnitude(point.coordinates));
  return std::ranges::any_of(
      points, [&](const ZeroLossPoint& p) { return eval::within(p.coordinates, point.coordinates, reach); });
}

}  // namespace

ZeroLossSearch::ZeroLossSearch(const algebra::Program& residuals, const algebra::Program& independent, int lower,
                               const ZeroLossOptions& options)
    : independent_(independent),
      options_(options),
      entries_(residuals.variables() * residuals.outputs.size()),
      lower_(lower),
      refiner_(independent),
      gradient_(gradient_of_half_square(residuals)) {}

std::vector<solve::Coordinates> ZeroLossSearch::from_starts(variety::Field field) const {
  const bool real = field == variety::Field::real;
  const char* step = real ? "real starts" : "complex starts";
  const int starts = real ? options_.real_starts : options_.complex_starts;
  std::mutex mutex;
  std::uint64_t done = 0;
  return refiner_.search(field, starts, Random(options_.seed).stream(step), options_.threads, [&] {
    const std::lock_guard lock(mutex);
    report(step, ++done, static_cast<std::uint64_t>(starts));
  });
}

std::vector<solve::Coordinates> ZeroLossSearch::zeros_among(const std::vector<std::vector<double>>& places) const {
  std::vector<solve::Coordinates> all;
  for (const std::vector<double>& place : places) all.emplace_back(place.begin(), place.end());
  std::vector<char> zeros(all.size());
  parallel_for(all.size(), static_cast<std::size_t>(options_.threads), [&](std::size_t k) {
    variety::RefinedZero zero(refiner_, eval::exact_point(all[k]));
    zeros[k] = 1;
    for (int bits = options_.rank.first_bits; bits <= confirming_bits() && zeros[k] != 0; bits *= 2)
      zeros[k] = zero.at(bits).has_value();
  });
  std::vector<solve::Coordinates> result;
  for (std::size_t k = 0; k < all.size(); ++k)
    if (zeros[k] != 0) result.push_back(std::move(all[k]));
  return result;
}

void ZeroLossSearch::examine(const std::vector<solve::Coordinates>& places, variety::Field field,
                             std::vector<ZeroLossPoint>& points) const {
  std::map<std::size_t, std::vector<std::size_t>> by_rank;
  for (std::size_t i = 0; i < places.size(); ++i) by_rank[approximate_rank(places[i])].push_back(i);
  std::vector<std::size_t> first, later;
  const auto share = static_cast<std::size_t>(options_.points + 1) / 2;
  for (const auto& [rank, members] : by_rank)
    for (std::size_t k = 0; k < members.size(); ++k) (k < share ? first : later).push_back(members[k]);
  first.insert(first.end(), later.begin(), later.end());
  const auto wanted = static_cast<std::size_t>(options_.points);
  std::size_t kept = 0;
  const std::size_t most = std::min(first.size(), 4 * wanted);
  for (std::size_t from = 0; from < most && kept < wanted;) {
    report(field == variety::Field::real ? "real points" : "complex points", from, most);
    std::vector<std::optional<ZeroLossPoint>> found(std::min(wanted - kept, most - from));
    parallel_for(found.size(), static_cast<std::size_t>(options_.threads),
                 [&](std::size_t k) { found[k] = examined(eval::exact_point(places[first[from + k]]), field); });
    from += found.size();
    for (auto& point : found) {
      if (!point || known(*point, points)) continue;
      points.push_back(std::move(*point));
      ++kept;
    }
  }
}

int ZeroLossSearch::confirming_bits() const {
  int bits = most_confirming_bits;
  for (std::size_t size = few_entries; size < entries_ && bits > least_confirming_bits; size *= 4) bits /= 2;
  return bits;
}

std::optional<ZeroLossPoint> ZeroLossSearch::examined(eval::Point start, variety::Field field) const {
  variety::RefinedZero zero(refiner_, std::move(start));
  if (!zero.at(options_.rank.first_bits)) return std::nullopt;
  ZeroLossPoint point;
  point.real = field == variety::Field::real;
  point.rank = eval::rank_at(refiner_.evaluator(), zero.source(), options_.rank);
  if (zero.convergence() == variety::Convergence::none || !zero.at(confirming_bits())) return std::nullopt;
  const auto best = zero.at(options_.rank.first_bits);
  if (!best) return std::nullopt;  // |F| stopped falling: a minimum of |F| that is not zero
  point.coordinates = *best;
  const int upper = static_cast<int>(independent_.variables() - point.rank.rank);
  point.smooth = point.rank.decided && upper == lower_ && zero.convergence() == variety::Convergence::quadratic;
  point.local_dimension = upper <= lower_
                              ? lower_
                              : variety::local_dimension(independent_, point.coordinates, lower_, upper, options_.seed);
  if (point.real) add_hessian(point, zero);
  return point;
}

void ZeroLossSearch::add_hessian(ZeroLossPoint& point, variety::RefinedZero& zero) const {
  point.hessian = eval::inertia_at(gradient_, zero.source(), options_.rank);
  if (point.hessian->decided && point.rank.decided)
    point.morse_bott = static_cast<int>(point.hessian->inertia.zero) == point.local_dimension;
}

}  // namespace polyscape::critical
