#include "polyscape/certify/rank.hpp"

#include "polyscape/base/error.hpp"
#include "polyscape/certify/ball_system_kernel.hpp"

namespace polyscape::certify {
namespace {

/// The least modulus in a ball.
class Distance {
 public:
  Distance() { arf_init(x_); }
  ~Distance() { arf_clear(x_); }
  Distance(const Distance&) = delete;
  Distance& operator=(const Distance&) = delete;
  void of(const acb_t z) {
    if (acb_is_finite(z))
      acb_get_abs_lbound_arf(x_, z, MAG_BITS);
    else
      arf_zero(x_);
  }
  bool positive() const { return arf_sgn(x_) > 0; }
  bool exceeds(const Distance& other) const { return arf_cmp(x_, other.x_) > 0; }
  void swap(Distance& other) { arf_swap(x_, other.x_); }

 private:
  arf_t x_;
};

}  // namespace

std::size_t rank_lower_bound(const algebra::Differentiated& system,
                             const std::vector<algebra::GaussianRational>& centre, const algebra::Rational& radius,
                             int bits) {
  const std::size_t rows = system.values, columns = system.program.variables();
  if (system.program.parameters() != 0 || centre.size() != columns)
    throw ArgumentError("rank_lower_bound: the system has parameters, or the point another number of coordinates");
  Balls x = balls_at(centre, bits);
  widen(x, radius, bits);
  const auto jacobian = tapes_of(system)(std::span<const eval::Complex<eval::Ball>>(x), bits).jacobian;
  BallMatrix a(rows, columns);
  for (std::size_t i = 0; i < rows; ++i)
    for (std::size_t j = 0; j < columns; ++j) a.set(i, j, jacobian(i, j));

  std::size_t rank = 0;
  for (; rank < std::min(rows, columns); ++rank) {
    Distance best, candidate;
    std::size_t row = rank, column = rank;
    for (std::size_t i = rank; i < rows; ++i)
      for (std::size_t j = rank; j < columns; ++j) {
        candidate.of(a.at(i, j));
        if (!candidate.exceeds(best)) continue;
        best.swap(candidate);
        row = i;
        column = j;
      }
    if (!best.positive()) break;
    for (std::size_t j = 0; j < columns; ++j) acb_swap(a.at(rank, j), a.at(row, j));
    for (std::size_t i = 0; i < rows; ++i) acb_swap(a.at(i, rank), a.at(i, column));
    for (std::size_t i = rank + 1; i < rows; ++i) {
      acb_div(a.at(i, rank), a.at(i, rank), a.at(rank, rank), bits);
      for (std::size_t j = rank + 1; j < columns; ++j) acb_submul(a.at(i, j), a.at(i, rank), a.at(rank, j), bits);
    }
  }
  return rank;
}

}  // namespace polyscape::certify
