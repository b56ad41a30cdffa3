#pragma once
/// The verbs of the program as functions: what each does between reading its words and writing its files. All throw
/// InputError as the program does.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "input.hpp"
#include "polyscape/report/columns.hpp"
#include "polyscape/study/progress.hpp"

namespace polyscape::python {

using report::Result;
/// Options as they were given, by name. place: what messages call them.
using Entries = std::vector<spec::SolveEntry>;

/// Throws InputError for an entry that is neither an option of the solver, nor of the dynamics where these are
/// `wanted`, nor among `own`: the other words that the function takes.
void require_known(const Entries& entries, bool dynamics_too, const std::vector<Text>& own);

Result analyze(const Input& input, const Entries& options, const Text& generic, const study::Observer& observer);
Result bounds(const Input& input, const Entries& options, const study::Observer& observer);
Result components(const Input& input, const Entries& options, const study::Observer& observer);
Result solve(const Input& input, const Entries& options, const study::Observer& observer);
Result certify(const Result& said, const Input& input, const Entries& options, const study::Observer& observer);
/// at: empty: not given; sample: the reach of the box, where it is to be sampled.
Result volume(const Input& input, const Text& at, std::optional<double> sample, const Entries& options,
              const study::Observer& observer);

/// Results that belong together, with what was chosen for each, and the member that they come from where there is one.
struct Many {
  std::vector<report::Entry> entries;
  std::optional<Result> member;
  std::uint64_t waiting = 0;  ///< rows that are not finished
};

/// Rows of a table of parameters, a CSV text that messages call by `file`.
Many solve_family(const Input& input, const Text& parameters, const Text& file, const Entries& options,
                  const study::Observer& observer);
/// One result, or one for each combination where options have several values. critical: what is known of the network
/// already.
Many dynamics(const Input& input, const std::optional<Result>& critical, const Text& dimension, Entries options,
              const study::Observer& observer);
/// Of a specification without lists: draws of its data; samples: "1-6", of gauge slice.
Many sweep_draws(const Input& input, std::optional<std::uint64_t> draws, const Text& samples, const Entries& options,
                 const study::Observer& observer);
/// Of one with lists: into a store.
Many sweep_store(const Input& input, const Text& store, std::optional<std::uint64_t> limit, const Entries& options,
                 const study::Observer& observer);
Many resume_store(const Text& store, std::optional<std::uint64_t> limit, const Entries& options,
                  const study::Observer& observer);

/// What a file of results or a store holds.
Many load(const Text& file);

}  // namespace polyscape::python
