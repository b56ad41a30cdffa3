#include "polyscape/exact/monomials.hpp"

#include <algorithm>
#include <numeric>
#include <utility>

#include "polyscape/base/limit.hpp"
#include "polyscape/base/random.hpp"

namespace polyscape::exact {

namespace {
constexpr Exponent largest = 0x7fff;  // sums of two fit

[[noreturn]] void too_large() {
  throw LimitError("monomials of degree at most 32767", "a larger one", "use smaller degrees, or smaller weights");
}
}  // namespace

void require_order(const MonomialOrder& order, std::size_t variables) {
  if (order.gradings.empty()) throw ArgumentError("monomial order: no grading");
  for (const auto& weights : order.gradings)
    if (weights.size() != variables) throw ArgumentError("monomial order: not one weight a variable");
  if (std::ranges::count(order.gradings.front(), 0) != 0)
    throw ArgumentError("monomial order: the first grading has a weight 0");
}

MonomialTable::MonomialTable(std::size_t variables, MonomialOrder order)
    : variables_(variables), stride_(variables + order.gradings.size()), order_(std::move(order)) {
  require_order(order_, variables);
  Random random(0x9e3779b97f4a7c15);
  for (std::size_t k = 0; k < variables_; ++k)
    multipliers_.push_back(static_cast<std::uint32_t>(random.next() >> 32) | 1);
  buckets_.assign(1024, 0);
  keys_.resize(stride_);
}

MonomialIndex MonomialTable::insert(std::span<const Exponent> exponents) {
  if (exponents.size() != variables_) throw ArgumentError("monomials: not one exponent a variable");
  Exponent* key = keys_.data() + size() * stride_;
  for (const auto& weights : order_.gradings) {
    const auto degree = std::inner_product(exponents.begin(), exponents.end(), weights.begin(), 0UL);
    if (degree > largest) too_large();
    *key++ = static_cast<Exponent>(degree);
  }
  std::uint32_t hash = 0;
  for (std::size_t k = 0; k < variables_; ++k) {
    key[k] = exponents[k];
    hash += exponents[k] * multipliers_[k];
  }
  return find_or_add(hash);
}

MonomialIndex MonomialTable::insert_product(const MonomialTable& s, MonomialIndex a, const MonomialTable& t,
                                            MonomialIndex b) {
  Exponent* key = keys_.data() + size() * stride_;
  const Exponent *x = s.keys_.data() + a * stride_, *y = t.keys_.data() + b * stride_;
  for (std::size_t k = 0; k < stride_; ++k) key[k] = x[k] + y[k];
  for (std::size_t k = 0; k < order_.gradings.size(); ++k)
    if (key[k] > largest) too_large();
  return find_or_add(s.hashes_[a] + t.hashes_[b]);
}

MonomialIndex MonomialTable::insert_lcm(const MonomialTable& s, MonomialIndex a, const MonomialTable& t,
                                        MonomialIndex b) {
  std::vector<Exponent> lcm(variables_);
  std::ranges::transform(s.exponents(a), t.exponents(b), lcm.begin(), [](auto x, auto y) { return std::max(x, y); });
  return insert(lcm);
}

MonomialIndex MonomialTable::insert_quotient(const MonomialTable& s, MonomialIndex a, const MonomialTable& t,
                                             MonomialIndex b) {
  Exponent* key = keys_.data() + size() * stride_;
  const Exponent *x = s.keys_.data() + a * stride_, *y = t.keys_.data() + b * stride_;
  for (std::size_t k = 0; k < stride_; ++k) key[k] = x[k] - y[k];
  return find_or_add(s.hashes_[a] - t.hashes_[b]);
}

MonomialIndex MonomialTable::insert_copy(const MonomialTable& s, MonomialIndex a) {
  std::copy_n(s.keys_.data() + a * stride_, stride_, keys_.data() + size() * stride_);
  return find_or_add(s.hashes_[a]);
}

long MonomialTable::total_degree(MonomialIndex i) const {
  const auto e = exponents(i);
  return std::accumulate(e.begin(), e.end(), 0L);
}

bool MonomialTable::coprime(MonomialIndex a, MonomialIndex b) const {
  const auto x = exponents(a), y = exponents(b);
  for (std::size_t k = 0; k < variables_; ++k)
    if (x[k] != 0 && y[k] != 0) return false;
  return true;
}

bool MonomialTable::is_lcm(MonomialIndex a, MonomialIndex b, MonomialIndex c) const {
  const auto x = exponents(a), y = exponents(b), z = exponents(c);
  for (std::size_t k = 0; k < variables_; ++k)
    if (std::max(x[k], y[k]) != z[k]) return false;
  return true;
}

std::strong_ordering MonomialTable::compare(MonomialIndex a, MonomialIndex b) const {
  const Exponent *x = keys_.data() + a * stride_, *y = keys_.data() + b * stride_;
  const std::size_t gradings = order_.gradings.size();
  for (std::size_t k = 0; k < gradings; ++k)
    if (x[k] != y[k]) return x[k] <=> y[k];
  for (std::size_t k = stride_; k-- > gradings;)
    if (x[k] != y[k]) return y[k] <=> x[k];
  return std::strong_ordering::equal;
}

std::vector<MonomialIndex> MonomialTable::decreasing(const std::vector<bool>& marked) const {
  std::vector<MonomialIndex> all(size());
  std::iota(all.begin(), all.end(), MonomialIndex{0});
  std::ranges::sort(all, [&](MonomialIndex a, MonomialIndex b) {
    if (!marked.empty() && marked[a] != marked[b]) return static_cast<bool>(marked[a]);
    return compare(a, b) > 0;
  });
  return all;
}

void MonomialTable::clear() {
  std::ranges::fill(buckets_, 0);
  hashes_.clear();
  masks_.clear();
  keys_.resize(stride_);
}

std::size_t MonomialTable::bytes() const {
  return keys_.capacity() * sizeof(Exponent) + hashes_.capacity() * sizeof(std::uint32_t) +
         masks_.capacity() * sizeof(std::uint64_t) + buckets_.capacity() * sizeof(MonomialIndex);
}

MonomialIndex MonomialTable::find_or_add(std::uint32_t hash) {
  const std::size_t mask = buckets_.size() - 1;
  const Exponent* candidate = keys_.data() + size() * stride_;
  std::size_t place = hash & mask;
  for (std::size_t step = 1; buckets_[place] != 0; place = (place + step++) & mask) {
    const MonomialIndex i = buckets_[place] - 1;
    if (hashes_[i] == hash && std::equal(candidate, candidate + stride_, keys_.data() + i * stride_)) return i;
  }
  const auto index = static_cast<MonomialIndex>(size());
  buckets_[place] = index + 1;
  masks_.push_back(mask_of(candidate + order_.gradings.size()));
  hashes_.push_back(hash);
  keys_.resize((size() + 1) * stride_);
  if (2 * size() > buckets_.size()) grow();
  return index;
}

std::uint64_t MonomialTable::mask_of(const Exponent* exponents) const {
  const std::size_t each = variables_ >= 64 ? 1 : 64 / variables_;
  std::uint64_t mask = 0;
  for (std::size_t k = 0; k < std::min<std::size_t>(variables_, 64); ++k) {
    const std::size_t reached = std::min<std::size_t>(exponents[k], each);
    if (reached != 0) mask |= (~std::uint64_t{0} >> (64 - reached)) << (k * each);
  }
  return mask;
}

void MonomialTable::grow() {
  buckets_.assign(2 * buckets_.size(), 0);
  const std::size_t mask = buckets_.size() - 1;
  for (MonomialIndex i = 0; i < size(); ++i) {
    std::size_t place = hashes_[i] & mask;
    for (std::size_t step = 1; buckets_[place] != 0; place = (place + step++) & mask) {
    }
    buckets_[place] = i + 1;
  }
}

}  // namespace polyscape::exact
