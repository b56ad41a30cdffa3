#include "polyscape/certify/recheck.hpp"

#include <Eigen/LU>
#include <algorithm>
#include <cmath>
#include <complex>

#include "polyscape/algebra/decimal.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"

namespace polyscape::certify {

using algebra::abs;
using algebra::GaussianRational;
using algebra::Polynomial;
using algebra::Rational;
using algebra::RationalMatrix;
using Centre = std::vector<GaussianRational>;

namespace {

/// Doubles around a real number. Results are moved outwards by at least one step of a double's, which is more than
/// they are off; what is not a number bounds nothing.
struct Interval {
  double low = 0, high = 0;
  static Interval outward(double low, double high) {
    const auto step = [](double x) { return std::abs(x) * 0x1p-52 + 0x1p-1070; };
    if (std::isnan(low) || std::isnan(high)) return {-HUGE_VAL, HUGE_VAL};
    return {low - step(low), high + step(high)};
  }
  static Interval around(const Rational& x) {
    const double nearest = x.to_double();
    return std::isfinite(nearest) ? outward(nearest, nearest) : Interval{-HUGE_VAL, HUGE_VAL};
  }
  double modulus() const { return std::max(std::abs(low), std::abs(high)); }
};
Interval operator+(const Interval& a, const Interval& b) { return Interval::outward(a.low + b.low, a.high + b.high); }
Interval operator-(const Interval& a) { return {-a.high, -a.low}; }
Interval operator*(const Interval& a, const Interval& b) {
  const double products[] = {a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high};
  double low = products[0], high = products[0];
  for (const double p : products) {
    if (std::isnan(p)) return {-HUGE_VAL, HUGE_VAL};
    low = std::min(low, p), high = std::max(high, p);
  }
  return Interval::outward(low, high);
}
struct ComplexInterval {
  Interval re, im;
  ComplexInterval() = default;
  ComplexInterval(const Interval& a, const Interval& b) : re(a), im(b) {}
  explicit ComplexInterval(double x) : re{x, x} {}
  explicit ComplexInterval(const GaussianRational& z) : re(Interval::around(z.re)), im(Interval::around(z.im)) {}
  explicit ComplexInterval(std::complex<double> z) : re{z.real(), z.real()}, im{z.imag(), z.imag()} {}
  double modulus() const { return Interval::outward(0, re.modulus() + im.modulus()).high; }
};
ComplexInterval operator+(const ComplexInterval& a, const ComplexInterval& b) { return {a.re + b.re, a.im + b.im}; }
ComplexInterval operator*(const ComplexInterval& a, const ComplexInterval& b) {
  return {a.re * b.re + -(a.im * b.im), a.re * b.im + a.im * b.re};
}

constexpr long most_digits = 20000;                 // of an approximate inverse
constexpr std::uint64_t most_entry_bits = 400'000;  // of a matrix to be inverted
constexpr double most_inverse_bits = 1e9;
constexpr int digits_of_bounds = 12;

// At least |z|, and short.
Rational modulus_bound(const GaussianRational& z) {
  return rounded(abs(z.re) + abs(z.im), digits_of_bounds, algebra::Rounding::up);
}

// Digits of approximate inverses, tried in turn. Where coordinates are of very different sizes those of the centre down
// to the radius are needed, too.
std::vector<int> digits_tried(const Polydisc& p) {
  std::vector<int> result{18, 40, 100, 300};
  const long reach = decimal_exponent(p.radius);
  long largest = reach;
  for (const GaussianRational& z : p.centre)
    for (const Rational* part : {&z.re, &z.im})
      if (!part->is_zero()) largest = std::max(largest, decimal_exponent(*part));
  const long needed = 2 * (largest - reach) + 20;
  if (needed > result.back() && needed <= most_digits) result.push_back(static_cast<int>(needed));
  return result;
}

// At least |z|, and exactly that of a real number.
Rational modulus(const GaussianRational& z) { return abs(z.re) + abs(z.im); }

std::vector<ComplexInterval> enclosed(const std::vector<GaussianRational>& point) {
  std::vector<ComplexInterval> result;
  for (const GaussianRational& z : point) result.emplace_back(z);
  return result;
}

/// Powers of the coordinates of a point, up to a degree.
template <class T>
std::vector<std::vector<T>> powers(const std::vector<T>& x, long degree) {
  std::vector<std::vector<T>> result;
  for (const T& z : x) {
    std::vector<T> list{T(1)};
    for (long k = 1; k <= degree; ++k) list.push_back(list.back() * z);
    result.push_back(std::move(list));
  }
  return result;
}

/// A polynomial as a list of terms.
class Terms {
 public:
  explicit Terms(const Polynomial& p) : terms_(p.terms()) {
    for (const algebra::Term& term : terms_) enclosed_.emplace_back(term.coefficient);
  }
  GaussianRational value(const std::vector<std::vector<GaussianRational>>& powers) const {
    GaussianRational sum(0);
    for (const algebra::Term& term : terms_) sum = sum + product(term, term.coefficient, powers);
    return sum;
  }
  ComplexInterval value(const std::vector<std::vector<ComplexInterval>>& powers) const {
    ComplexInterval sum;
    for (std::size_t k = 0; k < terms_.size(); ++k) sum = sum + product(terms_[k], enclosed_[k], powers);
    return sum;
  }
  /// With the moduli of the coefficients, or a little more.
  Rational majorant(const std::vector<std::vector<Rational>>& powers) const {
    Rational sum;
    for (const algebra::Term& term : terms_) sum += product(term, modulus(term.coefficient), powers);
    return sum;
  }

 private:
  template <class T>
  static T product(const algebra::Term& term, T value, const std::vector<std::vector<T>>& powers) {
    for (std::size_t i = 0; i < term.exponents.size(); ++i)
      if (term.exponents[i] > 0) value = value * powers[i][static_cast<std::size_t>(term.exponents[i])];
    return value;
  }
  std::vector<algebra::Term> terms_;
  std::vector<ComplexInterval> enclosed_;  ///< the coefficients
};

/// Whether |Y F(x)| + |I - Y J(B)| r < r, in intervals, for a Y near the inverse of the midpoints of J: value and
/// jacobian enclose F(x) and J(B). False says nothing.
bool contracts(const std::vector<ComplexInterval>& value, const std::vector<std::vector<ComplexInterval>>& jacobian,
               const Rational& radius) {
  const auto n = static_cast<Eigen::Index>(value.size());
  Eigen::MatrixXcd middle(n, n);
  for (Eigen::Index i = 0; i < n; ++i)
    for (Eigen::Index j = 0; j < n; ++j) {
      const ComplexInterval& z = jacobian[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
      middle(i, j) = {(z.re.low + z.re.high) / 2, (z.im.low + z.im.high) / 2};
    }
  if (!middle.allFinite()) return false;
  const Eigen::MatrixXcd inverse = middle.partialPivLu().inverse();
  if (!inverse.allFinite()) return false;
  const Interval reach = Interval::around(radius);
  for (Eigen::Index i = 0; i < n; ++i) {
    ComplexInterval step;
    for (Eigen::Index k = 0; k < n; ++k)
      step = step + ComplexInterval(inverse(i, k)) * value[static_cast<std::size_t>(k)];
    Interval norm;
    for (Eigen::Index j = 0; j < n; ++j) {
      ComplexInterval entry(i == j ? -1 : 0);
      for (Eigen::Index k = 0; k < n; ++k)
        entry =
            entry + ComplexInterval(inverse(i, k)) * jacobian[static_cast<std::size_t>(k)][static_cast<std::size_t>(j)];
      norm = norm + Interval{0, entry.modulus()};
    }
    const Interval bound = Interval{0, step.modulus()} + norm * Interval{0, reach.high};
    if (!(bound.high < reach.low)) return false;
  }
  return true;
}

/// Divides the numbers by the power of ten that leaves none much above 1; returns its exponent.
long scale_down(const std::vector<Rational*>& numbers) {
  std::optional<long> largest;
  for (const Rational* x : numbers)
    if (!x->is_zero()) largest = std::max(largest.value_or(decimal_exponent(*x)), decimal_exponent(*x));
  if (!largest) return 0;
  const Rational scale = power(Rational(10), -*largest);
  for (Rational* x : numbers) *x *= scale;
  return *largest;
}

/// Whether an exact inverse is no matter of gigabytes: each row makes minors longer by its longest entry.
bool invertible_soon(const RationalMatrix& m) {
  double bits = 0;
  for (const auto& row : m) {
    std::uint64_t longest = 0;
    for (const Rational& entry : row) longest = std::max(longest, entry.bits_above() + entry.bits_below());
    if (longest > most_entry_bits) return false;
    bits += static_cast<double>(longest);
  }
  return bits * static_cast<double>(m.size() * m.size()) <= most_inverse_bits;
}

/// An approximate inverse of the Jacobian at x; nullopt when the rounded matrix is singular, or takes too long.
std::optional<algebra::GaussianMatrix> rounded_inverse(const algebra::GaussianMatrix& m, const Centre& x, int digits) {
  const std::size_t n = m.size();
  RationalMatrix real = algebra::real_form(m);
  for (auto& row : real)
    for (Rational& entry : row) entry = rounded(entry, digits);
  // Coordinates may be of any size, beside others of any size: in such units no entry is a long number.
  std::vector<long> rows, columns;
  for (std::size_t j = 0; j < 2 * n; ++j) {
    const Rational size = modulus(x[j % n]);
    columns.push_back(size.is_zero() ? 0 : -decimal_exponent(size));
    const Rational unit = power(Rational(10), -columns.back());
    for (auto& row : real) row[j] *= unit;
  }
  for (std::size_t i = 0; i < 2 * n; ++i) {
    std::vector<Rational*> row;
    for (Rational& entry : real[i]) row.push_back(&entry);
    rows.push_back(scale_down(row));
  }
  for (std::size_t j = 0; j < 2 * n; ++j) {
    std::vector<Rational*> column;
    for (auto& row : real) column.push_back(&row[j]);
    columns[j] += scale_down(column);
  }
  if (!invertible_soon(real)) return std::nullopt;
  const auto inverse = algebra::inverse(real);
  if (!inverse) return std::nullopt;
  const auto entry = [&](std::size_t i, std::size_t j) {
    return rounded((*inverse)[i][j], digits) * power(Rational(10), -columns[i] - rows[j]);
  };
  algebra::GaussianMatrix result(n, std::vector<GaussianRational>(n));
  for (std::size_t i = 0; i < n; ++i)
    for (std::size_t j = 0; j < n; ++j) result[i][j] = {entry(i, j), entry(n + i, j)};
  return result;
}

/// Bounds how far polynomials move on a polydisc: no more than the one with the moduli of their coefficients does
/// between the moduli |x| and |x| + r.
class Majorants {
 public:
  Majorants(const Polydisc& p, long degree) {
    std::vector<Rational> inside, outside;
    for (const GaussianRational& z : p.centre) {
      inside.push_back(modulus_bound(z));
      outside.push_back(inside.back() + p.radius);
    }
    in_ = powers(inside, degree);
    out_ = powers(outside, degree);
  }
  Rational variation(const Terms& polynomial) const { return polynomial.majorant(out_) - polynomial.majorant(in_); }

 private:
  std::vector<std::vector<Rational>> in_, out_;
};

}  // namespace

struct Recheck::Impl {
  std::vector<Terms> equations;
  std::vector<std::vector<Terms>> jacobian;
  std::optional<Terms> potential;
  long degree = 0;

  Impl(const algebra::System& system, const std::optional<Polynomial>& of) {
    if (system.equations.size() != system.names.size()) throw ArgumentError("Recheck: the system is not square");
    for (const Polynomial& p : system.equations) {
      stop_if_cancelled();
      equations.emplace_back(p);
      jacobian.emplace_back();
      for (std::size_t j = 0; j < system.names.size(); ++j) jacobian.back().emplace_back(p.derivative(j));
      degree = std::max(degree, p.degree());
    }
    if (!of) return;
    for (std::size_t j = 0; j < size(); ++j)
      if (of->derivative(j) != system.equations[j])
        throw ArgumentError("Recheck: the equations are not the potential's gradient");
    potential.emplace(*of);
    degree = std::max(degree, of->degree());
  }
  std::size_t size() const { return equations.size(); }

  algebra::GaussianMatrix jacobian_at(const Centre& x) const {
    const auto table = powers(x, degree);
    algebra::GaussianMatrix result(size());
    for (std::size_t i = 0; i < size(); ++i)
      for (const Terms& entry : jacobian[i]) result[i].push_back(entry.value(table));
    return result;
  }
  /// The Jacobian's values on the polydisc.
  std::vector<std::vector<ComplexInterval>> jacobian_on(const Polydisc& p) const {
    std::vector<ComplexInterval> x = enclosed(p.centre);
    const double r = Interval::around(p.radius).high;
    for (ComplexInterval& z : x)
      for (Interval* part : {&z.re, &z.im}) *part = *part + Interval{-r, r};
    const auto table = powers(x, degree);
    std::vector<std::vector<ComplexInterval>> result(size());
    for (std::size_t i = 0; i < size(); ++i)
      for (const Terms& entry : jacobian[i]) result[i].push_back(entry.value(table));
    return result;
  }
  // How far each entry of the Jacobian moves on the polydisc, at most.
  RationalMatrix variation(const Polydisc& p) const {
    const Majorants majorants(p, degree);
    RationalMatrix result(size());
    for (std::size_t i = 0; i < size(); ++i)
      for (const Terms& entry : jacobian[i]) result[i].push_back(majorants.variation(entry));
    return result;
  }
};

Recheck::Recheck(const algebra::System& system, const std::optional<Polynomial>& potential)
    : impl_(std::make_unique<Impl>(system, potential)) {}
Recheck::~Recheck() = default;

bool Recheck::one_zero(const Polydisc& p) const {
  const std::size_t n = impl_->size();
  if (p.centre.size() != n)
    throw ArgumentError("Recheck: the centre has another number of coordinates than the system variables");
  if (p.radius.sign() <= 0) return false;
  const auto table = powers(p.centre, impl_->degree);
  std::vector<GaussianRational> value;
  for (const Terms& equation : impl_->equations) value.push_back(equation.value(table));
  if (contracts(enclosed(value), impl_->jacobian_on(p), p.radius)) return true;
  const algebra::GaussianMatrix jacobian = impl_->jacobian_at(p.centre);
  const RationalMatrix variation = impl_->variation(p);
  for (const int digits : digits_tried(p)) {
    stop_if_cancelled();
    const auto y = rounded_inverse(jacobian, p.centre, digits);
    if (!y) continue;
    bool holds = true;
    for (std::size_t i = 0; i < n && holds; ++i) {
      stop_if_cancelled();
      GaussianRational step;
      std::vector<Rational> moduli;
      for (std::size_t k = 0; k < n; ++k) {
        step = step + (*y)[i][k] * value[k];
        moduli.push_back(modulus_bound((*y)[i][k]));
      }
      Rational q;
      for (std::size_t j = 0; j < n; ++j) {
        GaussianRational entry(i == j ? 1 : 0);
        for (std::size_t k = 0; k < n; ++k) {
          entry = entry - (*y)[i][k] * jacobian[k][j];
          q += moduli[k] * variation[k][j];
        }
        q += modulus_bound(entry);
      }
      holds = modulus_bound(step) + q * p.radius < p.radius;
    }
    if (holds) return true;
  }
  return false;
}

bool Recheck::is_zero(const Centre& point) const {
  const auto table = powers(point, impl_->degree);
  return std::ranges::all_of(impl_->equations, [&](const Terms& equation) { return equation.value(table).is_zero(); });
}

std::optional<Rational> Recheck::potential_at(const Centre& point) const {
  if (!impl_->potential) return std::nullopt;
  return impl_->potential->value(powers(point, impl_->degree)).re;
}

bool Recheck::potential_within(const Polydisc& p, const Rational& low, const Rational& high) const {
  const auto value = potential_at(p.centre);
  if (!value) return false;
  const auto table = powers(p.centre, impl_->degree);
  const Majorants majorants(p, impl_->degree);
  Rational slope;
  for (const Terms& equation : impl_->equations)
    slope += modulus_bound(equation.value(table)) + majorants.variation(equation);
  return low <= *value - slope * p.radius && *value + slope * p.radius <= high;
}

std::size_t Recheck::rank(const Centre& point) const { return algebra::rank(impl_->jacobian_at(point)); }

std::optional<algebra::Inertia> Recheck::inertia(const Polydisc& p) const {
  if (!std::ranges::all_of(p.centre, [](const GaussianRational& z) { return z.is_real(); })) return std::nullopt;
  RationalMatrix hessian;
  for (const auto& row : impl_->jacobian_at(p.centre)) {
    hessian.emplace_back();
    for (const GaussianRational& entry : row) hessian.back().push_back(entry.re);
  }
  if (!algebra::is_symmetric(hessian)) return std::nullopt;
  return algebra::inertia(std::move(hessian));
}

}  // namespace polyscape::certify
