#include "polyscape/critical/modular.hpp"

#include <flint/fmpq.h>
#include <flint/nmod_mat.h>
#include <flint/ulong_extras.h>

#include <algorithm>

#include "polyscape/algebra/derivative.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::critical {
namespace {

constexpr int random_points = 3;

mp_limb_t reduced(const algebra::Rational& value, nmod_t modulus) {
  const fmpz* words = reinterpret_cast<const fmpz*>(value.words());
  const mp_limb_t numerator = fmpz_fdiv_ui(words, modulus.n), denominator = fmpz_fdiv_ui(words + 1, modulus.n);
  if (denominator == 0) throw ArgumentError("generic_rank: a denominator is a multiple of the prime");
  return nmod_mul(numerator, nmod_inv(denominator, modulus), modulus);
}

std::vector<mp_limb_t> evaluate(const algebra::Program& program, const std::vector<mp_limb_t>& point, nmod_t modulus) {
  const std::vector<bool> needed = program.used();
  std::vector<mp_limb_t> value(program.size(), 0);
  for (algebra::Program::Node i = 0; i < program.size(); ++i) {
    if (!needed[i]) continue;
    const auto o = program.operation(i);
    switch (o.kind) {
      case algebra::Program::Kind::constant:
        if (!program.constant_value(i).is_real())
          throw ArgumentError("generic_rank: the program has a complex constant");
        value[i] = reduced(program.constant_value(i).re, modulus);
        break;
      case algebra::Program::Kind::variable:
        value[i] = point[o.left];
        break;
      case algebra::Program::Kind::parameter:
        break;
      case algebra::Program::Kind::sum:
        value[i] = nmod_add(value[o.left], value[o.right], modulus);
        break;
      case algebra::Program::Kind::product:
        value[i] = nmod_mul(value[o.left], value[o.right], modulus);
        break;
    }
  }
  std::vector<mp_limb_t> result;
  for (const auto output : program.outputs) result.push_back(value[output]);
  return result;
}

}  // namespace

std::size_t generic_rank(const algebra::Program& program, std::uint64_t seed) {
  if (program.parameters() != 0) throw ArgumentError("generic_rank: the program has parameters");
  const algebra::Differentiated d = algebra::differentiate(program);
  if (d.values == 0 || program.variables() == 0) return 0;
  nmod_t modulus;
  nmod_init(&modulus, n_nextprime(1UL << 62, 1));
  Random random(seed);
  std::size_t best = 0;
  for (int round = 0; round < random_points; ++round) {
    std::vector<mp_limb_t> point;
    for (std::size_t i = 0; i < program.variables(); ++i) point.push_back(random.below(modulus.n));
    const std::vector<mp_limb_t> values = evaluate(d.program, point, modulus);
    nmod_mat_t jacobian;
    nmod_mat_init(jacobian, static_cast<slong>(d.values), static_cast<slong>(program.variables()), modulus.n);
    for (std::size_t k = 0; k < d.entries.size(); ++k)
      nmod_mat_entry(jacobian, d.entries[k].row, d.entries[k].column) = values[d.values + k];
    best = std::max(best, static_cast<std::size_t>(nmod_mat_rank(jacobian)));
    nmod_mat_clear(jacobian);
  }
  return best;
}

}  // namespace polyscape::critical
