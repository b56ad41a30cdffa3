#include "polyscape/study/parity.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "polyscape/algebra/linear.hpp"

namespace polyscape::study {
namespace {

using algebra::Rational;

/// Where some change of signs that keeps the loss changes one.
std::vector<bool> sign_changes(const model::Model& model) {
  const std::vector<std::size_t> places = algebra::identity_action(model.names.size()).source;
  std::vector<bool> result(places.size(), false);
  for (const algebra::SignedPermutation& g : model.symmetries)
    if (g.source == places)
      for (std::size_t j = 0; j < places.size(); ++j) result[j] = result[j] || g.sign[j] < 0;
  return result;
}

/// The one zero of the gradient among points with zeros where signs change, if it is linear there with an invertible
/// matrix.
std::optional<std::vector<Rational>> fixed_point(const algebra::System& gradient, const std::vector<bool>& changes) {
  std::vector<std::size_t> kept;
  for (std::size_t j = 0; j < changes.size(); ++j)
    if (!changes[j]) kept.push_back(j);
  algebra::RationalMatrix matrix(kept.size(), std::vector<Rational>(kept.size()));
  std::vector<Rational> constants(kept.size());
  for (std::size_t i = 0; i < kept.size(); ++i)
    for (const algebra::Term& term : gradient.equations[kept[i]].terms()) {
      std::size_t variable = kept.size();
      int degree = 0;
      bool zero = false;
      for (std::size_t j = 0; j < changes.size(); ++j) {
        if (term.exponents[j] == 0) continue;
        zero = zero || changes[j];
        degree += term.exponents[j];
        variable = static_cast<std::size_t>(std::ranges::find(kept, j) - kept.begin());
      }
      if (zero) continue;
      if (degree > 1 || !term.coefficient.is_real()) return std::nullopt;
      (degree == 0 ? constants[i] : matrix[i][variable]) = term.coefficient.real();
    }
  std::vector<Rational> point(changes.size());
  if (kept.empty()) return point;
  const auto inverse = algebra::inverse(matrix);
  if (!inverse) return std::nullopt;
  for (std::size_t i = 0; i < kept.size(); ++i)
    for (std::size_t k = 0; k < kept.size(); ++k) point[kept[i]] -= (*inverse)[i][k] * constants[k];
  return point;
}

}  // namespace

bool real_points_are_odd(const model::Model& model, const algebra::System& gradient) {
  const auto point = fixed_point(gradient, sign_changes(model));
  if (!point) return false;
  algebra::RationalMatrix hessian;
  for (std::size_t i = 0; i < point->size(); ++i) {
    hessian.emplace_back();
    for (std::size_t j = 0; j < point->size(); ++j)
      hessian.back().push_back(gradient.equations[i].derivative(j).evaluate(std::span<const Rational>(*point)));
  }
  return algebra::rank(hessian) == point->size();
}

void note_parity(const model::Model& model, const algebra::System& gradient, report::Result& result) {
  if (!result.solutions || result.cancelled || result.solutions->real % 2 == 1) return;
  if (!real_points_are_odd(model, gradient)) return;
  const std::string found = fmt::format(
      "{} real critical points, but they are odd in number: changes of signs that keep the loss leave one of them "
      "alone "
      "where it is [theorem]",
      result.solutions->real);
  if (report::standing(result) == report::Standing::incomplete)
    result.notes.emplace_back(Severity::question, found + "; one or more are missing");
  else
    result.contradictions.push_back(found);
}

}  // namespace polyscape::study
