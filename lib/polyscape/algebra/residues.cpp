#include "polyscape/algebra/residues.hpp"

#include <flint/ulong_extras.h>

#include <algorithm>

#include "polyscape/base/error.hpp"

namespace polyscape::algebra {

ResidueField::ResidueField(Random random) {
  constexpr std::uint64_t low = std::uint64_t{1} << 61;
  do prime_ = n_nextprime(low + random.below(low / 2), 0);
  while (prime_ % 4 != 1);
  root_ = n_sqrtmod(prime_ - 1, prime_);
}

ResidueField::ResidueField(std::uint64_t prime) : prime_(prime) {
  if (prime >> 63 != 0 || prime % 4 != 1 || !n_is_prime(prime))
    throw ArgumentError("residues: no prime below 2^63 that is 1 modulo 4");
  root_ = n_sqrtmod(prime_ - 1, prime_);
}

std::optional<std::uint64_t> ResidueField::residue(const GaussianRational& z) const {
  const auto re = algebra::residue(z.re, prime_);
  if (z.is_real()) return re;
  const auto im = algebra::residue(z.im, prime_);
  if (!re || !im) return std::nullopt;
  return add(*re, multiply(root_, *im));
}

namespace {
void require_fit(const Program& program, std::size_t count, std::size_t coordinates) {
  if (program.parameters() != 0 || coordinates != program.variables() || count > program.outputs.size())
    throw ArgumentError("residues: parameters, or another number of coordinates or outputs than the program has");
}
}  // namespace

std::optional<std::vector<std::uint64_t>> evaluate(const Program& program, std::size_t count,
                                                   std::span<const std::uint64_t> point, const ResidueField& field) {
  require_fit(program, count, point.size());
  bool known = true;
  auto values =
      fold<std::uint64_t>(program, count,
                          Fold{[&](const GaussianRational& c) {
                                 const auto residue = field.residue(c);
                                 known = known && residue;
                                 return residue.value_or(0);
                               },
                               [&](std::size_t i) { return point[i]; }, [](std::size_t) { return std::uint64_t{0}; },
                               [&](std::uint64_t a, std::uint64_t b) { return field.add(a, b); },
                               [&](std::uint64_t a, std::uint64_t b) { return field.multiply(a, b); }});
  return known ? std::optional(std::move(values)) : std::nullopt;
}

std::optional<bool> vanish(const Program& program, std::size_t count, std::span<const GaussianRational> point,
                           const ResidueField& field) {
  require_fit(program, count, point.size());
  std::vector<std::uint64_t> residues;
  for (const GaussianRational& z : point) {
    const auto residue = field.residue(z);
    if (!residue) return std::nullopt;
    residues.push_back(*residue);
  }
  const auto values = evaluate(program, count, residues, field);
  if (!values) return std::nullopt;
  return std::ranges::all_of(*values, [](std::uint64_t value) { return value == 0; });
}

}  // namespace polyscape::algebra
