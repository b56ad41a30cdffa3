#include "polyscape/plot/draws_figures.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <map>

#include "polyscape/report/summary/page.hpp"

namespace polyscape::plot {

using report::plural;
using report::readable;

namespace {

/// What the draws of one group have.
struct Group {
  std::string name;
  std::vector<double> counts;

  double mean() const {
    double sum = 0;
    for (const double n : counts) sum += n;
    return sum / static_cast<double>(counts.size());
  }
  /// Standard error of the mean; none of one draw.
  std::optional<double> error() const {
    if (counts.size() < 2) return std::nullopt;
    double squares = 0;
    for (const double n : counts) squares += (n - mean()) * (n - mean());
    const auto of = static_cast<double>(counts.size());
    return std::sqrt(squares / (of - 1) / of);
  }
  std::string mean_text() const {
    const std::optional<double> e = error();
    return fmt::format("mean {:.6g}{}", mean(), e ? fmt::format(", standard error {:.2g}", *e) : "");
  }
  /// Each count, and how many draws have it.
  std::map<double, std::uint64_t> draws() const {
    std::map<double, std::uint64_t> result;
    for (const double n : counts) ++result[n];
    return result;
  }
};

void histogram(const Group& group, const std::string& what, Figure& f) {
  f.caption =
      fmt::format("How many of {} have how many {}: {}.", plural(group.counts.size(), "draw"), what, group.mean_text());
  f.x = {what, Scale::linear, 1, {}, true};
  f.y = {"draws", Scale::linear, 1, {}, true};
  Bars bars{"", Colour::blue, {}};
  const std::map<double, std::uint64_t> draws = group.draws();
  for (const auto& [n, k] : draws)
    bars.bars.push_back(
        {n - 0.4, n + 0.4, static_cast<double>(k), fmt::format("{} {}: {}", n, what, plural(k, "draw"))});
  constexpr double room = 1.5;  // so that a single bar is one
  f.x.range = {draws.begin()->first - room, draws.rbegin()->first + room};
  f.series.emplace_back(std::move(bars));
  f.height = 0.4;
}

void marks_by_group(const std::vector<Group>& groups, const std::string& what, Figure& f) {
  f.caption = fmt::format(
      "Rings: counts of {} that some draw of the group has; discs: means over the draws, with standard errors.", what);
  f.x = {"", Scale::category};
  f.y = {what, Scale::linear, 1, {}, true};
  Points counts{"draws", Colour::grey, Shape::ring, {}}, means{"mean", Colour::blue, Shape::disc, {}};
  for (const Group& g : groups) {
    const auto c = static_cast<double>(f.x.categories.size());
    f.x.categories.push_back(g.name);
    for (const auto& [n, k] : g.draws())
      counts.marks.push_back({c - 0.12, n, fmt::format("{}: {} {} in {}", g.name, n, what, plural(k, "draw"))});
    const std::optional<double> error = g.error();
    means.marks.push_back(
        {c + 0.12, g.mean(), fmt::format("{}, {}: {}", g.name, plural(g.counts.size(), "draw"), g.mean_text())});
    if (error) means.marks.back().error = {g.mean() - *error, g.mean() + *error};
  }
  f.series = {std::move(counts), std::move(means)};
}

Drawing drawn(const std::string& name, const std::string& title, const std::string& what,
              const std::vector<Group>& groups, const std::string& rest) {
  if (groups.empty()) return Absent{name, "no draw has such counts"};
  Figure f{name, title};
  groups.size() == 1 ? histogram(groups.front(), what, f) : marks_by_group(groups, what, f);
  f.caption += rest;
  return f;
}

void add(std::vector<Group>& groups, const std::string& name, std::uint64_t count) {
  auto group = std::ranges::find(groups, name, &Group::name);
  if (group == groups.end()) group = groups.insert(groups.end(), {name, {}});
  group->counts.push_back(static_cast<double>(count));
}

}  // namespace

std::vector<Drawing> draws_figures(std::span<const report::Result> draws, std::span<const std::string> names) {
  if (draws.empty()) return {Absent{"real-points", "for sweeps"}, Absent{"minima", "for sweeps"}};
  std::vector<Group> real, minima;
  std::size_t left_out = 0;
  std::map<Completeness, std::size_t> known;
  for (std::size_t k = 0; k < draws.size(); ++k) {
    const report::Result& r = draws[k];
    if (!r.solutions || !report::complete(r)) {
      ++left_out;
      continue;
    }
    ++known[r.solutions->completeness];
    const std::string group = k < names.size() ? names[k] : "";
    add(real, group, r.solutions->real);
    if (r.solutions->real_by_kind.empty()) continue;
    const auto found = r.solutions->real_by_kind.find(algebra::Kind::minimum);
    add(minima, group, found == r.solutions->real_by_kind.end() ? 0 : found->second);
  }
  std::string rest;
  for (const auto& [completeness, count] : known)
    rest += fmt::format("{} {} ({})", rest.empty() ? " Completeness:" : ",", name(completeness), plural(count, "draw"));
  if (!rest.empty()) rest += ".";
  if (left_out > 0) rest += fmt::format(" {} without a complete count not among them.", plural(left_out, "draw"));
  return {drawn("real-points", "Real critical points over draws", "real critical points", real, rest),
          drawn("minima", "Minima over draws", "minima", minima, rest)};
}

}  // namespace polyscape::plot
