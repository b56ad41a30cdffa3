#include "polyscape/exact/quotient.hpp"

#include <algorithm>
#include <map>
#include <utility>

#include "polyscape/base/error.hpp"
#include "polyscape/exact/elimination.hpp"

namespace polyscape::exact {

namespace {

struct Element {
  std::vector<std::uint64_t> coefficients;
  std::vector<MonomialIndex> monomials;
};

}  // namespace

struct Quotient::Impl {
  std::uint64_t prime;
  MonomialTable monomials;  // of the basis
  std::vector<Element> elements;

  std::vector<Monomial> leading() const {
    std::vector<Monomial> result;
    for (const Element& e : elements) {
      const auto exponents = monomials.exponents(e.monomials.front());
      result.emplace_back(exponents.begin(), exponents.end());
    }
    return result;
  }
};

Quotient::Quotient(const GroebnerBasis& basis, std::uint64_t prime, std::size_t variables, const MonomialOrder& order)
    : impl_(new Impl{prime, MonomialTable(variables, order), {}}) {
  if (!basis.complete) throw ArgumentError("quotient: the basis is not complete");
  for (const ModularPolynomial& p : basis.elements) {
    Element& element = impl_->elements.emplace_back();
    for (const ModularTerm& term : p) {
      element.coefficients.push_back(term.coefficient);
      element.monomials.push_back(impl_->monomials.insert(term.exponents));
    }
  }
}
Quotient::~Quotient() = default;
Quotient::Quotient(Quotient&&) noexcept = default;

// One matrix: a multiple of the basis for every monomial that a leading one divides, by which all are reduced.
std::vector<ModularPolynomial> Quotient::normal_forms(std::span<const ModularPolynomial> polynomials) const {
  const MonomialTable& known = impl_->monomials;
  MonomialTable columns(known.variables(), known.order()), multipliers(known.variables(), known.order());
  struct Row {
    std::vector<std::uint32_t> columns;
    const std::vector<std::uint64_t>* coefficients;
  };
  std::vector<Element> inputs;
  for (const ModularPolynomial& p : polynomials) {
    Element& input = inputs.emplace_back();
    for (const ModularTerm& term : p) {
      input.coefficients.push_back(term.coefficient);
      input.monomials.push_back(columns.insert(term.exponents));
    }
  }
  std::vector<Row> pivots;
  for (MonomialIndex m = 0; m < columns.size(); ++m) {
    const auto divisor = std::ranges::find_if(
        impl_->elements, [&](const Element& e) { return known.divides(e.monomials.front(), columns, m); });
    if (divisor == impl_->elements.end()) continue;
    const MonomialIndex multiplier = multipliers.insert_quotient(columns, m, known, divisor->monomials.front());
    Row& row = pivots.emplace_back(Row{{}, &divisor->coefficients});
    for (const MonomialIndex t : divisor->monomials)
      row.columns.push_back(columns.insert_product(multipliers, multiplier, known, t));
  }
  const std::vector<MonomialIndex> monomial_of = columns.decreasing();
  std::vector<std::uint32_t> column_of(columns.size());
  for (std::uint32_t c = 0; c < column_of.size(); ++c) column_of[monomial_of[c]] = c;
  Elimination elimination(impl_->prime, columns.size());
  for (Row& row : pivots) {
    for (std::uint32_t& c : row.columns) c = column_of[c];
    elimination.add_pivot({row.columns, *row.coefficients});
  }
  std::vector<ModularPolynomial> result;
  for (Element& input : inputs) {
    for (MonomialIndex& m : input.monomials) m = column_of[m];
    const Elimination::Remainder left = elimination.remainder({input.monomials, input.coefficients});
    ModularPolynomial& p = result.emplace_back();
    for (std::size_t j = 0; j < left.columns.size(); ++j) {
      const auto e = columns.exponents(monomial_of[left.columns[j]]);
      p.push_back({left.coefficients[j], {e.begin(), e.end()}});
    }
  }
  return result;
}

ModularPolynomial Quotient::normal_form(const ModularPolynomial& polynomial) const {
  return normal_forms(std::span(&polynomial, 1)).front();
}

std::optional<std::vector<Monomial>> Quotient::basis(std::size_t most) const {
  return staircase(impl_->leading(), impl_->monomials.order(), impl_->monomials.variables(), most);
}

Quotient::Matrix Quotient::multiplication(std::size_t k) const {
  const auto under = basis();
  if (!under || k >= impl_->monomials.variables())
    throw ArgumentError("quotient: no finite basis, or no such variable");
  std::map<Monomial, std::size_t> place;
  for (std::size_t i = 0; i < under->size(); ++i) place[(*under)[i]] = i;
  std::vector<ModularPolynomial> multiples;
  for (Monomial m : *under) {
    ++m[k];
    multiples.push_back({{1, std::move(m)}});
  }
  Matrix matrix;
  for (const ModularPolynomial& p : normal_forms(multiples)) {
    auto& row = matrix.emplace_back(under->size(), 0);
    for (const ModularTerm& term : p) row[place.at(term.exponents)] = term.coefficient;
  }
  return matrix;
}

}  // namespace polyscape::exact
