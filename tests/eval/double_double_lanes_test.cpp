/// Double-double arithmetic on lanes against exact arithmetic.
#include <cstddef>
#include <cstdint>

#include "polyscape/eval/double_double_lanes_kernel.hpp"
#include "polyscape/eval/lane_evaluator_kernel.hpp"
#include "polyscape/eval/lane_program.hpp"
#include "polyscape/eval/lane_solver_kernel.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::eval;
using algebra::GaussianRational;
using algebra::Rational;

namespace {

struct TestSet;
using Base = Lanes<TestSet, 2>;

template <class L>
GaussianRational exact(const typename L::Complex& z, int lane) {
  const auto value = [&](const auto& number) {
    return Rational::from_double(number.hi[lane]) + Rational::from_double(number.lo[lane]);
  };
  return {value(z.re), value(z.im)};
}

template <class L>
typename L::Complex number(Random& random, double scale = 1) {
  typename L::Complex z = L::constant(0, 0, 0, 0);
  for (int l = 0; l < L::width; ++l)
    for (auto* part : {&z.re, &z.im}) {
      part->hi[l] = scale * random.annulus_complex().real();
      part->lo[l] = part->hi[l] * 0x1p-54 * random.annulus_complex().imag();
    }
  return z;
}

double relative(const GaussianRational& found, const GaussianRational& expected) {
  return std::abs((found - expected).to_complex()) / std::abs(expected.to_complex());
}

template <class L>
void check_arithmetic() {
  Random random(3);
  constexpr double tolerance = 0x1p-100;
  for (int trial = 0; trial < 200; ++trial) {
    const auto a = number<L>(random), b = number<L>(random, std::pow(10.0, trial % 30 - 15)), c = number<L>(random);
    auto rest = c;
    L::subtract_product(rest, a, a);
    typename L::Sum sum;
    sum.add_product(a, c);
    sum.add(b);
    sum.add_scaled(0.1, 0x1p-60, c);
    const Rational factor = Rational::from_double(0.1) + Rational::from_double(0x1p-60);
    for (int l = 0; l < L::width; ++l) {
      const GaussianRational x = exact<L>(a, l), y = exact<L>(b, l), z = exact<L>(c, l);
      CHECK(relative(exact<L>(L::times(a, b), l), x * y) < tolerance);
      CHECK(relative(exact<L>(L::plus(a, b), l), x + y) < 16 * tolerance);  // cancellation in one part
      CHECK(relative(exact<L>(L::minus(a, b), l), x - y) < 16 * tolerance);
      CHECK(relative(exact<L>(L::inverse(b), l) * y, 1) < tolerance);
      CHECK(relative(exact<L>(L::scaled(0.1, 0x1p-60, b), l), y * GaussianRational(factor)) < tolerance);
      CHECK(std::abs((exact<L>(rest, l) - (z - x * x)).to_complex()) < 32 * tolerance);
      CHECK(std::abs((exact<L>(sum.value(), l) - (x * z + y + z * GaussianRational(factor))).to_complex()) <
            32 * tolerance * std::max(1.0, std::abs(y.to_complex())));
    }
  }
}

/// What double precision cannot: two rows that differ by 1e-20, in lane 1.
template <class L>
void check_solver() {
  Random random(7);
  for (const std::size_t n : {1, 2, 5, 9}) {
    std::vector<typename L::Complex> matrix, memory(LaneSolver<L>::memory(n)), b;
    for (std::size_t i = 0; i < n * n; ++i) matrix.push_back(number<L>(random));
    for (std::size_t i = 0; i < n; ++i) b.push_back(number<L>(random));
    if (n > 1)
      for (std::size_t j = 0; j < n; ++j)
        for (auto part : {&L::Complex::re, &L::Complex::im}) {
          (matrix[n + j].*part).hi[1] = (matrix[j].*part).hi[1];
          (matrix[n + j].*part).lo[1] = (matrix[j].*part).lo[1] + 1e-20 * random.annulus_complex().real();
        }
    const auto before = matrix, right = b;
    std::vector<typename LaneSolver<L>::Exchange> exchanges(n * L::width);
    LaneSolver<L> solver(n, matrix.data(), memory.data(), exchanges.data());
    solver.factorise();
    solver.solve(b.data());
    for (int l = 0; l < L::width; ++l) {
      double size = 1;
      for (const auto& z : b) size = std::max(size, std::abs(exact<L>(z, l).to_complex()));
      for (std::size_t i = 0; i < n; ++i) {
        GaussianRational rest = -exact<L>(right[i], l);
        for (std::size_t j = 0; j < n; ++j) rest = rest + exact<L>(before[i * n + j], l) * exact<L>(b[j], l);
        CHECK(std::abs(rest.to_complex()) < 1e-28 * size);
      }
      CHECK((n == 1 || l == 0 || size > 1e15));
    }
  }
}

template <class L>
void check_program() {
  const auto source = algebra::program_of(support::noon(4));
  const LaneProgram program(compile(algebra::differentiate(source)));
  const LaneView view = program.view();
  std::vector<typename L::Complex> memory(LaneEvaluator<L>::memory(view)), x;
  LaneEvaluator<L> lanes(view, memory.data());
  Random random(4);
  for (std::size_t i = 0; i < 4; ++i) x.push_back(number<L>(random));
  lanes.set_variables(x.data());
  lanes.jacobian();
  const auto derivatives = algebra::differentiate(source);
  for (int l = 0; l < L::width; ++l) {
    std::vector<GaussianRational> point;
    for (const auto& z : x) point.push_back(exact<L>(z, l));
    const auto expected = algebra::evaluate(derivatives.program, std::span<const GaussianRational>(point));
    for (std::size_t i = 0; i < 4; ++i)
      CHECK(std::abs((exact<L>(lanes.value(i), l) - expected[i]).to_complex()) < 1e-29);
    for (std::size_t k = 0; k < derivatives.entries.size(); ++k) {
      const auto [row, column] = derivatives.entries[k];
      CHECK(std::abs((exact<L>(lanes.matrix()[row * 4 + column], l) - expected[4 + k]).to_complex()) < 1e-29);
    }
  }
}

template <class L>
void check_all() {
  check_arithmetic<L>();
  check_solver<L>();
  check_program<L>();
}

}  // namespace

TEST_CASE("double-doubles in lanes: arithmetic, linear systems, programs, with products split") {
  check_all<DoubleDoubleLanes<Base, SplitProduct<Base>>>();
}

TEST_CASE("double-doubles in lanes: the same with fused products") {
  check_all<DoubleDoubleLanes<Base, FusedProduct<Base>>>();
}
