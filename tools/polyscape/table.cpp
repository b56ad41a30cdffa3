#include "polyscape/report/table.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "output.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/report/against.hpp"
#include "polyscape/report/caption.hpp"
#include "polyscape/report/digits.hpp"
#include "polyscape/report/entries.hpp"
#include "polyscape/report/escape.hpp"
#include "polyscape/report/letters.hpp"
#include "polyscape/report/query.hpp"
#include "polyscape/spec/dataset.hpp"
#include "polyscape/store/store.hpp"
#include "polyscape/study/finished_rows.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace {

std::string extension(report::TableFormat format) {
  switch (format) {
    case report::TableFormat::latex:
      return "tex";
    case report::TableFormat::markdown:
      return "md";
    default:
      return std::string(name(format));
  }
}

/// What a file holds, finished rows alone; says how many are not.
std::vector<report::Entry> read_entries(const std::string& file, bool quiet) {
  if (!store::looks_like_store(file)) return report::entries_from_json(study::read_text(file), file).rows;
  study::FinishedRows rows = study::finished_rows(file);
  if (rows.waiting > 0 && !quiet) say(fmt::format("polyscape: {}: {} rows are not finished", file, rows.waiting));
  return std::move(rows.entries);
}

/// All rows of the files, in their order; with `strata` one for every stratum.
report::Grid read_rows(const Command& command) {
  report::Grid all = report::no_rows();
  for (const std::string& run : command.files) {
    const std::string file = report::file_of_results(run);
    const std::vector<report::Entry> entries = read_entries(file, command.quiet);
    if (entries.empty())
      throw InputError(file, "at least one finished row", "none", "leave it out, or let the job run to its end");
    for (const report::Entry& entry : entries) command.table.strata ? append_strata(all, entry) : append(all, entry);
  }
  return all;
}

/// Sentences one after the other.
std::string joined(const std::string& title, const std::string& rest) {
  if (title.empty()) return rest.empty() ? "No rows." : rest;
  return title + (std::string(".?!:").find(title.back()) == std::string::npos ? ". " : " ") + rest;
}

std::vector<std::string> list_of(const std::string& text, const std::string& option) {
  return text.empty() ? std::vector<std::string>{} : report::listed(text, option);
}

/// A CSV file as a table.
report::Grid read_published(const std::string& file) {
  const spec::CsvTable csv = spec::parse_csv(study::read_text(file), file);
  report::Grid grid{{}, csv.rows};
  for (std::size_t c = 0; c < csv.columns.size(); ++c) {
    const bool numbers = std::ranges::all_of(
        csv.rows, [&](const auto& row) { return row[c].empty() || report::number_of(row[c]).has_value(); });
    grid.columns.push_back({csv.columns[c], report::latex_escaped(csv.columns[c]), csv.columns[c],
                            numbers ? report::Content::number : report::Content::text});
  }
  return grid;
}

/// The rows beside published figures, as a page of LaTeX has them or whole; `query` adds columns, how the counts are
/// known unless it has some.
report::Grid compared(const report::Grid& rows, report::Query query, const TableWords& words,
                      report::TableFormat format) {
  const report::Grid published = read_published(words.against);
  const std::vector<report::Match> keys = report::matches_of(words.keys, "--keys"),
                                   figures = report::matches_of(words.compare, "--compare");
  for (const report::Match& key : keys)
    if (key.column.empty() || !key.judged || !key.error.empty())
      throw InputError("--keys", "PUBLISHED=COLUMN", "\"" + key.published + "\"",
                       "write --keys m=samples, for example");
  std::vector<std::string> columns;
  for (const report::Match& key : keys) query.group_by.push_back(key.column);
  columns = query.group_by;
  for (const report::Match& figure : figures)
    if (!figure.column.empty()) columns.push_back(figure.column);
  if (query.columns.empty()) query.columns = {"completeness:hist"};
  columns.insert(columns.end(), query.columns.begin(), query.columns.end());
  query.columns = columns;
  auto [grid, page, without] = report::beside(published, report::selected(rows, query), keys, figures);
  if (without > 0)
    say(fmt::format(
        "polyscape: {}: {} here, and no line", words.against,
        without == 1 ? "1 published row has no results" : fmt::format("{} published rows have no results", without)));
  return format == report::TableFormat::latex ? page : grid;
}

/// Says which characters of a table the fonts of LaTeX do not have.
void tell_letters(const report::Grid& grid, const std::string& caption) {
  std::string text = caption;
  for (const report::Column& column : grid.columns) text += column.markdown;
  for (const auto& row : grid.rows)
    for (const std::string& cell : row) text += cell;
  for (const std::string& letter : report::without_letters(text))
    say(fmt::format("polyscape: pdflatex has no letter for \"{}\": it is set as [{}]", letter,
                    report::code_point(letter)));
}

}  // namespace

int table(const Command& command) {
  const TableWords& words = command.table;
  const auto format = named<report::TableFormat>(command.json             ? "json"
                                                 : command.format.empty() ? "markdown"
                                                                          : command.format)
                          .value();
  const std::string file = "table." + extension(format);
  require_out(command, {file});
  study::solver_options({}, command.options);  // wrong options are told, whether used or not
  report::Query query{list_of(words.columns, "--columns"), words.where, list_of(words.sort, "--sort"),
                      list_of(words.group_by, "--group-by")};
  const report::Grid all = read_rows(command);
  if (words.list_columns) {
    print(report::columns_text(all));
    return 0;
  }
  const report::Grid rows = report::filtered(all, query.where);
  if (rows.rows.empty() && !command.quiet) say("polyscape: no row passes --where");
  const bool page = report::is_page(format), asked = !query.columns.empty() || !words.against.empty();
  if (!asked) query.columns = report::default_columns(rows, query.group_by, page);
  const report::Grid shown =
      words.against.empty() ? report::selected(rows, query) : compared(rows, query, words, format);
  report::Setting setting{words.caption, words.label.empty() ? "polyscape" : words.label, words.standalone,
                          words.against.empty() ? std::max<std::size_t>(1, query.group_by.size())
                                                : report::matches_of(words.keys, "--keys").size()};
  if (format == report::TableFormat::latex || !words.caption.empty())
    setting.caption = joined(words.caption, report::caption(rows, shown.rows.size()));
  if (format == report::TableFormat::latex && !command.quiet) tell_letters(shown, setting.caption);
  const std::string text = report::table(page && !asked ? report::filled(shown) : shown, format, setting);
  return deliver(command, {{{file, text}}, std::nullopt}) ? 0 : 1;
}

}  // namespace polyscape::program
