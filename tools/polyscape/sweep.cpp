#include "polyscape/study/sweep.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <span>

#include "output.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/report/table.hpp"
#include "polyscape/spec/dataset.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/spec/sweep.hpp"
#include "polyscape/store/store.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/manifold_rows.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/stored_sweep.hpp"
#include "polyscape/study/sweep_plan.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace {

constexpr std::uint64_t usual_draws = 20;
constexpr std::size_t most_samples = 10000;
constexpr std::size_t most_rows = 40;  // of a table on a screen

const std::vector<std::string> files{"sweep.json", "table.csv", "specification.toml"};

/// The first rows for a screen.
std::string screen_of(report::Grid grid) {
  const std::size_t all = grid.rows.size();
  grid.rows.resize(std::min(all, most_rows));
  return report::table(grid, report::TableFormat::markdown) +
         (all > most_rows
              ? fmt::format("and {} more rows: --out DIR writes all of them, --json prints them\n", all - most_rows)
              : "");
}

std::string pattern_text(const std::map<int, std::uint64_t>& pattern) {
  std::string text;
  for (const auto& [index, count] : pattern) text += fmt::format("{}{}:{}", text.empty() ? "" : " ", index, count);
  return text;
}

std::string summary(const study::Sweep& sweep, const report::Grid& grid) {
  const report::Result& m = sweep.member;
  std::string text = fmt::format("{}: {} isolated critical points over C ({} paths, {})\n\n", m.title,
                                 m.solutions->isolated, m.paths->tracked, m.paths->start);
  text += screen_of(grid) + fmt::format("\n{:<28} draws\n", "Real points by index");
  for (const study::IndexPattern& p : study::real_by_index(sweep.draws))
    text += fmt::format("  {:<26} {}\n", pattern_text(p.counts), p.draws);
  for (const std::string& found : m.contradictions) text += labelled({Severity::contradiction, found}) + "\n";
  for (const Note& note : m.notes) text += labelled(note) + "\n";
  return text + fmt::format("\n{} draws, {:.2f} s, {:.2f} s of them for the generic one\n", sweep.draws.size(),
                            sweep.seconds, m.seconds.total.value_or(0));
}

/// Writes and prints a sweep; whether all went well.
bool deliver(const Command& command, const spec::Specification& specification, const std::string& json,
             const report::Grid& grid, const std::string& text, std::optional<study::RowsFile>& finished) {
  Output output{
      {{files[0], json}, {files[1], report::table(grid, report::TableFormat::csv)}, {files[2], specification.text}},
      std::nullopt};
  if (!command.json) output.text = text;
  const bool delivered = deliver(command, output);
  if (finished && delivered) finished->remove();
  return delivered && !cancellation_heeded();
}

int sweep_manifolds(const Command& command, const spec::Specification& specification, const study::Options& options) {
  std::vector<std::size_t> samples{specification.data.inputs.size()};
  if (!command.samples.empty()) {
    samples = spec::parse_rows(command.samples, most_samples, "--samples");
    for (std::size_t& n : samples) ++n;
  }
  std::optional<study::RowsFile> finished = rows_beside(command);
  const std::vector<report::Result> draws =
      study::sweep_components(specification, samples, command.draws.value_or(usual_draws), options,
                              progress_on_stderr(command), finished ? &*finished : nullptr);
  const Unbroken whole;
  std::vector<study::ManifoldRow> rows;
  for (const report::Result& r : draws) rows.push_back(study::manifold_row(r));
  const report::Grid grid = report::grid_of(std::span<const study::ManifoldRow>(rows));
  return deliver(command, specification, study::draws_json(draws), grid, screen_of(grid), finished) &&
                 std::ranges::all_of(draws, report::complete)
             ? 0
             : 1;
}

std::string summary(const study::SweepStanding& s, const std::string& title) {
  std::string text = fmt::format("{}: {} rows\n\n", title, s.rows);
  const auto line = [&](const char* what, std::uint64_t count) {
    if (count > 0) text += fmt::format("  {:<14} {}\n", what, count);
  };
  line("done", s.done);
  line("INCOMPLETE", s.incomplete);
  line("CONTRADICTION", s.contradiction);
  line("failed", s.failed);
  for (const auto& [values, reason] : s.failures) text += fmt::format("    {}: {}\n", values, reason);
  if (s.failed > s.failures.size()) text += fmt::format("    and {} more\n", s.failed - s.failures.size());
  line("waiting", s.waiting);
  return text;
}

std::string summary(const study::SweepPlan& p, const std::string& title) {
  std::string text = fmt::format("{}\n\n  {:<10} {}", title, "rows", p.rows);
  if (p.waiting < p.rows) text += fmt::format(", {} of them waiting", p.waiting);
  text +=
      fmt::format("\n  {:<10} {}, {} of them solved once for {} rows\n", "networks", p.networks, p.generic, p.carried);
  text += fmt::format("  {:<10} {}\n", "paths", p.paths ? p.paths->to_string() + ", by bounds" : "not known");
  const std::string hours =
      p.hours && *p.hours < 0.1 ? "less than 0.1" : fmt::format("about {:.1f}", p.hours.value_or(0));
  text += fmt::format(
      "  {:<10} {}\n", "hours",
      p.hours ? fmt::format(
                    "{}, at {:.2g} s a path, as some of each network take; certificates and zero-loss sets come on top",
                    hours, *p.seconds_a_path)
              : "not known");
  return text;
}

/// Prints how the rows of the store stand, or with --json all that it holds; the exit status.
int finish(const Command& command, const study::SweepStanding& standing, const std::string& title,
           const std::string& store) {
  if (!study::writes_store()) return 0;
  if (command.json)
    print(store::to_json(store::read(store)));
  else
    print(summary(standing, title) + "\nin " + store + "\n");
  return standing.complete() ? 0 : 1;
}

/// A sweep whose rows go to a store.
int sweep_into_store(const Command& command, const spec::Sweep& sweep) {
  for (const auto& [given, option] :
       {std::pair(command.draws.has_value(), "--draws"), std::pair(!command.samples.empty(), "--samples"),
        std::pair(command.overwrite, "--overwrite")})
    if (given)
      throw InputError(option, "a specification without lists", sweep.file() + ", which lists " + sweep.names().front(),
                       std::string("leave ") + option + " out" +
                           (command.overwrite ? ", and remove a store that is not to be continued"
                                              : "; a range of data seeds makes draws, seed = \"1-20\""));
  const spec::Specification first = sweep.specification(0);
  const study::Options options = study::solver_options(first.solve, command.options);
  const std::string store = command.out.empty() ? study::default_store(sweep.file()) : command.out;
  if (command.dry_run) {
    print(summary(study::plan_sweep(sweep, store, options, progress_on_stderr(command)), sweep.file()));
    return 0;
  }
  return finish(
      command, study::run_sweep(sweep, store, options, progress_on_stderr(command), command.limit.value_or(UINT64_MAX)),
      sweep.file(), store);
}

}  // namespace

int sweep(const Command& command) {
  if (store::looks_like_store(command.files.front())) return resume_sweep(command);
  if (const spec::Sweep lists = spec::read_sweep(command.files.front()); !lists.names().empty())
    return sweep_into_store(command, lists);
  for (const auto& [given, option] :
       {std::pair(command.limit.has_value(), "--limit"), std::pair(command.dry_run, "--dry-run")})
    if (given)
      throw InputError(option, "a specification with lists", command.files.front() + ", which has none",
                       "write a list or a range in the place of a value, or leave " + std::string(option) + " out");
  const spec::Specification specification = spec::read_specification(command.files.front());
  const study::Options options = study::solver_options(specification.solve, command.options);
  require_out(command, files);
  if (options.gauge == study::Gauge::slice) return sweep_manifolds(command, specification, options);
  if (!command.samples.empty())
    throw InputError("--samples", "gauge slice", "gauge " + std::string(name(options.gauge)),
                     "write --gauge slice, or leave --samples out");
  std::optional<study::RowsFile> finished = rows_beside(command);
  const study::Sweep sweep = study::sweep(specification, command.draws.value_or(usual_draws), options,
                                          progress_on_stderr(command), finished ? &*finished : nullptr);
  const Unbroken whole;
  const report::Grid grid = report::grid(sweep.draws);
  return deliver(command, specification, study::to_json(sweep), grid, summary(sweep, grid), finished) &&
                 report::complete(sweep.member) && std::ranges::all_of(sweep.draws, report::complete)
             ? 0
             : 1;
}

int resume_sweep(const Command& command) {
  const std::string& store = command.files.front();
  for (const auto& [given, option] :
       {std::pair(command.draws.has_value(), "--draws"), std::pair(!command.samples.empty(), "--samples"),
        std::pair(!command.out.empty(), "--out"), std::pair(command.dry_run, "--dry-run")})
    if (given)
      throw InputError(option, "a specification", store + ", a store", std::string("leave ") + option + " out");
  int threads = 0;
  for (const spec::SolveEntry& option : command.options) {
    if (option.key != "threads")
      throw InputError(option.place, "the options that the sweep was begun with", option.text, "leave it out");
    threads = study::solver_options({}, std::vector{option}).threads;
  }
  return finish(command,
                study::resume_sweep(store, threads, progress_on_stderr(command), command.limit.value_or(UINT64_MAX)),
                store, store);
}

}  // namespace polyscape::program
