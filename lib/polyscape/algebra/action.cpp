#include "polyscape/algebra/action.hpp"

#include <algorithm>
#include <numeric>

#include "polyscape/base/error.hpp"

namespace polyscape::algebra {
namespace {

template <class T>
std::vector<T> applied(const SignedPermutation& action, std::span<const T> point) {
  if (action.source.size() != point.size()) throw ArgumentError("act: the action has another number of coordinates");
  std::vector<T> result;
  result.reserve(point.size());
  for (std::size_t i = 0; i < point.size(); ++i)
    result.push_back(action.sign[i] < 0 ? -point[action.source[i]] : point[action.source[i]]);
  return result;
}

}  // namespace

SignedPermutation identity_action(std::size_t size) {
  SignedPermutation result{std::vector<std::size_t>(size), std::vector<int>(size, 1)};
  std::iota(result.source.begin(), result.source.end(), std::size_t{0});
  return result;
}

std::vector<std::complex<double>> act(const SignedPermutation& action, std::span<const std::complex<double>> point) {
  return applied(action, point);
}
std::vector<Rational> act(const SignedPermutation& action, std::span<const Rational> point) {
  return applied(action, point);
}
std::vector<GaussianRational> act(const SignedPermutation& action, std::span<const GaussianRational> point) {
  return applied(action, point);
}

SignedPermutation compose(const SignedPermutation& second, const SignedPermutation& first) {
  SignedPermutation result = second;
  for (std::size_t i = 0; i < second.source.size(); ++i) {
    result.source[i] = first.source[second.source[i]];
    result.sign[i] = second.sign[i] * first.sign[second.source[i]];
  }
  return result;
}

std::vector<SignedPermutation> group_elements(std::span<const SignedPermutation> generators, std::size_t size,
                                              std::size_t limit) {
  std::vector<SignedPermutation> elements{identity_action(size)};
  for (std::size_t i = 0; i < elements.size(); ++i) {
    for (const SignedPermutation& generator : generators) {
      SignedPermutation next = compose(generator, elements[i]);
      if (std::ranges::find(elements, next) != elements.end()) continue;
      if (elements.size() == limit) throw ArgumentError("group_elements: the group is larger than the limit");
      elements.push_back(std::move(next));
    }
  }
  return elements;
}

}  // namespace polyscape::algebra
