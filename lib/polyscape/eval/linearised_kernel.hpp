#pragma once
/// A program's values and Jacobian at a point in double precision, for Eigen. Sources of stages that have it include
/// this.
#include <Eigen/Core>
#include <algorithm>
#include <complex>
#include <span>
#include <type_traits>
#include <vector>

#include "polyscape/eval/evaluator.hpp"
#include "polyscape/eval/tapes_kernel.hpp"

namespace polyscape::eval {

/// S: double, for real points of programs with real constants, or std::complex<double>.
template <class S>
struct Linearised {
  using Vector = Eigen::Matrix<S, Eigen::Dynamic, 1>;
  using Matrix = Eigen::Matrix<S, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  Vector value;
  Matrix jacobian;

  Linearised(const Evaluator& evaluator, const Vector& x) {
    using T = std::conditional_t<std::is_same_v<S, double>, double, ComplexDouble>;
    constexpr int double_bits = 53;
    std::vector<T> point;
    for (const S& z : x) {
      if constexpr (std::is_same_v<S, double>)
        point.push_back(z);
      else
        point.push_back({z.real(), z.imag()});
    }
    const auto all = evaluator.tapes().doubles(std::span<const T>(point), double_bits);
    const auto to = [](const T& z) {
      if constexpr (std::is_same_v<S, double>)
        return z;
      else
        return S(z.re, z.im);
    };
    value.resize(static_cast<Eigen::Index>(all.value.size()));
    jacobian.resize(value.size(), x.size());
    std::ranges::transform(all.value, value.begin(), to);
    std::ranges::transform(all.jacobian.entries, jacobian.data(), to);
  }
};

/// Coordinates as a vector; their real parts where S is double.
template <class S>
typename Linearised<S>::Vector column_of(const std::vector<std::complex<double>>& x) {
  typename Linearised<S>::Vector result(static_cast<Eigen::Index>(x.size()));
  for (std::size_t i = 0; i < x.size(); ++i) {
    if constexpr (std::is_same_v<S, double>)
      result[static_cast<Eigen::Index>(i)] = x[i].real();
    else
      result[static_cast<Eigen::Index>(i)] = x[i];
  }
  return result;
}

/// At a complex point.
inline Linearised<std::complex<double>> linearised(const Evaluator& evaluator,
                                                   const std::vector<std::complex<double>>& x) {
  return {evaluator, column_of<std::complex<double>>(x)};
}

}  // namespace polyscape::eval
