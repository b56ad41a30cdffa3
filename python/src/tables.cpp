#include "tables.hpp"

#include <pybind11/stl.h>

#include <algorithm>

#include "kept.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/plot/svg.hpp"
#include "polyscape/report/caption.hpp"
#include "polyscape/report/columns.hpp"
#include "polyscape/report/query.hpp"
#include "polyscape/report/table.hpp"
#include "polyscape/study/report_files.hpp"
#include "polyscape/study/run_folder.hpp"

namespace polyscape::python {
namespace py = pybind11;
namespace {

using report::Result;
using Handle = std::shared_ptr<const Result>;
using Source = std::shared_ptr<const Input>;
/// What was chosen, the result or None, the reason of a row that failed.
using Row = std::tuple<report::TextPairs, Handle, Text>;

report::Grid rows_of(const std::vector<Row>& rows, bool strata) {
  report::Grid all = report::no_rows();
  for (const auto& [chosen, result, reason] : rows) {
    const report::Entry entry{chosen, result ? std::optional<Result>(*result) : std::nullopt, reason};
    strata ? report::append_strata(all, entry) : report::append(all, entry);
  }
  return all;
}

const char* word_of(report::Content content) {
  static constexpr const char* words[] = {"number", "measured", "fraction", "error", "text", "formula", "mark"};
  return words[static_cast<std::size_t>(content)];
}

/// Names of the columns with what is in them, and the cells.
py::tuple object_of(const report::Grid& grid) {
  py::list columns;
  for (const report::Column& c : grid.columns)
    columns.append(py::make_tuple(c.name, c.chosen ? "chosen" : word_of(c.content)));
  return py::make_tuple(columns, grid.rows);
}

/// format: empty: the columns and rows themselves.
py::object table(const std::vector<Row>& rows, report::Query query, bool strata, const Text& format,
                 const Text& caption, const Text& label, bool standalone) {
  const auto form = named<report::TableFormat>(format);
  if (!format.empty() && !form)
    throw InputError("format", "latex, markdown, csv or json", "\"" + format + "\"", "write format=\"latex\"");
  const report::Grid all = report::filtered(rows_of(rows, strata), query.where);
  const bool page = form && report::is_page(*form), asked = !query.columns.empty();
  if (!asked) query.columns = report::default_columns(all, query.group_by, page);
  report::Grid shown = report::selected(all, query);
  if (!asked && (page || !form)) shown = report::filled(shown);
  if (!form) return object_of(shown);
  report::Setting setting{caption, label, standalone};
  if (form == report::TableFormat::latex) {
    const Text said = report::caption(all, shown.rows.size());
    setting.caption = caption.empty() ? said : caption + (caption.back() == '.' ? " " : ". ") + said;
  }
  return py::str(report::table(shown, *form, setting));
}

/// What is shown: a result with the input that it may be of, or many, with what was chosen for each. Without a first
/// one the title stands for it.
struct Shown {
  Handle result;
  Source input;
  std::vector<Handle> draws;
  std::vector<report::TextPairs> chosen;
  Text title;
};

Text text_of(const report::TextPairs& values, bool seeds) {
  Text text;
  for (const auto& [key, value] : values)
    if (seeds || key.find("seed") == Text::npos) text += (text.empty() ? "" : ", ") + key + " = " + value;
  return text;
}

study::Report report_of(const Shown& shown, const study::ReportOptions& options) {
  study::Reported reported;
  if (shown.result) reported.result = *shown.result;
  if (!shown.result) {
    reported.result.title = shown.title;
    reported.result.version = report::library_version();
  }
  for (const Handle& draw : shown.draws) reported.draws.push_back(*draw);
  for (const report::TextPairs& values : shown.chosen) {
    if (values.empty()) break;
    reported.rows.push_back(text_of(values, true));
    reported.groups.push_back(text_of(values, false));
  }
  if (shown.input && shown.input->digest() == reported.result.input_digest)
    reported.landscape = shown.input->landscape();
  const py::gil_scoped_release released;
  return study::make_report(reported, options);
}

/// Name, title, caption, SVG; of figures that there are not, the reason in the title's place.
py::list figures(const Shown& shown, const study::ReportOptions& options) {
  py::list list;
  for (const plot::Drawing& d : report_of(shown, options).drawings) {
    if (const auto* f = std::get_if<plot::Figure>(&d))
      list.append(py::make_tuple(f->name, f->title, f->caption, plot::svg(*f)));
    else
      list.append(py::make_tuple(plot::name_of(d), std::get<plot::Absent>(d).reason, "", ""));
  }
  return list;
}

void write_run(const Text& folder, bool overwrite, const Handle& result, const Source& input) {
  study::write_folder({folder, overwrite ? study::Existing::replace : study::Existing::refuse},
                      run_files(input.get(), *result));
}

}  // namespace

void bind_tables(py::module_& m) {
  m.def("table", [](const std::vector<Row>& rows, const std::vector<Text>& columns, const std::vector<Text>& where,
                    const std::vector<Text>& sort, const std::vector<Text>& group_by, bool strata, const Text& format,
                    const Text& caption, const Text& label, bool standalone) {
    return table(rows, {columns, where, sort, group_by}, strata, format, caption, label, standalone);
  });
  m.def("figure_names", &study::figure_names);
  m.def("figures", [](const Handle& result, const Source& input, const std::vector<Handle>& draws,
                      const std::vector<report::TextPairs>& chosen, const Text& title, const std::vector<Text>& names,
                      const std::vector<Text>& through, const Text& coordinate) {
    return figures({result, input, draws, chosen, title}, {names, through, coordinate, 400, "polyscape report"});
  });
  m.def("page", [](const Handle& result, const Source& input, const std::vector<Handle>& draws,
                   const std::vector<report::TextPairs>& chosen, const Text& title, std::size_t points) {
    const study::ReportOptions options{{}, {}, "", points, "polyscape report"};
    return report_of({result, input, draws, chosen, title}, options).files.front().text;
  });
  m.def("write_run", &write_run);
}

}  // namespace polyscape::python
