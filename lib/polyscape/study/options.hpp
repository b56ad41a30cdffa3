#pragma once
/// The solver's options from where users write them: the `[solve]` table of a specification, then the command line.
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "polyscape/report/result.hpp"
#include "polyscape/solve/options.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::study {

/// Sets that are looked for besides points.
enum class Gauge { none, slice };
constexpr auto names_of(Gauge) { return std::to_array<std::string_view>({"none", "slice"}); }

/// Which solutions are proved.
enum class Certify { automatic, always, never };
constexpr auto names_of(Certify) { return std::to_array<std::string_view>({"auto", "always", "never"}); }

/// When solutions are counted by exact algebra modulo random primes.
enum class Exact { automatic, always, never };
constexpr auto names_of(Exact) { return std::to_array<std::string_view>({"auto", "always", "never"}); }

/// What a user may choose of a whole job: of the solver, and of what is done before and after it.
struct Options : solve::Options {
  Gauge gauge = Gauge::none;  ///< slice: of networks, only critical sets that cut the fibres of the parametrisation
  Certify certify = Certify::automatic;
  Exact exact = Exact::automatic;
};
/// The solver's rows, and those.
const std::vector<Option<Options>>& option_table();
/// As solve::require_legal.
void require_legal(const Options& options);

/// Throws InputError at the entry's place: none of these names, and which one is nearest.
[[noreturn]] void refuse_unknown(const spec::SolveEntry& entry, std::span<const std::string_view> names);

/// Sets the option of the table that the entry names. Throws InputError at the entry's place for an unknown key or an
/// illegal value.
template <typename O>
void set_by_name(O& options, const std::vector<Option<O>>& table, const spec::SolveEntry& entry) {
  std::vector<std::string_view> names;
  for (const Option<O>& row : table) {
    if (row.name == entry.key) return set_option(options, row, entry.text, entry.place);
    names.push_back(row.name);
  }
  refuse_unknown(entry, names);
}

/// Defaults, then `specified` in order, then `given` (keys with underscores). Throws InputError at an entry's place for
/// an unknown key (naming the nearest one) or an illegal value.
Options solver_options(std::span<const spec::SolveEntry> specified, std::span<const spec::SolveEntry> given);

/// For systems that are no network's. InputError for another gauge than none.
void require_no_gauge(const Options& options);

/// Every option with its value as text, in the table's order, without `threads` (results do not depend on it).
std::vector<std::pair<std::string, std::string>> option_values(const Options& options);

/// A result that says what it was made by and with: versions, seed, options, threads. Throws InputError where an option
/// has no legal value.
report::Result blank_result(const Options& options);

}  // namespace polyscape::study
