#pragma once
/// Real numbers whose precision travels with the value, programs evaluated in them, and dense factorisations.
/// Boost 1.74 keeps the default precision of its variable-precision types in one variable for all threads, so that two
/// threads at different precisions disturb each other; here an operation is as precise as its more precise operand.
#include <flint/fmpq.h>
#include <gmp.h>
#include <mpfr.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <type_traits>
#include <utility>
#include <vector>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/algebra/linear.hpp"
#include "polyscape/base/error.hpp"

namespace polyscape::eval {

class Real {
 public:
  /// Zero, of the smallest precision: takes the precision of what it meets.
  Real() : Real(0.0, MPFR_PREC_MIN) {}
  Real(double value, int bits) {
    mpfr_init2(value_, bits);
    mpfr_set_d(value_, value, MPFR_RNDN);
  }
  Real(const algebra::Rational& value, int bits) {
    mpfr_init2(value_, bits);
    fmpq_get_mpfr(value_, reinterpret_cast<const fmpq*>(value.words()), MPFR_RNDN);
  }
  Real(const Real& other) {
    mpfr_init2(value_, mpfr_get_prec(other.value_));
    mpfr_set(value_, other.value_, MPFR_RNDN);
  }
  Real(Real&& other) noexcept : Real() { mpfr_swap(value_, other.value_); }
  Real& operator=(const Real& other) {
    if (this == &other) return *this;
    mpfr_set_prec(value_, mpfr_get_prec(other.value_));
    mpfr_set(value_, other.value_, MPFR_RNDN);
    return *this;
  }
  Real& operator=(Real&& other) noexcept {
    mpfr_swap(value_, other.value_);
    return *this;
  }
  ~Real() { mpfr_clear(value_); }

  int bits() const { return static_cast<int>(mpfr_get_prec(value_)); }
  int sign() const { return mpfr_sgn(value_); }
  double to_double() const { return mpfr_get_d(value_, MPFR_RNDN); }
  /// log2 |x| to double accuracy, whatever the exponent; -infinity for 0.
  double log2() const {
    if (sign() == 0) return -std::numeric_limits<double>::infinity();
    long exponent = 0;
    const double mantissa = mpfr_get_d_2exp(&exponent, value_, MPFR_RNDN);
    return std::log2(std::abs(mantissa)) + static_cast<double>(exponent);
  }
  /// The exact value, a dyadic rational. Throws ArgumentError unless finite.
  algebra::Rational to_rational() const {
    if (!mpfr_number_p(value_)) throw ArgumentError("Real::to_rational: not a finite number");
    algebra::Rational result;
    mpq_t q;
    mpq_init(q);
    mpfr_get_q(q, value_);
    fmpq_set_mpq(reinterpret_cast<fmpq*>(result.words()), q);
    mpq_clear(q);
    return result;
  }

  friend Real operator+(const Real& a, const Real& b) { return combined(mpfr_add, a, b); }
  friend Real operator-(const Real& a, const Real& b) { return combined(mpfr_sub, a, b); }
  friend Real operator*(const Real& a, const Real& b) { return combined(mpfr_mul, a, b); }
  friend Real operator/(const Real& a, const Real& b) { return combined(mpfr_div, a, b); }
  friend Real operator-(Real a) {
    mpfr_neg(a.value_, a.value_, MPFR_RNDN);
    return a;
  }
  friend Real sqrt(Real a) {
    mpfr_sqrt(a.value_, a.value_, MPFR_RNDN);
    return a;
  }
  friend Real abs(Real a) {
    mpfr_abs(a.value_, a.value_, MPFR_RNDN);
    return a;
  }
  /// The nearest integer.
  friend Real rounded(Real a) {
    mpfr_rint(a.value_, a.value_, MPFR_RNDN);
    return a;
  }
  /// Sum and product rounded to the precision that this number has, in its place.
  void set_sum(const Real& a, const Real& b) { mpfr_add(value_, a.value_, b.value_, MPFR_RNDN); }
  void set_product(const Real& a, const Real& b) { mpfr_mul(value_, a.value_, b.value_, MPFR_RNDN); }
  Real& operator+=(const Real& b) { return *this = *this + b; }
  Real& operator-=(const Real& b) { return *this = *this - b; }
  Real& operator*=(const Real& b) { return *this = *this * b; }
  friend bool operator<(const Real& a, const Real& b) { return mpfr_less_p(a.value_, b.value_) != 0; }
  friend bool operator>(const Real& a, const Real& b) { return b < a; }

 private:
  template <class Operation>
  static Real combined(Operation operation, const Real& a, const Real& b) {
    Real result(0.0, std::max(a.bits(), b.bits()));
    operation(result.value_, a.value_, b.value_, MPFR_RNDN);
    return result;
  }
  mpfr_t value_;
};

/// 2^exponent.
inline Real power_of_two(long exponent, int bits) {
  const algebra::Rational value = algebra::power(algebra::Rational(2), exponent);
  return Real(value, bits);
}

/// How a scalar type is made from an exact number at `bits` bits.
template <class T>
T real_from(const algebra::Rational& value, int bits) {
  if constexpr (std::is_same_v<T, double>)
    return value.to_double();
  else
    return T(value, bits);
}

/// Dense matrix, row by row.
template <class T>
struct Dense {
  std::size_t rows = 0, columns = 0;
  std::vector<T> entries;
  Dense(std::size_t r, std::size_t c, const T& value) : rows(r), columns(c), entries(r * c, value) {}
  T& operator()(std::size_t i, std::size_t j) { return entries[i * columns + j]; }
  const T& operator()(std::size_t i, std::size_t j) const { return entries[i * columns + j]; }
};
using RealMatrix = Dense<Real>;

template <class T>
struct ValueAndJacobian {
  std::vector<T> value;
  Dense<T> jacobian;
};

/// A program with real constants and without parameters, with its Jacobian, for a real scalar T (double or Real); each
/// constant is rounded from its exact value to `bits` bits. Throws ArgumentError for parameters or complex constants.
template <class T>
class RealEvaluator {
 public:
  RealEvaluator(const algebra::Program& program, int bits) : RealEvaluator(algebra::differentiate(program), bits) {}
  RealEvaluator(const algebra::Differentiated& differentiated, int bits)
      : values_(differentiated.values),
        variables_(differentiated.program.variables()),
        bits_(bits),
        entries_(differentiated.entries) {
    const algebra::Program& program = differentiated.program;
    if (program.parameters() != 0) throw ArgumentError("RealEvaluator: the program has parameters");
    const std::vector<bool> needed = program.used();
    std::vector<std::uint32_t> slot(program.size(), 0);
    for (std::uint32_t i = 0; i < program.size(); ++i) {
      if (!needed[i]) continue;
      slot[i] = static_cast<std::uint32_t>(operations_.size());
      auto operation = program.operation(i);
      if (operation.kind >= algebra::Program::Kind::sum)
        operation = {operation.kind, slot[operation.left], slot[operation.right]};
      constants_.push_back(zero());
      if (operation.kind == algebra::Program::Kind::constant) {
        if (!program.constant_value(i).is_real())
          throw ArgumentError("RealEvaluator: the program has a complex constant");
        constants_.back() = real_from<T>(program.constant_value(i).re, bits);
      }
      operations_.push_back(operation);
    }
    for (const auto output : program.outputs) outputs_.push_back(slot[output]);
  }

  int bits() const { return bits_; }
  std::size_t values() const { return values_; }
  std::size_t variables() const { return variables_; }
  T zero() const { return real_from<T>(algebra::Rational(0), bits_); }

  ValueAndJacobian<T> operator()(std::span<const T> point) const {
    std::vector<T> result = run(point);
    ValueAndJacobian<T> all{outputs_of(result), Dense<T>(values_, variables_, zero())};
    for (std::size_t k = 0; k < entries_.size(); ++k)
      all.jacobian(entries_[k].row, entries_[k].column) = result[outputs_[values_ + k]];
    return all;
  }
  /// The values alone.
  std::vector<T> values_at(std::span<const T> point) const { return outputs_of(run(point)); }

 private:
  std::vector<T> outputs_of(const std::vector<T>& results) const {
    std::vector<T> value;
    for (std::size_t i = 0; i < values_; ++i) value.push_back(results[outputs_[i]]);
    return value;
  }
  std::vector<T> run(std::span<const T> point) const {
    std::vector<T> result = constants_;
    const T nothing = zero();
    for (std::size_t i = 0; i < operations_.size(); ++i) {
      const auto& o = operations_[i];
      switch (o.kind) {
        case algebra::Program::Kind::variable:
          set_sum(result[i], point[o.left], nothing);
          break;
        case algebra::Program::Kind::sum:
          set_sum(result[i], result[o.left], result[o.right]);
          break;
        case algebra::Program::Kind::product:
          set_product(result[i], result[o.left], result[o.right]);
          break;
        default:
          break;
      }
    }
    return result;
  }
  static void set_sum(double& target, double a, double b) { target = a + b; }
  static void set_product(double& target, double a, double b) { target = a * b; }
  static void set_sum(Real& target, const Real& a, const Real& b) { target.set_sum(a, b); }
  static void set_product(Real& target, const Real& a, const Real& b) { target.set_product(a, b); }

  std::size_t values_, variables_;
  int bits_;
  std::vector<algebra::JacobianEntry> entries_;
  std::vector<algebra::Program::Operation> operations_;  // operands are slots
  std::vector<T> constants_;
  std::vector<std::uint32_t> outputs_;
};

/// Evaluators of one program, each made when its precision is first asked for. Thread-safe.
class PreciseEvaluators {
 public:
  explicit PreciseEvaluators(algebra::Differentiated differentiated) : differentiated_(std::move(differentiated)) {}
  static PreciseEvaluators values_only(const algebra::Program& program) {
    return PreciseEvaluators(algebra::Differentiated{program, program.outputs.size(), {}});
  }
  const RealEvaluator<Real>& at(int bits) const {
    const std::lock_guard lock(*mutex_);
    auto& evaluator = evaluators_[bits];
    if (!evaluator) evaluator = std::make_unique<RealEvaluator<Real>>(differentiated_, bits);
    return *evaluator;
  }
  const algebra::Differentiated& program() const { return differentiated_; }

 private:
  algebra::Differentiated differentiated_;
  mutable std::map<int, std::unique_ptr<RealEvaluator<Real>>> evaluators_;
  std::unique_ptr<std::mutex> mutex_ = std::make_unique<std::mutex>();  // movable
};

std::vector<Real> to_real(std::span<const algebra::Rational> point, int bits);
std::vector<algebra::Rational> to_rational(std::span<const Real> point);
RealMatrix to_real(const algebra::RationalMatrix& matrix, int bits);

/// A = U diag(values) V^T; left and right hold the columns of U and V as their rows; values fall.
struct SingularValues {
  std::vector<Real> values;
  std::vector<std::vector<Real>> left, right;  ///< min(rows, columns) vectors; left ones of zero values are zero
};

/// One-sided Jacobi rotations (Hestenes 1958) in `bits` bits. Throws ArgumentError for an empty matrix.
SingularValues singular_values(const RealMatrix& matrix, int bits);

/// x of least norm that minimises |A x - b| when all but the `rank` largest singular values count as zero.
std::vector<Real> least_squares(const SingularValues& svd, std::span<const Real> b, std::size_t columns,
                                std::size_t rank);

/// A^-1 b for a square matrix by Gaussian elimination with row pivoting; nullopt when a pivot is exactly zero.
std::optional<std::vector<Real>> solve_square(RealMatrix matrix, std::vector<Real> b);

/// Eigenvalues of a symmetric matrix, rising; cyclic Jacobi rotations in `bits` bits.
std::vector<Real> symmetric_eigenvalues(RealMatrix matrix, int bits);

}  // namespace polyscape::eval
