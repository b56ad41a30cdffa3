#include "polyscape/certify/cluster.hpp"

#include <algorithm>
#include <array>
#include <cmath>

#include "polyscape/certify/distinct.hpp"
#include "polyscape/certify/germ.hpp"
#include "polyscape/eval/point.hpp"

namespace polyscape::certify {
namespace {

using algebra::GaussianRational;
using Point = std::vector<GaussianRational>;

constexpr int first_relative_bits = 128;
constexpr int growth = 4;                      // of the relative precision from one scale to the next
constexpr long around = 16;                    // log2 of the next circle over what is in it
constexpr int least_progress = 8;              // log2 of how much smaller the next scale is
constexpr double narrowest = 6, margin = 6.5;  // log2 of the circle over the cluster, and of the gap over the circle
constexpr double largest_radius = 1e-2;
constexpr double least_coordinate = 1e-13;  // of the largest, that is told from 0
constexpr int enough_bits = 500;            // of moments, relative, for one place where no smaller scale says more
constexpr int scales = 3;                   // that are tried, the smallest first

/// Everything about one cluster.
class Search {
 public:
  Search(const BallSystem& system, const Certifier& certifier, const ClusterOptions& options, Random random)
      : system_(system), certifier_(certifier), options_(options), random_(random), limit_(options.work) {}

  std::optional<std::vector<ClusterPart>> run(const Point& place) {
    size_ = std::max(1.0, eval::magnitude(place));
    for (const double radius : radii(place)) {
      const GermScale scale{place,
                            std::lround(std::log2(radius * size_)),
                            std::lround(std::log2(options_.gap * size_)),
                            options_.count,
                            first_relative_bits,
                            options_.max_bits,
                            nullptr};
      const auto zeros = zeros_of_germ(system_, scale, limit_, random_.stream(draws_++));
      if (limit_.spent()) return std::nullopt;
      if (!zeros || zeros->zeros.empty()) continue;
      add_all(*zeros, true, scale.log2_radius);
      keep_disjoint();
      return std::move(parts_);
    }
    return std::nullopt;
  }

 private:
  /// Circles: halfway between the cluster and its surroundings, then close to either; smaller ones where a coordinate
  /// is far smaller than the largest, as ends are often closer than the digits of that tell.
  std::vector<double> radii(const Point& place) const {
    const double least = std::max(options_.diameter * std::exp2(narrowest), 1e-12),
                 most = std::min(options_.gap * std::exp2(-margin), largest_radius);
    if (least >= most) return {std::sqrt(options_.diameter * options_.gap)};
    const double middle = std::sqrt(least * most);
    std::vector<double> result{middle, std::sqrt(least * middle), std::sqrt(middle * most), least};
    double smallest = size_;
    for (const GaussianRational& z : place)
      if (const double size = std::abs(z.to_complex()); size > least_coordinate * size_)
        smallest = std::min(smallest, size);
    for (const double part : {4.0, 256.0})
      if (smallest / size_ / part < least) result.push_back(smallest / size_ / part);
    return result;
  }

  /// alike: whether nothing was seen on larger scales that tells them apart.
  void add_all(const GermZeros& found, bool alike, long scale) {
    const bool alone = found.zeros.size() == 1;
    for (const GermZero& zero : found.zeros)
      add(zero, alone ? std::optional(alike && zero.alike) : std::nullopt, found, scale);
  }

  /// One of those found on that scale. alike: nullopt where that was not looked at.
  void add(const GermZero& zero, std::optional<bool> alike, const GermZeros& found, long scale) {
    if (zero.multiplicity == 1) return add_simple(zero);
    // Beyond half of the digits, relative to the place, only zeros at 0 could be told apart.
    const bool resolvable = static_cast<double>(zero.log2_radius) > std::log2(size_) - options_.max_bits / 2.0;
    long smaller = std::min((zero.log2_radius + zero.log2_gap) / 2, zero.log2_radius + around);
    for (int k = 0; resolvable && k < scales && smaller <= scale - least_progress && !limit_.spent(); ++k) {
      const GermScale next{zero.place,
                           smaller,
                           zero.log2_gap,
                           zero.multiplicity,
                           std::max(first_relative_bits, growth * found.relative_bits),
                           options_.max_bits,
                           &found};
      const auto zeros = zeros_of_germ(system_, next, limit_, random_.stream(draws_++));
      if (zeros && !zeros->zeros.empty()) return add_all(*zeros, alike.value_or(true), smaller);
      if (zeros) break;  // as far as the bits go
      if (k + 1 == scales && found.relative_bits < enough_bits && !limit_.spent())
        alike = false;  // what is there was not found
      // Where F is of different orders in different directions, the place may not be known well enough for that scale.
      smaller = (smaller + scale) / 2;
    }
    const double accurate = std::log2(size_) - static_cast<double>(scale) + found.relative_bits / 2;
    parts_.push_back({zero.place, zero.multiplicity, static_cast<int>(accurate), std::nullopt, alike.value_or(false)});
  }

  void add_simple(const GermZero& zero) {
    ClusterPart part{zero.place, 1, 0, std::nullopt, false};
    const int last = std::max(options_.max_bits, 128);
    const int first =
        std::clamp(static_cast<int>(2 * (std::log2(size_) - static_cast<double>(zero.log2_gap))) + 64, 128, last);
    part.certificate = proved(zero, {first, last});
    if (!part.certificate && first < last) part.certificate = proved(zero, {last, last});
    if (part.certificate) {
      part.place = part.certificate->centre;
      part.bits = std::clamp(static_cast<int>(std::log2(size_) - algebra::log2(part.certificate->radius)), 1,
                             part.certificate->bits * 3 / 4);
    }
    parts_.push_back(std::move(part));
  }

  /// Close enough to be that zero. A zero that is real is looked for among the real points, too, where the imaginary
  /// parts do not tell.
  std::optional<Certificate> proved(const GermZero& zero, const PrecisionRange& range) const {
    auto certificate = certifier_(zero.place, range);
    if (certificate && certificate->reality == Reality::undecided) {
      Point real = certificate->centre;
      for (GaussianRational& z : real) z.im = 0;
      auto other = certifier_(real, {certificate->bits, certificate->bits});
      if (other && other->reality == Reality::real &&
          !meeting(std::array<const Polydisc*, 2>{&*certificate, &*other}).empty())
        certificate = std::move(other);
    }
    const algebra::Rational reach = algebra::power(algebra::Rational(2), zero.log2_gap - 2);
    for (std::size_t i = 0; certificate && i < zero.place.size(); ++i) {
      const GaussianRational moved = certificate->centre[i] - zero.place[i];
      if (abs(moved.re) > reach || abs(moved.im) > reach) certificate.reset();
    }
    return certificate;
  }

  void keep_disjoint() {
    std::vector<const Polydisc*> discs;
    std::vector<std::size_t> owners;
    for (std::size_t k = 0; k < parts_.size(); ++k)
      if (const auto& c = parts_[k].certificate) {
        discs.push_back(&*c);
        owners.push_back(k);
      }
    for (const auto& [i, j] : meeting(discs))
      parts_[owners[i]].certificate = parts_[owners[j]].certificate = std::nullopt;
  }

  const BallSystem& system_;
  const Certifier& certifier_;
  const ClusterOptions& options_;
  Random random_;
  WorkLimit limit_;
  std::uint64_t draws_ = 0;
  double size_ = 1;
  std::vector<ClusterPart> parts_;
};

}  // namespace

struct ClusterResolver::Impl {
  BallSystem system;
  Certifier certifier;
  explicit Impl(const algebra::Program& program) : system(program), certifier(program) {}
};

ClusterResolver::ClusterResolver(const algebra::Program& system) : impl_(std::make_unique<Impl>(system)) {}
ClusterResolver::~ClusterResolver() = default;

std::optional<std::vector<ClusterPart>> ClusterResolver::operator()(const Point& place, const ClusterOptions& options,
                                                                    Random random) const {
  return Search(impl_->system, impl_->certifier, options, random).run(place);
}

}  // namespace polyscape::certify
