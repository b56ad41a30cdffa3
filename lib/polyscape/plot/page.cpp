#include "polyscape/plot/page.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <kainjow/mustache.hpp>

#include "polyscape/plot/page_point.hpp"
#include "polyscape/plot/page_sources.hpp"
#include "polyscape/plot/page_tables.hpp"
#include "polyscape/plot/point_figures.hpp"
#include "polyscape/plot/svg.hpp"
#include "polyscape/plot/svg_style.hpp"
#include "polyscape/report/summary.hpp"
#include "polyscape/report/summary/page.hpp"
#include "polyscape/report/words.hpp"

namespace polyscape::plot {

using kainjow::mustache::data;

namespace {

// Coordinates of all points that are listed: what keeps the page below 3 MB.
constexpr std::size_t most_coordinates = 12000;

data object(std::initializer_list<std::pair<const char*, data>> members) {
  data result{data::type::object};
  for (const auto& [key, value] : members) result.set(key, value);
  return result;
}
data list() { return data{data::type::list}; }
data text_or_none(const std::string& text) { return text.empty() ? data{data::type::bool_false} : data{text}; }
data truth(bool value) { return data{value ? data::type::bool_true : data::type::bool_false}; }

/// Words like [theorem] with what they say.
std::string with_meanings(std::string html) {
  for (const report::Word& w : report::words()) {
    if (!w.word.starts_with("[")) continue;
    const std::string word(w.word),
        marked = fmt::format("<abbr title=\"{}\">{}</abbr>", escaped(std::string(w.meaning)), word);
    for (std::size_t at = 0; (at = html.find(word, at)) != std::string::npos; at += marked.size())
      html.replace(at, word.size(), marked);
  }
  return html;
}

/// The summary by its sections: a heading stands alone after an empty line.
data summary_parts(const std::string& summary) {
  data parts = list();
  std::string name = "Result", body;
  const auto finish = [&] {
    if (!body.empty()) parts.push_back(object({{"name", name}, {"text", with_meanings(escaped(body))}}));
    body.clear();
  };
  bool after_empty = false;
  for (std::size_t from = summary.find('\n') + 1; from < summary.size();) {  // the title is the page's
    const std::size_t to = summary.find('\n', from);
    const std::string line = summary.substr(from, to - from);
    from = to == std::string::npos ? summary.size() : to + 1;
    if (after_empty && !line.empty() && line.front() != ' ') {
      finish();
      name = line;
    } else if (!line.empty()) {
      body += line + "\n";
    }
    after_empty = line.empty();
  }
  finish();
  return parts;
}

data table_data(const PageTable& t) {
  data columns = list(), rows = list();
  for (const PageColumn& c : t.columns)
    columns.push_back(object({{"key", c.key}, {"heading", c.heading}, {"number", truth(c.number)}}));
  for (const auto& cells : t.rows) {
    data row = list();
    for (std::size_t k = 0; k < cells.size(); ++k)
      row.push_back(object({{"text", cells[k].text},
                            {"link", text_or_none(cells[k].link)},
                            {"number", truth(k < t.columns.size() && t.columns[k].number)}}));
    rows.push_back(object({{"cells", row}}));
  }
  return object({{"id", t.id},
                 {"title", t.title},
                 {"caption", t.caption},
                 {"hint", t.hint},
                 {"columns", columns},
                 {"rows", rows}});
}

data run_data(const report::Result& r, bool one_seed) {
  data run = list();
  const auto add = [&](const std::string& key, const std::string& value) {
    if (!value.empty()) run.push_back(object({{"key", key}, {"value", value}}));
  };
  add("version", r.version);
  if (one_seed) add("seed", std::to_string(r.seed));
  add("input digest", r.input_digest);
  for (const auto& [key, value] : r.seeds) add("seed of " + key, value);
  for (const auto& [key, value] : r.options) add("option " + key, value);
  if (r.dynamics)
    for (const auto& [key, value] : r.dynamics->options) add("dynamics " + key, value);
  if (r.seconds.total) add("seconds", fmt::format("{:.2f}", *r.seconds.total));
  if (r.threads > 0) add("threads", std::to_string(r.threads));
  for (const auto& [key, value] : r.versions) add(key, value);
  return run;
}

data points_data(const report::Result& r, std::span<const std::size_t> numbers) {
  data points = list();
  for (const std::size_t k : numbers) {
    const report::Point& p = r.points->at(k - 1);
    data proof = list();
    for (const std::string& sentence : proofs(p)) proof.push_back(object({{"proof", sentence}}));
    std::string heading = point_text(r, k);
    heading.front() = 'P';
    heading += p.exact ? ", rational" : p.certified ? ", certified" : "";
    points.push_back(
        object({{"id", point_anchor(k)}, {"heading", heading}, {"proofs", proof}, {"fields", point_html(p, r.names)}}));
  }
  return points;
}

}  // namespace

std::string page(const PageContent& content) {
  const report::Result& r = content.result;
  const std::size_t variables = std::max<std::size_t>(1, r.system.variables);
  const std::vector<std::size_t> numbers =
      page_points(r, std::min(content.points, std::max<std::size_t>(1, most_coordinates / variables)));
  std::vector<PageTable> list_of_tables = page_tables(r, numbers);
  if (!content.draws.empty()) list_of_tables.insert(list_of_tables.begin(), draws_table(content.draws, content.rows));

  report::Standing standing = report::standing(r);
  for (const report::Result& draw : content.draws) standing = std::max(standing, report::standing(draw));

  data contents = list(), figures = list(), absent = list(), tables = list(), words = list(), meanings = list();
  const auto entry = [&](const std::string& id, const std::string& name) {
    contents.push_back(object({{"id", id}, {"name", name}}));
  };
  entry("summary", "Summary");
  entry("figures", "Figures");
  bool any_absent = false;
  for (const Drawing& drawing : content.drawings) {
    if (const auto* f = std::get_if<Figure>(&drawing)) {
      figures.push_back(object({{"name", f->name},
                                {"title", f->title},
                                {"caption", f->caption},
                                {"command", f->command},
                                {"svg", svg(*f, SvgPlace::inside)}}));
    } else {
      const auto& a = std::get<Absent>(drawing);
      absent.push_back(object({{"name", a.name}, {"reason", a.reason}}));
      any_absent = true;
    }
  }
  for (const PageTable& t : list_of_tables) {
    tables.push_back(table_data(t));
    entry(t.id, t.title);
  }
  if (!numbers.empty()) entry("certificates", "Certificates");
  entry("run", "The run");
  entry("words", "How it is known");
  for (const report::Word& w : report::words())
    words.push_back(
        object({{"word", std::string(w.word)}, {"meaning", std::string(w.meaning)}, {"basis", std::string(w.basis)}}));
  for (const auto& [key, meaning] : point_meanings()) meanings.push_back(object({{"key", key}, {"meaning", meaning}}));

  // The rows of a store have seeds of their own.
  std::string subtitle = "polyscape " + r.version + (content.rows.empty() ? fmt::format(", seed {}", r.seed) : "");
  if (r.network) subtitle = "Network " + r.network->architecture + "; " + subtitle;
  const std::string title = r.title.empty() ? "polyscape report" : r.title;
  data whole = object({{"title", title},
                       {"subtitle", subtitle},
                       {"version", r.version},
                       {"standing", std::string(name(standing))},
                       {"style", std::string(page_style) + svg_style()},
                       {"script", std::string(page_script)},
                       {"command", content.command},
                       {"contents", contents},
                       {"summary", summary_parts(content.summary.empty() ? report::summary(r) : content.summary)},
                       {"figures", figures},
                       {"has_absent", truth(any_absent)},
                       {"absent", absent},
                       {"tables", tables},
                       {"has_points", truth(!numbers.empty())},
                       {"points_listed", report::plural(numbers.size(), "listed point")},
                       {"points", points_data(r, numbers)},
                       {"meanings", meanings},
                       {"run", run_data(r, content.rows.empty())},
                       {"words", words}});
  kainjow::mustache::mustache layout{std::string(page_layout)};
  return layout.render(whole);
}

}  // namespace polyscape::plot
