/// Kernels on lanes against the same computation in one scalar.
#include <cstddef>
#include <cstdint>

#include "polyscape/eval/lane_evaluator_kernel.hpp"
#include "polyscape/eval/lane_program.hpp"
#include "polyscape/eval/lane_solver_kernel.hpp"
#include "polyscape/eval/linear_solve_kernel.hpp"
#include "polyscape/eval/tape_kernel.hpp"
#include "support/catch.hpp"
#include "support/known_systems.hpp"

using namespace polyscape;
using namespace polyscape::eval;

namespace {

struct TestSet;
using L = Lanes<TestSet, 2>;

std::complex<double> lane(const L::Complex& z, int i) { return {z.re[i], z.im[i]}; }
double relative(std::complex<double> a, std::complex<double> b) { return std::abs(a - b) / std::max(1.0, std::abs(b)); }

/// Sums, products, powers and a parameter: every kind of term of a Taylor sweep occurs.
algebra::Program program_with_parameter() {
  algebra::Program p(3, 1);
  const auto x = p.variable(0), y = p.variable(1), z = p.variable(2), t = p.parameter(0);
  const auto form = p.sum(std::vector{p.scale(2, x), p.scale(algebra::Rational(1) / algebra::Rational(3), y), z});
  const auto shared = p.multiply(form, p.multiply(x, y));
  p.outputs = {p.add(p.multiply(t, shared), p.power(z, 3)), p.add(p.multiply(p.subtract(p.constant(1), t), shared), t),
               p.add(p.multiply(form, form), p.scale(algebra::GaussianRational(1, 2), p.multiply(x, z)))};
  return p;
}

}  // namespace

TEST_CASE("values, Jacobian and Taylor coefficients in lanes equal those of one scalar") {
  const TapeCode code = compile(algebra::differentiate(program_with_parameter()));
  const LaneProgram program(code);
  const LaneView view = program.view();
  std::vector<L::Complex> memory(LaneEvaluator<L>::memory(view));
  LaneEvaluator<L> lanes(view, memory.data());
  const BoundTape<double> tape(code, 53);
  constexpr int order = LaneEvaluator<L>::order;
  std::vector<TapeWorkspace<double>> scalars(2, TapeWorkspace<double>(tape, order));
  Random random(5);
  L::Complex series[order + 1][3], parameter[order + 1];
  for (int k = 0; k <= order; ++k)
    for (int l = 0; l < 2; ++l) {
      const auto put = [&](L::Complex& target, std::complex<double> z) {
        target.re[l] = z.real(), target.im[l] = z.imag();
      };
      for (int i = 0; i < 3; ++i) put(series[k][i], random.annulus_complex());
      put(parameter[k], random.annulus_complex());
    }
  lanes.set_variables(series[0]);
  lanes.parameters(0)[0] = parameter[0];
  lanes.jacobian();
  for (int l = 0; l < 2; ++l) {
    auto& scalar = scalars[static_cast<std::size_t>(l)];
    std::vector<ComplexDouble> x;
    for (const auto& z : series[0]) x.push_back(from_complex<double>(lane(z, l)));
    const std::vector<ComplexDouble> p{from_complex<double>(lane(parameter[0], l))};
    scalar.jacobian(x, p);
    for (std::size_t i = 0; i < 3; ++i) CHECK(relative(lane(lanes.value(i), l), to_complex(scalar.value(i))) < 1e-14);
    for (std::size_t k = 0; k < code.entries.size(); ++k)
      CHECK(relative(lane(lanes.matrix()[code.entries[k].row * 3 + code.entries[k].column], l),
                     to_complex(scalar.entry(k))) < 1e-14);
  }
  for (int k = 1; k <= order; ++k) {
    lanes.parameters(k)[0] = parameter[k];
    lanes.taylor_first(k);
    for (int l = 0; l < 2; ++l) {
      auto& scalar = scalars[static_cast<std::size_t>(l)];
      if (k == 1) {
        for (std::size_t i = 0; i < 3; ++i) scalar.set_variable(i, 0, from_complex<double>(lane(series[0][i], l)));
        scalar.set_parameter(0, 0, from_complex<double>(lane(parameter[0], l)));
        scalar.taylor(0);
      }
      for (std::size_t i = 0; i < 3; ++i) scalar.set_variable(i, k, {});
      scalar.set_parameter(0, k, from_complex<double>(lane(parameter[k], l)));
      scalar.taylor(k);
      for (std::size_t i = 0; i < 3; ++i)
        CHECK(relative(lane(lanes.coefficient(i, k), l), to_complex(scalar.value_coefficient(i, k))) < 1e-13);
      for (std::size_t i = 0; i < 3; ++i) scalar.set_variable(i, k, from_complex<double>(lane(series[k][i], l)));
      scalar.taylor(k);
    }
    if (k < order) lanes.taylor_second(k, series[k]);
  }
}

TEST_CASE("each lane's linear system is solved with pivots of its own") {
  Random random(9);
  for (const std::size_t n : {1, 2, 3, 7, 12}) {
    std::vector<L::Complex> matrix(n * n), memory(LaneSolver<L>::memory(n)), b(n);
    std::vector<LaneSolver<L>::Exchange> exchanges(n * L::width);
    LaneSolver<L> lanes(n, matrix.data(), memory.data(), exchanges.data());
    std::vector<LinearSolver<double>> scalars(2, LinearSolver<double>(n));
    std::vector<std::vector<ComplexDouble>> rhs(2, std::vector<ComplexDouble>(n));
    for (int l = 0; l < 2; ++l)
      for (std::size_t i = 0; i < n; ++i) {
        for (std::size_t j = 0; j < n; ++j) {
          // Lane 1 has zeros on its diagonal and rows of very different size, lane 0 needs no exchange at all.
          const double size = l == 1 ? std::pow(10.0, static_cast<double>(i % 5) * 3 - 6) : 1;
          const std::complex<double> z = l == 1 && i == j && n > 1 ? 0.0
                                         : l == 0 && i == j        ? 3.0 * static_cast<double>(n)
                                                                   : size * random.annulus_complex();
          matrix[i * n + j].re[l] = z.real();
          matrix[i * n + j].im[l] = z.imag();
          scalars[static_cast<std::size_t>(l)].matrix()[i * n + j] = from_complex<double>(z);
        }
        const std::complex<double> z = random.annulus_complex();
        b[i].re[l] = z.real();
        b[i].im[l] = z.imag();
        rhs[static_cast<std::size_t>(l)][i] = from_complex<double>(z);
      }
    std::vector<L::Real> row_sizes(n), ones(n, L::Real{} + 1.0);
    std::vector<L::Complex> columns(LaneSolver<L>::norm_columns * n);
    L::Real norm, weighted;
    lanes.row_sizes(row_sizes.data());
    lanes.factorise();
    lanes.inverse_norms(ones.data(), row_sizes.data(), columns.data(), norm, weighted);
    lanes.solve(b.data());
    for (std::size_t l = 0; l < 2; ++l) {
      REQUIRE(scalars[l].factorise());
      scalars[l].solve(rhs[l]);
      double largest = 0;
      for (const auto& z : rhs[l]) largest = std::max(largest, size(z));
      for (std::size_t i = 0; i < n; ++i)
        CHECK(std::abs(lane(b[i], static_cast<int>(l)) - to_complex(rhs[l][i])) < 1e-9 * largest);
      // Right-hand sides of modulus sqrt(2), and norms of the larger part: below twice the norm, and for random
      // matrices not far below.
      std::vector<double> rows;
      for (const L::Real& size : row_sizes) rows.push_back(size[l]);
      const std::vector<double> unweighted(n, 1.0);
      const double exact = scalars[l].plain_inverse_norm(),
                   exact_weighted = scalars[l].weighted_inverse_norm(unweighted, rows);
      CHECK(norm[l] < 2.001 * exact);
      CHECK(norm[l] > 0.02 * exact);
      CHECK(weighted[l] < 2.001 * exact_weighted);
      CHECK(weighted[l] > 0.02 * exact_weighted);
    }
  }
}
