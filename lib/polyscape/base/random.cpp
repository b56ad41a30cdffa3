#include "polyscape/base/random.hpp"

#include <cmath>
#include <numbers>

#include "polyscape/base/error.hpp"

namespace polyscape {
namespace {

std::uint64_t mix(std::uint64_t z) {
  z = (z ^ (z >> 30)) * 0xbf58476d1ce4e5b9ULL;
  z = (z ^ (z >> 27)) * 0x94d049bb133111ebULL;
  return z ^ (z >> 31);
}

constexpr std::uint64_t golden = 0x9e3779b97f4a7c15ULL;
constexpr double grid = 1 << 30;

std::complex<double> on_grid(std::complex<double> z) {
  return {std::round(z.real() * grid) / grid, std::round(z.imag() * grid) / grid};
}

}  // namespace

Random::Random(std::uint64_t seed) : key_(mix(seed + golden)) {}

Random Random::stream(std::uint64_t index) const {
  Random r(0);
  r.key_ = mix(key_ ^ mix(index * golden + 0x1d8e4e27c47d124fULL));
  return r;
}

// FNV-1a; the other constant keeps names apart from numbers.
Random Random::stream(std::string_view name) const {
  std::uint64_t hash = 0xcbf29ce484222325ULL;
  for (const char c : name) hash = (hash ^ static_cast<unsigned char>(c)) * 0x100000001b3ULL;
  Random r(0);
  r.key_ = mix(key_ ^ mix(hash + 0x6a09e667f3bcc909ULL));
  return r;
}

std::uint64_t Random::next() { return mix(key_ + golden * ++counter_); }

std::uint64_t Random::below(std::uint64_t bound) {
  if (bound == 0) throw ArgumentError("Random::below: bound is 0");
  const std::uint64_t limit = UINT64_MAX - UINT64_MAX % bound;  // rejection keeps it uniform
  std::uint64_t x = next();
  while (x >= limit) x = next();
  return x % bound;
}

double Random::uniform() { return static_cast<double>(next() >> 34) / grid; }

std::complex<double> Random::unit_complex() { return on_grid(std::polar(1.0, 2 * std::numbers::pi * uniform())); }

std::complex<double> Random::annulus_complex() {
  const double radius = 0.5 + uniform();
  return on_grid(std::polar(radius, 2 * std::numbers::pi * uniform()));
}

double Random::normal() {
  const double u = 1.0 - uniform(), v = uniform();
  return std::sqrt(-2 * std::log(u)) * std::cos(2 * std::numbers::pi * v);
}

}  // namespace polyscape
