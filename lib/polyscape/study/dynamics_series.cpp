#include "polyscape/study/dynamics_series.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <array>
#include <charconv>

#include "polyscape/base/error.hpp"
#include "polyscape/base/list.hpp"
#include "polyscape/report/json_writer_kernel.hpp"
#include "polyscape/report/summary_words.hpp"
#include "polyscape/study/dynamics_words.hpp"

namespace polyscape::study {
namespace {

/// An option that may have several values.
struct Several {
  std::string_view key, example;
  bool whole;  ///< numbers, of which "1-8" is a list
};
constexpr Several several[] = {{"dimension", "1-8", true},
                               {"temperature", "0.2,0.1", false},
                               {"rate", "0.02,0.01", false},
                               {"batch", "1,2,4", true}};

const Several* several_of(std::string_view key) {
  const auto* row = std::ranges::find(several, key, &Several::key);
  return row == std::end(several) ? nullptr : row;
}

class ValueList {
 public:
  ValueList(const spec::SolveEntry& entry, const Several& kind) : entry_(entry), kind_(kind) {
    for (const std::string& word : comma_separated(entry.text)) add(word);
  }
  std::vector<std::string> values;

 private:
  [[noreturn]] void refuse() const {
    throw InputError(entry_.place, kind_.whole ? "values and ranges with commas between" : "values with commas between",
                     "\"" + entry_.text + "\"", fmt::format("write {} {}, for example", entry_.place, kind_.example));
  }

  long number(std::string_view text) const {
    long value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc() || end != text.data() + text.size()) refuse();
    return value;
  }

  void add(const std::string& word) {
    constexpr long most = 10000;
    if (word.empty()) refuse();
    const std::size_t dash = kind_.whole ? word.find('-') : std::string::npos;
    if (dash == std::string::npos) return values.push_back(word);
    const long first = number(std::string_view(word).substr(0, dash)),
               last = number(std::string_view(word).substr(dash + 1));
    if (last < first || last - first >= most) refuse();
    for (long k = first; k <= last; ++k) values.push_back(std::to_string(k));
  }

  const spec::SolveEntry& entry_;
  const Several& kind_;
};

/// Of the isolated minima whose loss is within T of the least.
const report::DynamicsPlace* flattest(const report::Dynamics& d, double temperature) {
  const report::DynamicsPlace* lowest = nullptr;
  for (const auto& p : d.places)
    if (is_isolated_minimum(p) && (lowest == nullptr || p.loss < lowest->loss)) lowest = &p;
  const report::DynamicsPlace* result = lowest;
  for (const auto& p : d.places)
    if (is_isolated_minimum(p) && p.loss <= lowest->loss + temperature &&
        p.largest_eigenvalue < result->largest_eigenvalue)
      result = &p;
  return result;
}

double temperature_of(const report::Dynamics& d) {
  const auto row = std::ranges::find(d.options, "temperature", &std::pair<std::string, std::string>::first);
  return std::stod(row->second);
}

std::optional<double> rate_of(const report::Dynamics& d, bool minibatches) {
  for (const report::DynamicsMethod& m : d.methods)
    if (m.rate && m.method != "adam" && m.batch.has_value() == minibatches) return m.rate;
  if (!d.stationary) return std::nullopt;
  return minibatches ? d.stationary->sgd_rate : d.stationary->rate;
}

/// Sum over the neighbourhoods that are wanted; nullopt where one of all neighbourhoods has none.
std::optional<double> sum_of(const report::Dynamics& d, std::optional<double> report::Occupation::*figure,
                             const Wanted& wanted) {
  double sum = 0;
  for (const report::Occupation& o : d.stationary->occupation) {
    if (o.where != "neighbourhood") continue;
    if (!(o.*figure)) return std::nullopt;
    if (wanted(d.places[static_cast<std::size_t>(*o.place - 1)])) sum += *(o.*figure);
  }
  return sum;
}

void add_laws(const report::Dynamics& d, const Wanted& wanted, std::vector<SeriesShare>& shares) {
  using report::Occupation;
  if (!d.stationary) return;
  if (d.stationary->refused) return shares.push_back({"gibbs", {}, {}});
  const auto sampled = [&](const char* by, std::optional<report::ChainFigure> Occupation::*figure) {
    if (std::ranges::none_of(d.stationary->occupation, [&](const Occupation& o) { return (o.*figure).has_value(); }))
      return;
    const auto share = in_the_long_run(d, figure, wanted);
    shares.push_back({by, {}, {}});
    if (share) shares.back().value = share->value, shares.back().error = share->error;
  };
  const auto computed = [&](const char* by, std::optional<double> Occupation::*figure) {
    if (const auto sum = sum_of(d, figure, wanted)) shares.push_back({by, sum, {}});
  };
  sampled("gibbs", &Occupation::gibbs);
  computed("grid", &Occupation::grid_gibbs);
  computed("predicted", &Occupation::predicted);
  sampled("langevin_chains", &Occupation::langevin);
  sampled("sgd_chains", &Occupation::sgd);
  sampled("sgd_langevin", &Occupation::sgd_langevin);
}

std::string heading(std::string_view by) {
  constexpr std::array<std::pair<std::string_view, std::string_view>, 6> words{
      {{"gibbs", report::word("exp(-L/T)")},
       {"grid", report::word("on a grid")},
       {"predicted", report::word("predicted")},
       {"langevin_chains", report::word("langevin, long")},
       {"sgd_chains", report::word("sgd, long")},
       {"sgd_langevin", report::word("langevin at sgd's T")}}};
  for (const auto& [key, word] : words)
    if (key == by) return std::string(word);
  return std::string(by);
}

/// Whoever has a share in some row, in the order of the row that has most.
std::vector<std::string> columns_of(const std::vector<SeriesRow>& rows) {
  std::vector<std::string> result;
  const auto fullest = std::ranges::max_element(rows, {}, [](const SeriesRow& r) { return r.shares.size(); });
  if (fullest != rows.end())
    for (const SeriesShare& s : fullest->shares) result.push_back(s.by);
  for (const SeriesRow& r : rows)
    for (const SeriesShare& s : r.shares)
      if (std::ranges::find(result, s.by) == result.end()) result.push_back(s.by);
  return result;
}

const SeriesShare* share_of(const SeriesRow& row, const std::string& by) {
  const auto found = std::ranges::find(row.shares, by, &SeriesShare::by);
  return found == row.shares.end() ? nullptr : &*found;
}

std::string cell(const SeriesShare* s) {
  if (s == nullptr) return "-";
  if (!s->value) return "refused";
  return s->error ? fmt::format("{:.2f}+-{:.2f}", 100 * *s->value, 100 * *s->error)
                  : fmt::format("{:.2f}", 100 * *s->value);
}

/// Cells flush right under each other.
std::string aligned(const std::vector<std::vector<std::string>>& lines) {
  std::vector<std::size_t> widths(lines.front().size());
  for (const auto& line : lines)
    for (std::size_t k = 0; k < line.size(); ++k) widths[k] = std::max(widths[k], line[k].size());
  std::string text;
  for (const auto& line : lines) {
    for (std::size_t k = 0; k < line.size(); ++k)
      text += fmt::format("{}{:>{}}", k == 0 ? "  " : "  ", line[k], widths[k]);
    text += "\n";
  }
  return text;
}

struct Series {
  const std::vector<SeriesRow>* rows;
};
void describe(auto& fields, report::Of<Series> auto& s) {
  fields.computed("schema", report::schema_version, "2");
  fields("rows", *s.rows, "one a combination");
}

}  // namespace

std::vector<SeriesAxis> take_axes(std::vector<spec::SolveEntry>& entries) {
  std::vector<SeriesAxis> axes;
  std::erase_if(entries, [&](const spec::SolveEntry& entry) {
    const Several* kind = several_of(entry.key);
    if (kind == nullptr) return false;
    std::vector<std::string> values = ValueList(entry, *kind).values;
    if (values.size() == 1) return false;
    axes.push_back({entry.key, entry.place, std::move(values)});
    return true;
  });
  return axes;
}

std::vector<std::vector<spec::SolveEntry>> combinations(const std::vector<SeriesAxis>& axes) {
  std::vector<std::vector<spec::SolveEntry>> result{{}};
  for (const SeriesAxis& axis : axes) {
    std::vector<std::vector<spec::SolveEntry>> longer;
    for (const auto& begun : result)
      for (const std::string& value : axis.values) {
        longer.push_back(begun);
        longer.back().push_back({axis.key, value, axis.place});
      }
    result = std::move(longer);
  }
  return result;
}

SeriesRow series_row(report::Result result, const std::vector<spec::SolveEntry>& chosen) {
  SeriesRow row;
  for (const spec::SolveEntry& entry : chosen) row.chosen.emplace_back(entry.key, entry.text);
  const report::Dynamics& d = *result.dynamics;
  row.temperature = temperature_of(d);
  row.rate = rate_of(d, false);
  row.sgd_rate = rate_of(d, true);
  Wanted wanted = is_flat_minimum;
  if (std::ranges::none_of(d.places, is_flat_minimum)) {
    row.part = SeriesPart::flattest;
    wanted = [there = flattest(d, row.temperature)](const report::DynamicsPlace& p) { return &p == there; };
  }
  for (const report::DynamicsMethod& m : d.methods) {
    const dynamics::Share share = share_of_walkers(d, m, wanted);
    row.shares.push_back({m.method, share.value(), share.error()});
  }
  add_laws(d, wanted, row.shares);
  row.result = std::move(result);
  return row;
}

std::string series_text(const std::vector<SeriesRow>& rows) {
  if (rows.empty()) return "no row was finished\n";
  const std::vector<std::string> columns = columns_of(rows);
  const bool alike = std::ranges::all_of(rows, [&](const SeriesRow& r) { return r.part == rows.front().part; });
  std::vector<std::vector<std::string>> lines(1);
  for (const auto& [key, value] : rows.front().chosen) lines.front().push_back(key);
  if (!alike) lines.front().emplace_back("of");
  for (const std::string& by : columns) lines.front().push_back(heading(by));
  for (const SeriesRow& r : rows) {
    auto& line = lines.emplace_back();
    for (const auto& [key, value] : r.chosen) line.push_back(value);
    if (!alike) line.emplace_back(name(r.part));
    for (const std::string& by : columns) line.push_back(cell(share_of(r, by)));
  }
  std::string text = fmt::format("{}: share of the {}, in per cent with standard errors\n\n", rows.front().result.title,
                                 alike ? name(rows.front().part) : "part that is named");
  text += aligned(lines);
  for (const SeriesRow& r : rows) {
    std::string where;
    for (const auto& [key, value] : r.chosen) where += fmt::format("{}{} {}", where.empty() ? "" : ", ", key, value);
    if (r.result.cancelled) text += where + ": the job was cancelled before this row was finished\n";
    for (const std::string& found : r.result.contradictions)
      text += where + ": " + labelled({Severity::contradiction, found}) + "\n";
    if (r.result.dynamics->stationary && r.result.dynamics->stationary->refused)
      text += where + ": refused: " + *r.result.dynamics->stationary->refused + "\n";
  }
  return text;
}

report::Grid series_grid(const std::vector<SeriesRow>& rows) {
  report::Grid grid;
  const auto column = [&](const std::string& key) { grid.columns.push_back({key, key, key}); };
  const std::vector<std::string> columns = columns_of(rows);
  if (!rows.empty())
    for (const auto& [key, value] : rows.front().chosen)
      if (key != "temperature" && key != "rate") column(key);
  for (const char* key : {"temperature", "rate", "sgd_rate"}) column(key);
  for (const std::string& by : columns) column(by), column(by + "_error");
  const auto number = [](const std::optional<double>& x) { return x ? fmt::format("{:.10g}", *x) : ""; };
  for (const SeriesRow& r : rows) {
    auto& line = grid.rows.emplace_back();
    for (const auto& [key, value] : r.chosen)
      if (key != "temperature" && key != "rate") line.push_back(value);
    for (const auto& x : {std::optional(r.temperature), r.rate, r.sgd_rate}) line.push_back(number(x));
    for (const std::string& by : columns) {
      const SeriesShare* s = share_of(r, by);
      line.push_back(s != nullptr ? number(s->value) : "");
      line.push_back(s != nullptr ? number(s->error) : "");
    }
  }
  return grid;
}

std::string series_json(const std::vector<SeriesRow>& rows) {
  return report::JsonWriter().record(Series{&rows}).dump(1) + "\n";
}

}  // namespace polyscape::study
