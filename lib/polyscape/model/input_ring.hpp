#pragma once
/// Polynomials in a network's input whose coefficients are nodes of a program, with the operations of Program.
#include <algorithm>
#include <functional>
#include <iterator>
#include <map>
#include <span>
#include <utility>
#include <vector>

#include "polyscape/algebra/program.hpp"

namespace polyscape::model {

using algebra::Rational;

/// A monomial in the network's input: the numbers of the coordinates that it is a product of, increasing. That is as
/// long as its degree, however many inputs there are.
using InputMonomial = std::vector<std::size_t>;
/// Lexicographic by exponents.
struct ByExponents {
  bool operator()(const InputMonomial& a, const InputMonomial& b) const {
    return std::ranges::lexicographical_compare(a, b, std::ranges::greater());
  }
};

/// A polynomial in the network's input: the nodes of its coefficients.
using InputPolynomial = std::map<InputMonomial, algebra::Program::Node, ByExponents>;

class InputRing {
 public:
  using Node = InputPolynomial;

  /// Polynomials of more than `most_terms` terms are not computed, see overflowed().
  InputRing(algebra::Program& program, std::size_t most_terms) : program_(program), most_terms_(most_terms) {}

  Node constant(const Rational& value) { return value.is_zero() ? Node{} : of(program_.constant(value)); }
  Node variable(std::size_t index) { return of(program_.variable(index)); }
  Node coordinate(std::size_t index) { return {{{index}, program_.constant(1)}}; }
  Node add(const Node& a, const Node& b) { return sum(std::vector{a, b}); }
  Node negate(const Node& a) { return scale(-1, a); }
  Node scale(const Rational& factor, Node a) {
    for (auto& [monomial, coefficient] : a) coefficient = program_.scale(factor, coefficient);
    return a;
  }
  Node sum(std::span<const Node> terms) {
    Collected collected;
    for (const Node& term : terms)
      for (const auto& [monomial, coefficient] : term) collected[monomial].push_back(coefficient);
    return summed(collected);
  }
  Node multiply(const Node& a, const Node& b) {
    Collected collected;
    for (const auto& [left, x] : a)
      for (const auto& [right, y] : b) {
        InputMonomial monomial;
        std::ranges::merge(left, right, std::back_inserter(monomial));
        collected[std::move(monomial)].push_back(program_.multiply(x, y));
      }
    return summed(collected);
  }
  Node power(const Node& a, unsigned exponent) {
    Node result = constant(1);
    for (unsigned k = 0; k < exponent; ++k) result = multiply(result, a);
    return result;
  }
  bool overflowed() const { return overflowed_; }

 private:
  using Collected = std::map<InputMonomial, std::vector<algebra::Program::Node>, ByExponents>;
  Node of(algebra::Program::Node coefficient) { return {{InputMonomial(), coefficient}}; }
  Node summed(const Collected& collected) {
    overflowed_ = overflowed_ || collected.size() > most_terms_;
    if (overflowed_) return {};
    Node result;
    for (const auto& [monomial, terms] : collected) result.emplace(monomial, program_.sum(terms));
    return result;
  }

  algebra::Program& program_;
  std::size_t most_terms_;
  bool overflowed_ = false;
};

}  // namespace polyscape::model
