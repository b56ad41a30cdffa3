#include <fmt/format.h>

#include <algorithm>
#include <charconv>
#include <filesystem>

#include "output.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/spec/potential.hpp"
#include "polyscape/study/dynamics_series.hpp"
#include "polyscape/study/dynamics_study.hpp"
#include "polyscape/study/input_digest.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace fs = std::filesystem;

namespace {

/// What is walked on, and how: one combination of the values that the options have.
struct Job {
  std::vector<spec::SolveEntry> chosen;
  std::variant<spec::Specification, spec::PotentialSpecification> landscape;
  study::Options options;
  dynamics::Options how;
};

/// The dimension among the entries, which is none of the table's.
std::optional<std::size_t> take_dimension(std::vector<spec::SolveEntry>& entries) {
  const auto entry = std::ranges::find(entries, "dimension", &spec::SolveEntry::key);
  if (entry == entries.end()) return std::nullopt;
  std::size_t dimension = 0;
  const char* const end = entry->text.data() + entry->text.size();
  const auto read = std::from_chars(entry->text.data(), end, dimension);
  if (read.ec != std::errc() || read.ptr != end || dimension < 1 || dimension > spec::most_potential_variables)
    throw InputError(entry->place, "a number from 1 to " + std::to_string(spec::most_potential_variables),
                     "\"" + entry->text + "\"", "write --dimension 3, for example");
  entries.erase(entry);
  return dimension;
}

Job job_of(const Command& command, const std::string& path, std::vector<spec::SolveEntry> entries,
           std::vector<spec::SolveEntry> chosen) {
  entries.insert(entries.end(), chosen.begin(), chosen.end());
  const auto dimension = take_dimension(entries);
  Job job{std::move(chosen), spec::read_landscape(path, dimension), {}, {}};
  if (auto* network = std::get_if<spec::Specification>(&job.landscape))
    *network = spec::with_file_beside(std::move(*network));
  std::visit(
      [&](const auto& specification) {
        job.options = study::solver_options(specification.solve, command.options);
        job.how = study::dynamics_options(specification.dynamics, entries);
      },
      job.landscape);
  if (const auto* network = std::get_if<spec::Specification>(&job.landscape)) study::require_fit(*network, job.how);
  return job;
}

/// What a run found, where the command names one; else the network is analysed first.
report::Result critical_points(const Command& command, const spec::Specification& specification,
                               const study::Options& options, const study::Observer& observer) {
  const fs::path run = command.files.front();
  if (!fs::is_directory(run)) return study::analyze(specification, options, observer);
  const std::string file = (run / "result.json").string();
  report::Result result = report::result_from_json(study::read_text(file), file);
  if (!result.points) throw InputError(file, "critical points", "none", "run polyscape analyze without --gauge first");
  if (result.input_digest != study::input_digest(specification))
    throw InputError(file, "the result of the specification beside it", "that of another one",
                     "run polyscape analyze again");
  result.threads = options.threads;
  return result;
}

/// A result a job, until the command is cancelled. Networks are the same in all of them and analysed once.
std::vector<report::Result> walked(const Command& command, const std::vector<Job>& jobs,
                                   const study::Observer& observer) {
  std::vector<report::Result> results;
  std::optional<report::Result> critical;
  for (const Job& job : jobs) {
    if (!results.empty() && cancellation_requested()) break;
    if (const auto* potential = std::get_if<spec::PotentialSpecification>(&job.landscape)) {
      results.push_back(study::walk_potential(*potential, job.how, job.options, observer));
      continue;
    }
    const auto& network = std::get<spec::Specification>(job.landscape);
    if (!critical) critical = critical_points(command, network, job.options, observer);
    results.push_back(*critical);
    study::add_dynamics(network, job.how, job.options, observer, results.back());
  }
  return results;
}

/// The table of a series of jobs.
int finish_series(const Command& command, const std::vector<Job>& jobs, std::vector<report::Result> results,
                  std::vector<study::OutputFile> input, const std::vector<std::string>& names, Kept& kept) {
  const Unbroken until_written;
  const bool complete = results.size() == jobs.size() && std::ranges::all_of(results, report::complete);
  std::vector<study::SeriesRow> rows;
  for (std::size_t k = 0; k < results.size(); ++k)
    if (results[k].dynamics) rows.push_back(study::series_row(std::move(results[k]), jobs[k].chosen));
  std::string text = study::series_text(rows);
  if (rows.size() < jobs.size())
    text += fmt::format("the job was cancelled: {} of {} rows\n", rows.size(), jobs.size());
  Output output{std::move(input), std::nullopt, 0};
  if (!command.json) output.text = std::move(text);
  output.essence = output.files.size();
  output.files.push_back({names[0], study::series_json(rows)});
  output.files.push_back({names[1], report::table(study::series_grid(rows), report::TableFormat::csv)});
  const bool delivered = deliver(command, output);
  if (delivered) kept.end();
  return delivered && complete && !cancellation_heeded() ? 0 : 1;
}

}  // namespace

int dynamics(const Command& command) {
  fs::path path = command.files.front();
  if (fs::is_directory(path)) {
    if (!fs::exists(path / "specification.toml"))
      throw InputError(path.string(), "a run of polyscape analyze", "a folder without specification.toml",
                       "name one that polyscape analyze has written");
    path /= "specification.toml";
  }
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  std::vector<spec::SolveEntry> entries = command.dynamics;
  if (!command.dimension.empty()) entries.push_back({"dimension", command.dimension, "--dimension"});
  const std::vector<study::SeriesAxis> axes = study::take_axes(entries);
  std::vector<Job> jobs;  // all of them before any is done: mistakes are told at once
  for (auto& chosen : study::combinations(axes)) jobs.push_back(job_of(command, path.string(), entries, chosen));

  std::vector<study::OutputFile> input;
  if (const auto* potential = std::get_if<spec::PotentialSpecification>(&jobs.front().landscape))
    input = {{"specification.toml", potential->text}};
  else
    input = input_files(std::get<spec::Specification>(jobs.front().landscape));
  if (axes.empty()) {
    Run run(command, std::move(input));
    const report::Result result = std::move(walked(command, jobs, observer).front());
    observer = nullptr;  // the bar goes
    return run.finish(result);
  }
  const std::vector<std::string> table{"dynamics.json", "table.csv"};
  std::vector<std::string> names = table;
  for (const study::OutputFile& file : input) names.push_back(file.name);
  require_out(command, names);
  Kept kept(command, input);
  std::vector<report::Result> results = walked(command, jobs, observer);
  observer = nullptr;  // the bar goes
  return finish_series(command, jobs, std::move(results), std::move(input), table, kept);
}

}  // namespace polyscape::program
