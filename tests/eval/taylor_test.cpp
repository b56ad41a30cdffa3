#include <complex>

#include "polyscape/base/random.hpp"
#include "polyscape/eval/tape_kernel.hpp"
#include "support/catch.hpp"

using namespace polyscape;
using namespace polyscape::eval;

namespace {

// (p x^2 + 3 x y)^2 + (2 - i) y, x + p
algebra::Program squares_and_products() {
  algebra::Program program(2, 1);
  const auto x = program.variable(0), y = program.variable(1), p = program.parameter(0);
  const auto sum = program.add(program.multiply(p, program.multiply(x, x)),
                               program.scale(algebra::Rational(3), program.multiply(x, y)));
  program.outputs.push_back(
      program.add(program.multiply(sum, sum), program.scale(algebra::GaussianRational(2, -1), y)));
  program.outputs.push_back(program.add(x, p));
  return program;
}

}  // namespace

TEST_CASE("Taylor coefficients corrected afterwards are those computed at once, and those of the composed polynomial") {
  constexpr int order = 9;
  const TapeCode code = compile(algebra::differentiate(squares_and_products()));
  const BoundTape<double> tape(code, 53);
  TapeWorkspace<double> once(tape, order), corrected(tape, order);
  Random random(5);
  std::vector<std::complex<double>> series[3];
  for (int k = 0; k <= order; ++k) {
    for (auto& s : series) s.push_back(random.unit_complex() / std::pow(2.0, k));
    const ComplexDouble zero{}, c[] = {from_complex<double>(series[0].back()), from_complex<double>(series[1].back())},
                                p = from_complex<double>(series[2].back());
    for (std::size_t i = 0; i < 2; ++i) {
      once.set_variable(i, k, c[i]);
      corrected.set_variable(i, k, k == 0 ? c[i] : zero);
    }
    once.set_parameter(0, k, p);
    corrected.set_parameter(0, k, p);
    once.taylor(k);
    corrected.taylor(k);
    if (k > 0) corrected.correct(k, c);
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(std::abs(to_complex(once.value_coefficient(i, k)) - to_complex(corrected.value_coefficient(i, k))) < 1e-13);
      CHECK(to_complex(corrected.variable(i, k)) == series[i].back());
    }
  }
  // At h the truncated series and the value at the series' values differ by the terms left out.
  const double h = 1e-3;
  ComplexDouble at[3];
  for (std::size_t i = 0; i < 3; ++i) {
    std::complex<double> sum = 0;
    for (int k = order; k >= 0; --k) sum = sum * h + series[i][static_cast<std::size_t>(k)];
    at[i] = from_complex<double>(sum);
  }
  TapeWorkspace<double> plain(tape);
  plain.values(std::span(at, 2), std::span(at + 2, 1));
  for (std::size_t i = 0; i < 2; ++i) {
    std::complex<double> sum = 0;
    for (int k = order; k >= 0; --k) sum = sum * h + to_complex(corrected.value_coefficient(i, k));
    CHECK(std::abs(sum - to_complex(plain.value(i))) < 1e-13);
  }
}

TEST_CASE("a sweep in double-double gives the same bits on every instruction set") {
  const TapeCode code = compile(algebra::differentiate(squares_and_products()));
  const BoundTape<DoubleDouble> tape(code, 106);
  Random random(6);
  for (int round = 0; round < 20; ++round) {
    std::vector<ComplexDoubleDouble> best(code.slots), plain;
    for (std::size_t i = 0; i < code.slots; ++i) {
      const std::complex<double> z = random.annulus_complex(), rest = random.annulus_complex() * 0x1p-55;
      best[i] = i < tape.constants.size() ? tape.constants[i]
                                          : ComplexDoubleDouble{{z.real(), rest.real()}, {z.imag(), rest.imag()}};
    }
    plain = best;
    const auto sweep = [&](std::vector<ComplexDoubleDouble>& values) {
      return DoubleDoubleSweep{
          code.instructions.data(), code.instructions.size(), code.products.data(), code.scaled.data(),
          code.plain.data(),        tape.real_factors.data(), values.data()};
    };
    run(sweep(best));
    run_baseline(sweep(plain));
    for (std::size_t i = 0; i < code.slots; ++i) {
      CHECK(to_complex(best[i]) == to_complex(plain[i]));
      CHECK(best[i].re.lo == plain[i].re.lo);
      CHECK(best[i].im.lo == plain[i].im.lo);
    }
  }
}

TEST_CASE("the exponential is as accurate as its scalar") {
  const auto distance = [](const algebra::GaussianRational& a, const algebra::GaussianRational& b) {
    return std::abs((a - b).to_complex());
  };
  for (const auto& [rate, z] : {std::pair{1.0, std::complex<double>(-0.3, 2)},
                                {-2.5, {7, 0.1}},
                                {0.37, {-190, 50}},
                                {3.0, {0, 0}},
                                {1e-9, {-1, 1}}}) {
    INFO(rate << " " << z);
    const algebra::GaussianRational exact = to_exact(exponential<Multiprecision>(rate, z, 424));
    const double size = std::abs(exact.to_complex());
    CHECK(distance(to_exact(exponential<Multiprecision>(rate, z, 212)), exact) < 1e-60 * size);
    CHECK(distance(to_exact(exponential<DoubleDouble>(rate, z, 106)), exact) < 1e-27 * size);
    CHECK(distance(to_exact(exponential<double>(rate, z, 53)), exact) < 1e-13 * size);
  }
  // exp(i pi / 3) = (1 + i sqrt(3)) / 2, to the digits that pi has in double precision
  CHECK(std::abs(exponential<Multiprecision>(1, {0, 3.141592653589793 / 3}, 128).re.to_double() - 0.5) < 1e-15);
}
