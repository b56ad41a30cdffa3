#pragma once
/// Polynomials in a network's input whose coefficients are nodes of a program, with the operations of Program.
#include <algorithm>
#include <map>
#include <span>
#include <vector>

#include "polyscape/algebra/program.hpp"

namespace polyscape::model {

using algebra::Rational;

/// A polynomial in the network's input: by exponents, the nodes of its coefficients.
using InputPolynomial = std::map<std::vector<int>, algebra::Program::Node>;

class InputRing {
 public:
  using Node = InputPolynomial;

  /// Polynomials in `inputs` coordinates; those of more than `most_terms` terms are not computed, see overflowed().
  InputRing(algebra::Program& program, std::size_t inputs, std::size_t most_terms)
      : program_(program), inputs_(inputs), most_terms_(most_terms) {}

  Node constant(const Rational& value) { return value.is_zero() ? Node{} : of(program_.constant(value)); }
  Node variable(std::size_t index) { return of(program_.variable(index)); }
  Node coordinate(std::size_t index) {
    std::vector<int> exponents(inputs_, 0);
    exponents[index] = 1;
    return {{exponents, program_.constant(1)}};
  }
  Node add(const Node& a, const Node& b) { return sum(std::vector{a, b}); }
  Node negate(const Node& a) { return scale(-1, a); }
  Node scale(const Rational& factor, Node a) {
    for (auto& [exponents, coefficient] : a) coefficient = program_.scale(factor, coefficient);
    return a;
  }
  Node sum(std::span<const Node> terms) {
    Collected collected;
    for (const Node& term : terms)
      for (const auto& [exponents, coefficient] : term) collected[exponents].push_back(coefficient);
    return summed(collected);
  }
  Node multiply(const Node& a, const Node& b) {
    Collected collected;
    for (const auto& [left, x] : a)
      for (const auto& [right, y] : b) {
        std::vector<int> exponents = left;
        for (std::size_t i = 0; i < inputs_; ++i) exponents[i] += right[i];
        collected[exponents].push_back(program_.multiply(x, y));
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
  using Collected = std::map<std::vector<int>, std::vector<algebra::Program::Node>>;
  Node of(algebra::Program::Node coefficient) { return {{std::vector<int>(inputs_, 0), coefficient}}; }
  Node summed(const Collected& collected) {
    overflowed_ = overflowed_ || collected.size() > most_terms_;
    if (overflowed_) return {};
    Node result;
    for (const auto& [exponents, terms] : collected) result.emplace(exponents, program_.sum(terms));
    return result;
  }

  algebra::Program& program_;
  std::size_t inputs_, most_terms_;
  bool overflowed_ = false;
};

}  // namespace polyscape::model
