#include "polyscape/critical/manifold.hpp"

#include <algorithm>
#include <cmath>

#include "polyscape/base/random.hpp"
#include "polyscape/critical/fibre.hpp"
#include "polyscape/eval/rank.hpp"
#include "polyscape/variety/modular.hpp"

namespace polyscape::critical {

using algebra::GaussianRational;
using algebra::Program;
using algebra::Rational;
using eval::Point;
using eval::PointSource;

namespace {

constexpr std::size_t more_samples = 8;  // beyond those that separate functions
constexpr std::size_t most_samples = 400;
constexpr int double_bits = 53;
constexpr int function_bits = 256;

/// f(.; w) at generic inputs, enough of them to tell the functions of a tangent space apart.
Program function_of(const model::Model& model, std::uint64_t seed) {
  const std::size_t wanted = 2 * model.names.size() / std::max<std::size_t>(1, model.outputs_per_sample) + more_samples;
  return model::build_model(spec::with_generic_data(model.specification, seed, std::min(wanted, most_samples))).outputs;
}

/// g(v) + g(w): the image of its derivative is the sum of two tangent spaces.
Program doubled(const Program& g) {
  const std::size_t n = g.variables();
  Program result(2 * n);
  const std::vector<Program::Node> all = algebra::variables_of(result, 2 * n);
  const auto middle = all.begin() + static_cast<std::ptrdiff_t>(n);
  result.outputs = result.append(g, {all.begin(), middle});
  const std::vector<Program::Node> second = result.append(g, {middle, all.end()});
  for (std::size_t i = 0; i < second.size(); ++i) result.outputs[i] = result.add(result.outputs[i], second[i]);
  return result;
}

FunctionSpace space_of(const Program& function) {
  FunctionSpace space;
  const variety::GenericRank generic = variety::generic_rank_with_error(function);
  space.dimension = generic.rank;
  space.error_log2 = generic.error_log2;
  space.fibre_dimension = function.variables() - space.dimension;
  space.linear = variety::generic_rank(doubled(function)) == space.dimension;
  return space;
}

/// Whether the imaginary parts vanish to half of the bits.
bool is_real(const Point& values, int bits) {
  return eval::distance(values, eval::conjugate(values)) <=
         std::exp2(-bits / 2) * std::max(1.0, eval::magnitude(values));
}

Point values(const Program& program, const Point& at) {
  return algebra::evaluate(program, std::span<const GaussianRational>(at));
}

}  // namespace

Kind kind_of(const eval::Inertia& inertia, int dimension) {
  if (inertia.negative > 0 && inertia.positive > 0) return Kind::saddle;
  if (inertia.zero != static_cast<std::size_t>(dimension)) return Kind::degenerate;
  return inertia.negative == 0 ? Kind::minimum : Kind::maximum;
}

struct ManifoldView::Impl {
  const model::Model model;
  const Program function;
  const FunctionSpace space;
  const eval::Evaluator gradient_at, function_at;
  const Fibres fibres;
  /// J(v) at a random v: sums over rows weighted with the residuals are the gradient in function space on a generic
  /// tangent space.
  std::vector<GaussianRational> tangents;
  const algebra::Differentiated on_samples;

  Impl(const model::Model& m, std::uint64_t seed)
      : model(m),
        function(function_of(m, seed)),
        space(space_of(function)),
        gradient_at(m.gradient),
        function_at(function),
        fibres(function, m.gradient, m.scalings, seed),
        on_samples(algebra::differentiate(m.outputs)) {
    Random random(seed);
    Point v;
    for (std::size_t i = 0; i < m.names.size(); ++i) v.push_back(Rational::from_double(2 * random.uniform() - 1));
    tangents = values(on_samples.program, v);
  }

  std::optional<std::size_t> parametrisation_rank(const PointSource& point) const {
    const eval::RankDecision decision = eval::rank_at(function_at, point);
    return decision.decided ? std::optional(decision.rank) : std::nullopt;
  }

  /// Whether the gradient in function space at the point vanishes on a generic tangent space.
  bool free_gradient(const Point& point, int bits) const {
    const Point residuals = values(model.residuals, point);
    std::vector<GaussianRational> sums(model.names.size());
    std::vector<double> sizes(model.names.size(), 1);
    for (std::size_t k = 0; k < on_samples.entries.size(); ++k) {
      const auto [row, column] = on_samples.entries[k];
      const GaussianRational term = residuals[row] * tangents[on_samples.values + k];
      sums[column] = sums[column] + term;
      sizes[column] += std::abs(term.to_complex());
    }
    for (std::size_t j = 0; j < sums.size(); ++j)
      if (std::abs(sums[j].to_complex()) > sizes[j] * std::exp2(-bits / 2)) return false;
    return true;
  }

  std::optional<bool> pure(const Point& point, int bits, const PointSource& generic,
                           std::optional<std::size_t> rank) const {
    const bool regularised = std::ranges::any_of(model.lambda, [](const Rational& l) { return l != Rational(0); });
    if (!model.has_interpolation || regularised) return std::nullopt;
    if (rank && *rank == space.dimension) return true;
    if (free_gradient(point, bits)) return true;
    if (rank && space.linear) return false;
    const auto precise = generic(function_bits);
    if (!precise) return std::nullopt;
    const FibreView fibre = fibres.look(values(function, *precise));
    if (!fibre.critical) return false;
    return fibre.largest_rank == space.dimension ? std::optional(true) : std::nullopt;
  }

  /// What a relative error of the point's coordinates changes the function's values by, per unit of it.
  double sensitivity(const Point& point) const {
    const algebra::GaussianMatrix jacobian = function_at.jacobian(point, double_bits);
    double largest = 1;
    for (const auto& row : jacobian) {
      double sum = 0;
      for (const GaussianRational& d : row) sum += std::abs(d.to_complex());
      largest = std::max(largest, sum * std::max(1.0, eval::magnitude(point)));
    }
    return largest;
  }

  /// The function that all points have, to half of their bits, if they have one.
  Point one_function(std::span<const Point> points, int bits) const {
    const Point first = values(function, points.front());
    const double known = std::max(eval::magnitude(first), sensitivity(points.front()));
    for (const Point& p : points.subspan(1))
      if (eval::distance(values(function, p), first) > std::exp2(-bits / 2) * std::max(known, sensitivity(p)))
        return {};
    return first;
  }
};

ManifoldView::ManifoldView(const model::Model& model, std::uint64_t seed)
    : impl_(std::make_unique<Impl>(model, seed)) {}
ManifoldView::~ManifoldView() = default;

const FunctionSpace& ManifoldView::function_space() const { return impl_->space; }

CriticalManifold ManifoldView::examine(int dimension, std::span<const Point> points, int bits,
                                       const PointSource& generic, std::span<const PointSource> real) const {
  CriticalManifold result;
  const Point& point = points.front();
  result.loss = values(impl_->model.loss, point).front().to_complex();
  if (std::abs(result.loss.imag()) <= std::exp2(-bits / 2) * std::max(1.0, std::abs(result.loss))) result.loss.imag(0);
  const Point function = impl_->one_function(points, bits);
  result.function = eval::rounded(function);
  if (!function.empty()) result.real_function = is_real(function, bits);
  result.parametrisation_rank = impl_->parametrisation_rank(generic);
  result.pure = impl_->pure(point, bits, generic, result.parametrisation_rank);
  for (const PointSource& at : real) {
    const eval::InertiaDecision decision = eval::inertia_at(impl_->gradient_at, at);
    if (!decision.decided || std::ranges::find(result.inertias, decision.inertia) != result.inertias.end()) continue;
    result.inertias.push_back(decision.inertia);
    const Kind kind = kind_of(decision.inertia, dimension);
    if (std::ranges::find(result.kinds, kind) == result.kinds.end()) result.kinds.push_back(kind);
  }
  return result;
}

std::vector<Point> ManifoldView::real_weights(const PointSource& point, std::size_t enough) const {
  const auto precise = point(function_bits);
  if (!precise) return {};
  const Point function = values(impl_->function, *precise);
  return is_real(function, function_bits) ? impl_->fibres.balanced(function, enough) : std::vector<Point>{};
}

}  // namespace polyscape::critical
