#include "polyscape/study/report_files.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <map>

#include "polyscape/base/error.hpp"
#include "polyscape/plot/count_figures.hpp"
#include "polyscape/plot/draws_figures.hpp"
#include "polyscape/plot/dynamics_figures.hpp"
#include "polyscape/plot/page.hpp"
#include "polyscape/plot/pgfplots.hpp"
#include "polyscape/plot/point_figures.hpp"
#include "polyscape/plot/svg.hpp"
#include "polyscape/report/entries.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/store/store.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/slices.hpp"

namespace polyscape::study {

namespace fs = std::filesystem;
using plot::Drawing;

namespace {

/// The specification beside a result; none where there is none, or it is not the result's.
decltype(Reported::landscape) landscape_of(const fs::path& folder, const report::Result& result) {
  const fs::path file = folder / "specification.toml";
  if (!fs::exists(file)) return {};
  const auto read = spec::read_landscape(file.string());
  if (const auto* potential = std::get_if<spec::PotentialSpecification>(&read)) {
    if (digest(potential->text) != result.input_digest) return {};
    return *potential;
  }
  const spec::Specification specification = spec::with_file_beside(std::get<spec::Specification>(read));
  if (input_digest(specification) != result.input_digest) return {};
  return specification;
}

std::string text_of(const report::TextPairs& values, bool seeds) {
  std::string text;
  for (const auto& [key, value] : values)
    if (seeds || key.find("seed") == std::string::npos) text += (text.empty() ? "" : ", ") + key + " = " + value;
  return text;
}

/// Of a sweep's draws, or the rows of a table of parameters.
Reported of_many(report::Entries entries, const std::string& file) {
  if (entries.rows.empty() && !entries.member)
    throw InputError(file, "draws", "none", "name a sweep that has finished some");
  Reported reported;
  reported.result = entries.member ? std::move(*entries.member) : *entries.rows.front().result;
  for (report::Entry& entry : entries.rows) {
    reported.draws.push_back(std::move(*entry.result));
    if (entry.chosen.empty()) continue;
    reported.rows.push_back(text_of(entry.chosen, true));
    reported.groups.push_back(text_of(entry.chosen, false));
  }
  return reported;
}

Reported read_store(const std::string& file) {
  const store::Contents contents = store::read(file);
  Reported reported;
  reported.result.title = "Sweep " + contents.sweep.file;
  reported.result.version = contents.sweep.version;
  reported.result.options = contents.sweep.options;
  reported.result.input_digest = contents.sweep.digest;
  std::map<store::State, std::size_t> states;
  std::string failures;
  for (std::size_t k = 0; k < contents.rows.size(); ++k) {
    const store::Row& row = contents.rows[k];
    ++states[row.state];
    if (row.state == store::State::failed)
      failures += fmt::format("  row {} ({}): {}\n", k + 1, text_of(row.values, true), row.reason);
    if (!row.result) continue;
    reported.draws.push_back(*row.result);
    reported.rows.push_back(text_of(row.values, true));
    reported.groups.push_back(text_of(row.values, false));
  }
  reported.result.cancelled = states[store::State::done] < contents.rows.size();
  reported.summary = reported.result.title + "\n\nRows\n";
  for (const auto& [state, count] : states)
    if (count > 0) reported.summary += fmt::format("  {:<16} {}\n", name(state), count);
  if (!failures.empty()) reported.summary += "\nFailed rows\n" + failures;
  return reported;
}

/// The loss of the specification, made ready.
struct Loss {
  std::optional<model::Model> model;
  std::optional<dynamics::Potential> potential;
  std::string why_not;
};
Loss loss_of(const Reported& reported) {
  Loss loss;
  if (const auto* p = std::get_if<spec::PotentialSpecification>(&reported.landscape)) {
    loss.potential.emplace(p->potential);
  } else if (const auto* s = std::get_if<spec::Specification>(&reported.landscape)) {
    if (!model::can_build(*s)) {
      loss.why_not = "the network is too large to be written out";
      return loss;
    }
    loss.model.emplace(model::build_model(*s));
    loss.potential.emplace(*loss.model);
  } else {
    loss.why_not = "the specification of the result is not beside it";
  }
  return loss;
}

/// Makes figures by name; the loss is made ready once, when it is first needed.
class Drawer {
 public:
  Drawer(const Reported& reported, const ReportOptions& options) : reported_(reported), options_(options) {}

  Drawing draw(const std::string& name) {
    const report::Result& r = reported_.result;
    if (name == "bounds") return plot::bounds_figure(r);
    if (name == "paths") return plot::paths_figure(r);
    if (name == "loss-by-index") return plot::loss_figure(r);
    if (name == "spectra") {
      if (!loss().potential) return plot::Absent{name, loss_->why_not};
      return plot::spectra_figure(r, spectra(*loss().potential, r));
    }
    if (name == "complex-plane") return plot::complex_figure(r, options_.coordinate);
    if (name == "slice" || name == "slice-zero-loss") return plane(name);
    for (const std::vector<Drawing>& group :
         {plot::dynamics_figures(r), plot::draws_figures(reported_.draws, reported_.groups)})
      for (const Drawing& d : group)
        if (plot::name_of(d) == name) return d;
    return plot::Absent{name, "the result has nothing for it"};
  }

 private:
  const Loss& loss() {
    if (!loss_) loss_ = loss_of(reported_);
    return *loss_;
  }

  Drawing plane(const std::string& name) {
    std::vector<std::string> through = options_.through;
    if (name == "slice-zero-loss") {
      through = through_zero_loss(plane_points(reported_.result));
      if (through.empty()) return plot::Absent{name, "there are not enough real zero-loss points known for a plane"};
    }
    if (!loss().potential) return plot::Absent{name, loss_->why_not};
    return slice(*loss().potential, loss().model ? &*loss().model : nullptr, reported_.result, through, name);
  }

  const Reported& reported_;
  const ReportOptions& options_;
  std::optional<Loss> loss_;
};

std::string command_of(const std::string& name, const ReportOptions& options) {
  std::string text = options.command + " --figures " + name;
  if (name == "slice" && !options.through.empty())
    text += fmt::format(" --through {}", fmt::join(options.through, ","));
  if (name == "complex-plane" && !options.coordinate.empty()) text += " --coordinate " + options.coordinate;
  return text;
}

}  // namespace

const std::vector<std::string>& figure_names() {
  static const std::vector<std::string> names{"bounds",        "paths",  "loss-by-index",   "spectra",
                                              "complex-plane", "slice",  "slice-zero-loss", "real-points",
                                              "minima",        "shares", "occupation",      "exit-times"};
  return names;
}

Reported read_reported(const std::string& path) {
  const std::string file = report::file_of_results(path);
  if (store::looks_like_store(file)) return read_store(file);
  report::Entries entries = report::entries_from_json(read_text(file), file);
  if (entries.many) return of_many(std::move(entries), file);
  Reported reported{std::move(*entries.rows.front().result)};
  const fs::path folder = fs::path(file).has_parent_path() ? fs::path(file).parent_path() : fs::path(".");
  reported.landscape = landscape_of(folder, reported.result);
  return reported;
}

Report make_report(const Reported& reported, const ReportOptions& options) {
  const std::vector<std::string>& names = figure_names();
  for (const std::string& name : options.figures)
    if (std::ranges::find(names, name) == names.end())
      throw InputError("--figures", fmt::format("names out of {}", fmt::join(names, ", ")), "\"" + name + "\"",
                       "write --figures " + names.front() + ", for example");
  Drawer drawer(reported, options);
  Report report;
  for (const std::string& name : names) {
    if (!options.figures.empty() && std::ranges::find(options.figures, name) == options.figures.end()) continue;
    Drawing drawing = drawer.draw(name);
    if (auto* figure = std::get_if<plot::Figure>(&drawing)) figure->command = command_of(name, options);
    report.drawings.push_back(std::move(drawing));
  }
  std::string command = options.command;
  if (!options.figures.empty()) command += fmt::format(" --figures {}", fmt::join(options.figures, ","));
  if (!options.through.empty()) command += fmt::format(" --through {}", fmt::join(options.through, ","));
  if (!options.coordinate.empty()) command += " --coordinate " + options.coordinate;
  report.files.push_back({"report.html", plot::page({reported.result, reported.draws, reported.rows, reported.summary,
                                                     report.drawings, command, options.points})});
  for (const Drawing& drawing : report.drawings)
    if (const auto* figure = std::get_if<plot::Figure>(&drawing)) {
      report.files.push_back({"figures/" + figure->name + ".svg", plot::svg(*figure)});
      report.files.push_back({"figures/" + figure->name + ".tex", plot::pgfplots(*figure)});
    }
  return report;
}

}  // namespace polyscape::study
