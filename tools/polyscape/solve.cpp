#include <fmt/format.h>

#include <algorithm>
#include <filesystem>
#include <utility>

#include "output.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/algebra/format/written.hpp"
#include "polyscape/base/cancel.hpp"
#include "polyscape/base/limit.hpp"
#include "polyscape/base/shard.hpp"
#include "polyscape/report/table.hpp"
#include "polyscape/solve/solver.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/parameters.hpp"
#include "verbs.hpp"

namespace polyscape::program {

namespace {

const std::vector<std::string> family_files{"rows.json", "table.csv", "system.txt", "parameters.csv"};

const std::vector<std::string> columns{"complex",   "nonsingular", "singular",
                                       "certified", "real",        "certified real",
                                       "paths",     "at infinity", "positive-dimensional",
                                       "excluded",  "failed",      "known",
                                       "by"};

/// A row's values and counts, under the parameters' names and `columns`. What is not known is left empty.
std::vector<std::string> cells(const report::Result& r, const std::vector<algebra::GaussianRational>& values) {
  std::vector<std::string> result;
  for (const algebra::GaussianRational& z : values) result.push_back(z.to_string());
  const report::Solutions& s = *r.solutions;
  const report::Paths& p = *r.paths;
  const bool tried = s.certified_distinct.has_value();
  for (const std::uint64_t count : {s.isolated, s.nonsingular, s.singular}) result.push_back(std::to_string(count));
  result.push_back(tried ? std::to_string(s.existence.certified) : "");
  result.push_back(r.system.real ? std::to_string(s.real) : "");
  result.push_back(tried && r.system.real ? std::to_string(*s.certified_real) : "");
  for (const std::uint64_t count : {p.tracked, p.at_infinity, p.positive_dimensional, p.excluded, p.failed})
    result.push_back(std::to_string(count));
  result.push_back(report::known(r));
  result.push_back(s.completeness_by);
  return result;
}

/// A row of the table of parameters each.
report::Grid grid_of(const study::FamilySolutions& family, const study::ParameterTable& table) {
  report::Grid grid;
  for (const std::string& name : table.names) grid.columns.push_back({name, name, name, report::Content::text});
  for (const std::string& name : columns)
    grid.columns.push_back(
        {name, name, name, name == "known" || name == "by" ? report::Content::text : report::Content::number});
  for (std::size_t i = 0; i < family.rows.size(); ++i) grid.rows.push_back(cells(family.rows[i], table.rows[i]));
  return grid;
}

std::string remarks(const std::string& of, const report::Result& r) {
  std::string text;
  for (const std::string& found : r.contradictions)
    text += of + ": " + labelled({Severity::contradiction, found}) + "\n";
  for (const Note& note : r.notes) text += of + ": " + labelled(note) + "\n";
  return text;
}

std::string summary(const study::FamilySolutions& family, const study::ParameterTable& table) {
  const report::Result& m = family.member;
  std::string text = fmt::format("{}: {} isolated solutions over C ({} paths, {}; completeness {})\n", m.title,
                                 m.solutions->isolated, m.paths->tracked, m.paths->start, report::known(m));
  text += family.carried ? "Every row: paths from these, unless an equation is constant there.\n\n"
                         : "Every row was solved on its own: not all of these are nonsingular, or paths to them "
                           "failed, or an equation is constant.\n\n";
  text += report::table(grid_of(family, table), report::TableFormat::markdown) + "\n" + remarks("member", m);
  for (std::size_t i = 0; i < family.rows.size(); ++i) text += remarks(fmt::format("row {}", i + 1), family.rows[i]);
  return text + fmt::format("{} rows, {:.2f} s, {:.2f} s of them for the member\n", family.rows.size(), family.seconds,
                            m.seconds.total.value_or(0));
}

int solve_rows(const Command& command, const algebra::System& system, const std::string& text, const std::string& title,
               const polyscape::study::Options& options, study::Observer observer) {
  const std::string csv = study::read_text(command.parameters);
  const study::ParameterTable table = study::read_parameters(csv, command.parameters, system);
  Kept kept(command, {{family_files[2], text}, {family_files[3], csv}});
  std::optional<study::RowsFile> finished = rows_beside(command, &kept);
  const study::FamilySolutions family =
      study::solve_family(system, table, title, options, observer, finished ? &*finished : nullptr);
  observer = nullptr;  // the bar goes
  const Unbroken whole;
  Output output{{{family_files[0], study::to_json(family, table)},
                 {family_files[1], report::table(grid_of(family, table), report::TableFormat::csv)},
                 {family_files[2], text},
                 {family_files[3], csv}},
                std::nullopt};
  if (!command.json) output.text = summary(family, table);
  const bool delivered = deliver(command, output);
  if (finished && delivered) finished->remove();
  if (delivered) kept.end();
  return delivered && report::complete(family.member) && std::ranges::all_of(family.rows, report::complete) ? 0 : 1;
}

/// A part of the paths alone: what becomes of them is in the part's file.
int solve_shard(const Command& command, const algebra::WrittenSystem& system, const std::string& text,
                const std::string& title, const polyscape::study::Options& options, study::Observer observer) {
  const Shard shard = *command.shard;
  const std::string file = study::beside(command.out, fmt::format(".shard-{}-of-{}", shard.number, shard.of));
  study::Checkpoint checkpoint(file, job_of(command, {{"system.txt", text}}), study::Checkpoint::Appears::at_once);
  try {
    const JournalScope kept(checkpoint);
    const ShardScope part(shard);
    const report::Result result = study::solve_system(system, title, options, observer);
    observer = nullptr;  // the bar goes
    if (!result.cancelled) {
      checkpoint.remove();
      throw InputError("--shard", "a system with paths to follow",
                       "none: " + (result.paths ? result.paths->reason : ""), "leave --shard out");
    }
  } catch (const ShardDone& done) {
    observer = nullptr;
    if (const std::string why = checkpoint.refused(); !why.empty())
      throw InputError(file, "a file that can be written", why, "make room, and begin this part again");
    if (!command.quiet)
      say(fmt::format("polyscape: {} of {} paths are followed, in {}; with those of all parts: polyscape merge {}",
                      done.followed, done.of, file,
                      study::beside(command.out, fmt::format(".shard-*-of-{}", shard.of))));
    return 0;
  } catch (const Cancelled&) {
  }
  say("polyscape: not all paths of the part were followed; the same command goes on");
  return 1;
}

}  // namespace

int solve(const Command& command) {
  if (command.trace > 0) return trace(command);
  const std::string& path = command.files.front();
  const polyscape::study::Options options = study::solver_options({}, command.options);
  const bool family = !command.parameters.empty();
  study::Observer observer = progress_on_stderr(command);
  study::announce(observer, "reading");
  const std::string text = study::read_text(path);
  const std::string title = std::filesystem::path(path).stem();
  if (family) {
    require_out(command, family_files);
    const algebra::System system = algebra::read_system(text, path);
    return solve_rows(command, system, text, title, options, std::exchange(observer, nullptr));
  }
  if (command.shard)
    return solve_shard(command, algebra::read_written_system(text, path), text, title, options,
                       std::exchange(observer, nullptr));
  Run run(command, {{"system.txt", text}});
  const algebra::WrittenSystem system = algebra::read_written_system(text, path);
  const report::Result result = study::solve_system(system, title, options, observer);
  observer = nullptr;  // the bar goes
  return run.finish(result);
}

}  // namespace polyscape::program
