#include "polyscape/algebra/residues.hpp"

#include <flint/ulong_extras.h>

#include "polyscape/base/error.hpp"

namespace polyscape::algebra {

ResidueField::ResidueField(Random random) {
  constexpr std::uint64_t low = std::uint64_t{1} << 61;
  do prime_ = n_nextprime(low + random.below(low / 2), 0);
  while (prime_ % 4 != 1);
  root_ = n_sqrtmod(prime_ - 1, prime_);
}

std::optional<std::uint64_t> ResidueField::residue(const GaussianRational& z) const {
  const auto re = algebra::residue(z.re, prime_);
  if (z.is_real()) return re;
  const auto im = algebra::residue(z.im, prime_);
  if (!re || !im) return std::nullopt;
  return add(*re, multiply(root_, *im));
}

std::optional<bool> vanish(const Program& program, std::size_t count, std::span<const GaussianRational> point,
                           const ResidueField& field) {
  if (program.parameters() != 0 || point.size() != program.variables() || count > program.outputs.size())
    throw ArgumentError("vanish: parameters, or another number of coordinates or outputs than the program has");
  using Kind = Program::Kind;
  const std::vector<bool> needed = program.used(count);
  std::vector<std::uint64_t> value(program.size(), 0);
  for (Program::Node i = 0; i < program.size(); ++i) {
    if (!needed[i]) continue;
    const Program::Operation o = program.operation(i);
    if (o.kind == Kind::sum) {
      value[i] = field.add(value[o.left], value[o.right]);
    } else if (o.kind == Kind::product) {
      value[i] = field.multiply(value[o.left], value[o.right]);
    } else {
      const auto known = field.residue(o.kind == Kind::constant ? program.constant_value(i) : point[o.left]);
      if (!known) return std::nullopt;
      value[i] = *known;
    }
  }
  for (std::size_t k = 0; k < count; ++k)
    if (value[program.outputs[k]] != 0) return false;
  return true;
}

}  // namespace polyscape::algebra
