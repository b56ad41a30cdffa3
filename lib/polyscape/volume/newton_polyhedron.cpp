#include "polyscape/volume/newton_polyhedron.hpp"

#include <algorithm>
#include <numeric>
#include <set>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/volume/linear_program.hpp"

namespace polyscape::volume {
namespace {

/// A ray of the cone {(w, l) : w >= 0, l >= 0, w e >= l for all e}, and the constraints that it meets with equality.
struct Ray {
  std::vector<long> at;
  std::vector<bool> tight;
};

// Numbers beyond this are given up: products of two of them and their sums stay in 64 bits.
constexpr long most = 1L << 30;

bool make_primitive(std::vector<long>& v) {
  long common = 0;
  for (const long x : v) common = std::gcd(common, x);
  if (common == 0) return false;
  bool small = true;
  for (long& x : v) {
    x /= common;
    small = small && std::abs(x) <= most;
  }
  return small;
}

long value(const std::vector<long>& ray, const Exponents& e) {
  long result = -ray.back();
  for (std::size_t i = 0; i < e.size(); ++i) result += ray[i] * e[i];
  return result;
}

/// No third ray meets every constraint that both do.
bool adjacent(const std::vector<Ray>& rays, std::size_t a, std::size_t b, std::size_t count) {
  std::vector<std::size_t> common;
  for (std::size_t i = 0; i < count; ++i)
    if (rays[a].tight[i] && rays[b].tight[i]) common.push_back(i);
  for (std::size_t k = 0; k < rays.size(); ++k)
    if (k != a && k != b && std::ranges::all_of(common, [&](std::size_t i) { return rays[k].tight[i]; })) return false;
  return true;
}

/// Adds constraint number `count`; false beyond the limits.
bool cut(std::vector<Ray>& rays, const Exponents& e, std::size_t count, std::size_t limit) {
  std::vector<long> values;
  for (const Ray& r : rays) values.push_back(value(r.at, e));
  std::vector<Ray> kept;
  for (std::size_t a = 0; a < rays.size(); ++a) {
    if (values[a] < 0) continue;
    kept.push_back(rays[a]);
    kept.back().tight[count] = values[a] == 0;
    if (values[a] == 0) continue;
    for (std::size_t b = 0; b < rays.size(); ++b) {
      if (values[b] >= 0 || !adjacent(rays, a, b, count)) continue;
      Ray ray{std::vector<long>(rays[a].at.size()), std::vector<bool>(rays[a].tight.size())};
      const long common = std::gcd(values[a], values[b]), of_b = values[a] / common, of_a = -values[b] / common;
      if (of_a > most || of_b > most) return false;
      for (std::size_t i = 0; i < ray.at.size(); ++i) ray.at[i] = of_a * rays[a].at[i] + of_b * rays[b].at[i];
      if (!make_primitive(ray.at)) return false;
      for (std::size_t i = 0; i < count; ++i) ray.tight[i] = rays[a].tight[i] && rays[b].tight[i];
      ray.tight[count] = true;
      kept.push_back(std::move(ray));
      if (kept.size() > limit) return false;
    }
  }
  rays = std::move(kept);
  return true;
}

}  // namespace

std::optional<NewtonPolyhedron> newton_polyhedron(std::vector<Exponents> exponents, const NewtonLimits& limits) {
  if (exponents.empty()) throw ArgumentError("newton_polyhedron: no exponents");
  std::ranges::sort(exponents);
  exponents.erase(std::ranges::unique(exponents).begin(), exponents.end());
  const std::size_t n = exponents.front().size(), constraints = n + 1 + exponents.size();
  std::vector<Ray> rays;
  for (std::size_t i = 0; i <= n; ++i) {
    Ray& ray = rays.emplace_back(Ray{std::vector<long>(n + 1), std::vector<bool>(constraints)});
    ray.at[i] = 1;
    for (std::size_t j = 0; j <= n; ++j) ray.tight[j] = j != i;
  }
  for (std::size_t k = 0; k < exponents.size(); ++k) {
    stop_if_cancelled();
    if (!cut(rays, exponents[k], n + 1 + k, limits.rays)) return std::nullopt;
  }
  NewtonPolyhedron result{std::move(exponents), {}, {}};
  std::ranges::sort(rays, {}, &Ray::at);
  for (const Ray& ray : rays) {
    if (std::all_of(ray.at.begin(), ray.at.end() - 1, [](long x) { return x == 0; })) continue;
    result.facets.push_back({{ray.at.begin(), ray.at.end() - 1}, ray.at.back()});
    auto& on = result.on.emplace_back();
    for (const Exponents& e : result.exponents) on.push_back(value(ray.at, e) == 0);
  }
  return result;
}

std::vector<std::size_t> facets_of(const NewtonPolyhedron& p, const Face& face) {
  std::vector<std::size_t> result;
  for (std::size_t f = 0; f < p.facets.size(); ++f)
    if (std::ranges::all_of(face, [&](std::size_t e) { return p.on[f][e]; })) result.push_back(f);
  return result;
}

namespace {

/// The least face that holds these exponents; nullopt where it is not compact.
std::optional<Face> closure(const NewtonPolyhedron& p, const Face& part) {
  const auto facets = facets_of(p, part);
  const std::size_t n = p.exponents.front().size();
  for (std::size_t i = 0; i < n; ++i)
    if (std::ranges::none_of(facets, [&](std::size_t f) { return p.facets[f].normal[i] > 0; })) return std::nullopt;
  Face result;
  for (std::size_t e = 0; e < p.exponents.size(); ++e)
    if (std::ranges::all_of(facets, [&](std::size_t f) { return p.on[f][e]; })) result.push_back(e);
  return result;
}

}  // namespace

std::optional<std::vector<Face>> compact_faces(const NewtonPolyhedron& p, const NewtonLimits& limits) {
  std::vector<Face> result;
  std::set<Face> seen;
  const auto add = [&](const Face& part) {
    if (auto face = closure(p, part); face && seen.insert(*face).second) result.push_back(std::move(*face));
  };
  for (std::size_t e = 0; e < p.exponents.size(); ++e) add({e});
  for (std::size_t k = 0; k < result.size(); ++k) {
    if (k % 64 == 0) stop_if_cancelled();
    if (result.size() > limits.faces) return std::nullopt;
    for (std::size_t e = 0; e < p.exponents.size(); ++e) {
      Face part = result[k];
      if (std::ranges::binary_search(part, e)) continue;
      part.push_back(e);
      add(part);
    }
  }
  return result;
}

std::optional<Pole> pole_of(const NewtonPolyhedron& p, std::span<const int> densities, std::span<const int> factors) {
  std::optional<Rational> least;
  RationalMatrix met;
  for (const Facet& f : p.facets) {
    long size = 0, level = f.level;
    for (std::size_t i = 0; i < f.normal.size(); ++i) {
      size += f.normal[i] * (densities[i] + 1);
      level += f.normal[i] * factors[i];
    }
    if (level == 0) continue;
    const Rational ratio = Rational(size) / Rational(level);
    if (least && *least < ratio) continue;
    if (!least || ratio < *least) met.clear();
    least = ratio;
    met.emplace_back(f.normal.begin(), f.normal.end());
  }
  if (!least) return std::nullopt;
  return Pole{*least, static_cast<int>(algebra::rank(met))};
}

std::optional<Rational> value_by_linear_program(std::span<const Exponents> exponents, std::span<const int> densities,
                                                std::span<const int> factors) {
  RationalMatrix rows(densities.size());
  for (std::size_t i = 0; i < densities.size(); ++i)
    for (const Exponents& e : exponents) rows[i].emplace_back(e[i] + factors[i]);
  const std::vector<Rational> objective(exponents.size(), Rational(1));
  std::vector<Rational> limits;
  for (const int h : densities) limits.emplace_back(h + 1);
  const auto optimum = maximize(objective, rows, limits);
  if (!optimum) return std::nullopt;
  return optimum->value;
}

}  // namespace polyscape::volume
