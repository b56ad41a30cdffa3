#pragma once
/// The report of a run or a sweep: figures and a page.
#include <optional>
#include <string>
#include <variant>
#include <vector>

#include "polyscape/plot/drawing.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/spec/potential.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/study/run_folder.hpp"

namespace polyscape::study {

/// What is reported on.
struct Reported {
  report::Result result;                ///< of a sweep its generic member; else a first draw, of a store nothing
  std::vector<report::Result> draws{};  ///< of a sweep
  std::vector<std::string> rows{};      ///< of a store or a table: what was chosen for each of the draws
  std::vector<std::string> groups{};    ///< the same without seeds
  std::string summary{};                ///< of a store
  /// The specification that stands beside the result, if it is that of the result.
  std::variant<std::monostate, spec::Specification, spec::PotentialSpecification> landscape{};
};

/// Reads a run folder, that of a sweep or of a table of parameters, one of their files, or the store of a sweep. Throws
/// InputError where there is none, and as the readers do.
Reported read_reported(const std::string& path);

struct ReportOptions {
  std::vector<std::string> figures;  ///< names; all unless given
  std::vector<std::string> through;  ///< of the plane of the figure "slice", see slices.hpp
  std::string coordinate;            ///< of the figure "complex-plane"
  std::size_t points = 400;          ///< most that the page lists
  std::string command;               ///< "polyscape report RUN", which figures put their own options behind
};

/// All figures that there are, by name.
const std::vector<std::string>& figure_names();

struct Report {
  std::vector<plot::Drawing> drawings;
  std::vector<OutputFile> files;  ///< report.html, then figures/NAME.svg and figures/NAME.tex
};
/// Throws InputError for names that there are not, or that the result has nothing for (through, coordinate).
Report make_report(const Reported& reported, const ReportOptions& options);

}  // namespace polyscape::study
