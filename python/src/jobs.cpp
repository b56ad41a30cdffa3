#include "jobs.hpp"

#include <algorithm>

#include "polyscape/base/cancel.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/dynamics/options.hpp"
#include "polyscape/report/entries.hpp"
#include "polyscape/spec/dataset.hpp"
#include "polyscape/store/store.hpp"
#include "polyscape/study/analysis.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/component_study.hpp"
#include "polyscape/study/dynamics_series.hpp"
#include "polyscape/study/dynamics_study.hpp"
#include "polyscape/study/finished_rows.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/parameters.hpp"
#include "polyscape/study/stored_sweep.hpp"
#include "polyscape/study/sweep.hpp"
#include "polyscape/study/verification.hpp"
#include "polyscape/study/volume_study.hpp"

namespace polyscape::python {

namespace {

/// Of a network by what its specification says, too.
study::Options options_of(const Input& input, const Entries& given) {
  const bool system = input.is_system();
  return study::solver_options(system ? Entries() : input.network().solve, given);
}

template <class O>
bool has(const std::vector<Option<O>>& table, const Text& key) {
  return std::ranges::find(table, key, &Option<O>::name) != table.end();
}

Many many(std::vector<Result> results) {
  Many all;
  for (Result& r : results) all.entries.push_back({{}, std::move(r), ""});
  return all;
}

Many rows_of(const Text& store) {
  study::FinishedRows rows = study::finished_rows(store);
  return {std::move(rows.entries), std::nullopt, rows.waiting};
}

}  // namespace

void require_known(const Entries& entries, bool dynamics_too, const std::vector<Text>& own) {
  std::vector<std::string_view> names;
  for (const auto& row : study::option_table()) names.push_back(row.name);
  if (dynamics_too)
    for (const auto& row : dynamics::option_table()) names.push_back(row.name);
  names.insert(names.end(), own.begin(), own.end());
  for (const spec::SolveEntry& entry : entries)
    if (std::ranges::find(names, entry.key) == names.end()) study::refuse_unknown(entry, names);
}

Result analyze(const Input& input, const Entries& given, const Text& generic, const study::Observer& observer) {
  return study::analyze(input.network(), options_of(input, given), observer, generic);
}

Result bounds(const Input& input, const Entries& given, const study::Observer& observer) {
  const study::Options options = options_of(input, given);
  Result result = input.is_system()
                      ? study::bound_system(input.system(), input.title(), study::bound_limits(options), observer)
                      : study::bound_specification(input.network(), study::bound_limits(options), observer);
  result.seed = options.seed;
  return result;
}

Result components(const Input& input, const Entries& given, const study::Observer& observer) {
  const study::Options options = options_of(input, given);
  return input.is_system() ? study::decompose_system(input.system().system, input.title(), options, observer)
                           : study::decompose_network(input.network(), options, observer);
}

Result solve(const Input& input, const Entries& given, const study::Observer& observer) {
  return study::solve_system(input.system(), input.title(), options_of(input, given), observer);
}

Result certify(const Result& said, const Input& input, const Entries& given, const study::Observer& observer) {
  study::Options options = study::solver_options({}, given);
  if (!said.points || !said.solutions || !said.paths)
    throw InputError(said.title, "points to certify", "none", "use analyze or solve first");
  if (std::ranges::count(given, "seed", &spec::SolveEntry::key) == 0) options.seed = said.seed;
  if (input.is_system())
    return study::Verifier(study::prepared(input.system()), input.file(), options, observer)(said, input.file(),
                                                                                             observer);
  return study::Verifier(input.network(), options, observer)(said, input.file(), observer);
}

Result volume(const Input& input, const Text& at, std::optional<double> sample, const Entries& given,
              const study::Observer& observer) {
  const study::Options options = options_of(input, given);
  const auto measured = [&](const auto& of, Result result) {
    if (sample) study::sample_volume(of, at, *sample, options, result, observer);
    return result;
  };
  if (input.is_system()) {
    const algebra::System& system = input.system().system;
    return measured(system, study::measure_system(system, input.title(), at, options, observer));
  }
  return measured(input.network(), study::measure_network(input.network(), at, options, observer));
}

Many solve_family(const Input& input, const Text& parameters, const Text& file, const Entries& given,
                  const study::Observer& observer) {
  const algebra::System& system = input.system().system;
  const study::ParameterTable table = study::read_parameters(parameters, file, system);
  study::FamilySolutions family = study::solve_family(system, table, input.title(), options_of(input, given), observer);
  Many all = many(std::move(family.rows));
  for (std::size_t k = 0; k < all.entries.size(); ++k)
    for (std::size_t j = 0; j < table.names.size(); ++j)
      all.entries[k].chosen.emplace_back(table.names[j], table.rows[k][j].to_string());
  all.waiting = table.rows.size() - all.entries.size();
  all.member = std::move(family.member);
  return all;
}

Many dynamics(const Input& input, const std::optional<Result>& critical, const Text& dimension, Entries given,
              const study::Observer& observer) {
  Entries solver, own;
  for (spec::SolveEntry& entry : given)
    (has(study::option_table(), entry.key) ? solver : own).push_back(std::move(entry));
  if (!dimension.empty()) own.push_back({"dimension", dimension, "dimension"});
  const std::vector<study::SeriesAxis> axes = study::take_axes(own);
  struct Job {
    Entries chosen;
    std::optional<spec::PotentialSpecification> potential;
    study::Options options;
    dynamics::Options how;
  };
  std::vector<Job> jobs;  // all of them before any is done: mistakes are told at once
  for (auto& chosen : study::combinations(axes)) {
    Entries entries = own;
    entries.insert(entries.end(), chosen.begin(), chosen.end());
    std::optional<std::size_t> size;
    if (const auto d = std::ranges::find(entries, "dimension", &spec::SolveEntry::key); d != entries.end()) {
      size = spec::parse_rows(d->text, spec::most_potential_variables, d->place).front() + 1;
      entries.erase(d);
    }
    Job job{chosen, {}, {}, {}};
    const auto fill = [&](const auto& specification) {
      job.options = study::solver_options(specification.solve, solver);
      job.how = study::dynamics_options(specification.dynamics, entries);
    };
    if (input.potential() != nullptr) {
      job.potential = spec::parse_potential(input.text(), input.file(), size);
      fill(*job.potential);
    } else {
      if (size)
        throw InputError("dimension", "a [potential] whose variables are one vector", "a network in " + input.file(),
                         "leave dimension out");
      fill(input.network());
      study::require_fit(input.network(), job.how);
    }
    jobs.push_back(std::move(job));
  }
  Many all;
  std::optional<Result> known = critical;
  if (known && (!known->points || known->input_digest != study::input_digest(input.network())))
    throw InputError(input.file(), "critical points of this specification", "none, or those of another one",
                     "use analyze again");
  for (const Job& job : jobs) {
    if (!all.entries.empty() && cancellation_requested()) break;
    report::TextPairs chosen;
    for (const spec::SolveEntry& entry : job.chosen) chosen.emplace_back(entry.key, entry.text);
    if (job.potential) {
      all.entries.push_back(
          {std::move(chosen), study::walk_potential(*job.potential, job.how, job.options, observer), ""});
      continue;
    }
    if (!known) known = study::analyze(input.network(), job.options, observer);
    Result result = *known;
    result.threads = job.options.threads;
    study::add_dynamics(input.network(), job.how, job.options, observer, result);
    all.entries.push_back({std::move(chosen), std::move(result), ""});
  }
  all.waiting = jobs.size() - all.entries.size();
  return all;
}

Many sweep_draws(const Input& input, std::optional<std::uint64_t> draws, const Text& samples, const Entries& given,
                 const study::Observer& observer) {
  constexpr std::uint64_t usual_draws = 20, most_draws = 1'000'000;
  constexpr std::size_t most_samples = 10000;
  const spec::Specification& specification = input.network();
  const study::Options options = options_of(input, given);
  const std::uint64_t count = draws.value_or(usual_draws);
  if (count < 1 || count > most_draws)
    throw InputError("draws", "an integer from 1 to " + std::to_string(most_draws), std::to_string(count),
                     "write draws=20, for example");
  if (options.gauge == study::Gauge::slice) {
    std::vector<std::size_t> sizes{specification.data.inputs.size()};
    if (!samples.empty()) {
      sizes = spec::parse_rows(samples, most_samples, "samples");
      for (std::size_t& n : sizes) ++n;
    }
    Many all = many(study::sweep_components(specification, sizes, count, options, observer));
    all.waiting = sizes.size() * count - all.entries.size();
    return all;
  }
  if (!samples.empty())
    throw InputError("samples", "gauge slice", "gauge " + Text(name(options.gauge)),
                     "write gauge=\"slice\", or leave samples out");
  study::Sweep sweep = study::sweep(specification, count, options, observer);
  Many all = many(std::move(sweep.draws));
  all.waiting = count - all.entries.size();
  all.member = std::move(sweep.member);
  return all;
}

Many sweep_store(const Input& input, const Text& store, std::optional<std::uint64_t> limit, const Entries& given,
                 const study::Observer& observer) {
  const spec::Sweep& sweep = *input.sweep();
  const study::Options options = study::solver_options(sweep.specification(0).solve, given);
  study::run_sweep(sweep, store, options, observer, limit.value_or(UINT64_MAX));
  return rows_of(store);
}

Many resume_store(const Text& store, std::optional<std::uint64_t> limit, const Entries& given,
                  const study::Observer& observer) {
  int threads = 0;
  for (const spec::SolveEntry& option : given) {
    if (option.key != "threads")
      throw InputError(option.place, "the options that the sweep was begun with", option.text, "leave it out");
    threads = study::solver_options({}, std::vector{option}).threads;
  }
  study::resume_sweep(store, threads, observer, limit.value_or(UINT64_MAX));
  return rows_of(store);
}

Many load(const Text& file) {
  if (store::looks_like_store(file)) return rows_of(file);
  report::Entries held = report::entries_from_json(study::read_text(file), file);
  return {std::move(held.rows), std::move(held.member), 0};
}

}  // namespace polyscape::python
