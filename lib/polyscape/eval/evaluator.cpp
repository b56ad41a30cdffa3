#include "polyscape/eval/evaluator.hpp"

#include <algorithm>

#include "polyscape/eval/tapes_kernel.hpp"

namespace polyscape::eval {

bool is_real(const Point& point) { return std::ranges::all_of(point, &algebra::GaussianRational::is_real); }

Evaluator::Evaluator(const algebra::Program& program) : Evaluator(algebra::differentiate(program)) {}
Evaluator::Evaluator(const algebra::Differentiated& differentiated)
    : tapes_(new EvaluatorTapes{std::make_shared<const TapeCode>(compile(differentiated))}) {}
Evaluator Evaluator::of_values(const algebra::Program& program) {
  return Evaluator(algebra::Differentiated{program, program.outputs.size(), {}});
}
Evaluator::~Evaluator() = default;
Evaluator::Evaluator(Evaluator&&) noexcept = default;
Evaluator& Evaluator::operator=(Evaluator&&) noexcept = default;

std::size_t Evaluator::variables() const { return tapes_->code->variables; }
std::size_t Evaluator::equations() const { return tapes_->code->value_slots.size(); }
bool Evaluator::real() const { return tapes_->code->real(); }

Point Evaluator::values(const Point& x, int bits) const {
  const auto at = [&]<class T>(const std::vector<T>& point) {
    return to_exact_point(tapes_->precise.values(std::span<const T>(point), bits));
  };
  return real() && is_real(x) ? at(to_scalars<Multiprecision>(x, bits))
                              : at(to_scalars<ComplexMultiprecision>(x, bits));
}

algebra::GaussianMatrix Evaluator::jacobian(const Point& x, int bits) const {
  const auto at = [&]<class T>(const std::vector<T>& point) {
    return to_exact_matrix(tapes_->precise(std::span<const T>(point), bits).jacobian);
  };
  return real() && is_real(x) ? at(to_scalars<Multiprecision>(x, bits))
                              : at(to_scalars<ComplexMultiprecision>(x, bits));
}

}  // namespace polyscape::eval
