#include "polyscape/study/sweep_rows.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <optional>

#include "polyscape/base/error.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/parallel.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/input_digest.hpp"

namespace polyscape::study {
namespace {

/// What of a row has to be known of all rows before one is solved.
struct RowFacts {
  std::string input_digest;
  std::optional<std::string> lambda;  ///< digest of it; nullopt: the row is analysed on its own
};

RowFacts facts_of(const spec::Specification& s, const Options& options) {
  RowFacts facts{input_digest(s), std::nullopt};
  if (!s.data.random || options.gauge != Gauge::none || !can_expand(s)) return facts;
  std::string text;
  for (std::uint64_t place = 0; place < s.network.places(); ++place) {
    const algebra::Rational lambda = spec::lambda(s, place);
    if (lambda.is_zero()) return facts;
    text += lambda.to_string() + " ";
  }
  facts.lambda = digest(text);
  return facts;
}

std::string first_difference(const std::string& a, const std::string& b) {
  const auto at = std::ranges::mismatch(a, b).in1;
  return fmt::format("the text of line {}", 1 + std::count(a.begin(), at, '\n'));
}

std::string difference(const store::Sweep& stored, const store::Sweep& now) {
  if (stored.version != now.version)
    return fmt::format("the version of polyscape, {} in the store, {} here", stored.version, now.version);
  if (stored.text != now.text) return first_difference(now.text, stored.text);
  for (const auto& [option, value] : stored.options)
    for (const auto& [other, here] : now.options)
      if (option == other && value != here)
        return fmt::format("the option {}, {} in the store, {} here", option, value.empty() ? "none" : value,
                           here.empty() ? "none" : here);
  if (stored.options != now.options) return "options";
  return stored.digest == now.digest ? "" : "the data in its files";
}

}  // namespace

SweepRows rows_of(const spec::Sweep& sweep, const Options& options) {
  std::vector<RowFacts> facts(sweep.size());
  parallel_for(sweep.size(), static_cast<std::size_t>(options.threads), [&](std::size_t row) {
    stop_if_cancelled();
    facts[row] = facts_of(sweep.specification(row), options);
  });
  SweepRows result;
  std::string digests;
  std::map<std::size_t, std::vector<std::size_t>> by_network;
  for (std::size_t row = 0; row < facts.size(); ++row) {
    digests += facts[row].input_digest;
    auto& rows = by_network[sweep.first_of_network(row)];
    if (facts[row].lambda)
      rows.push_back(row);
    else
      result.alone.push_back(row);
  }
  result.digest = digest(digests);
  result.networks = by_network.size();
  for (auto& [first, rows] : by_network) {
    if (rows.size() == 1) result.alone.push_back(rows.front());
    if (rows.size() < 2) continue;
    const auto& lambda = facts[rows.front()].lambda;
    const bool one = std::ranges::all_of(rows, [&](std::size_t row) { return facts[row].lambda == lambda; });
    result.carried[first] = {std::move(rows), one};
  }
  std::ranges::sort(result.alone);
  return result;
}

spec::Specification generic_specification(const spec::Sweep& sweep, const CarriedRows& carried) {
  spec::Specification result = sweep.specification(carried.rows.front());
  if (!carried.one_lambda) {
    result.regularization = {};
    result.regularization.kind = spec::TikhonovKind::generic;
  }
  return result;
}

void require_same(const store::Sweep& stored, const store::Sweep& now, const std::string& path) {
  if (const std::string what = difference(stored, now); !what.empty())
    throw InputError(path, "a store of the same sweep", "another one: they differ in " + what,
                     "write --out NAME for a new store, or make both equal; nothing was changed");
}

store::Sweep description(const spec::Sweep& sweep, const SweepRows& rows, const Options& options) {
  const std::filesystem::path directory = sweep.directory().empty() ? "." : sweep.directory();
  return {sweep.text(), sweep.file(),           std::filesystem::absolute(directory).lexically_normal().string(),
          rows.digest,  option_values(options), report::library_version()};
}

}  // namespace polyscape::study
