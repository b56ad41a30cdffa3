#pragma once
/// The result of a job: what `--json` prints and result.json holds, schema version 2. Programs read these keys, so
/// their meaning does not change; what is not known is left out. Each record is described once, beside it, for all that
/// walk it (fields.hpp); docs/results.md has the descriptions as tables.
/// Schema 2 against 1: whether the listed points exist (`existence`) and whether the list lacks none (`completeness`)
/// are two statements, every other claim has `by` beside it (base/certainty.hpp), statements that exclude each other
/// are listed.
#include <cstdint>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "polyscape/base/note.hpp"
#include "polyscape/base/text_sink.hpp"
#include "polyscape/report/bounds.hpp"
#include "polyscape/report/components.hpp"
#include "polyscape/report/dynamics.hpp"
#include "polyscape/report/interpolation.hpp"
#include "polyscape/report/network.hpp"
#include "polyscape/report/paths.hpp"
#include "polyscape/report/points.hpp"
#include "polyscape/report/volume.hpp"

namespace polyscape::report {

inline constexpr int schema_version = 2;

/// What each stage took.
struct Seconds {
  std::optional<double> bounds, solve, certify, components, volume, dynamics, total;
};
void describe(auto& fields, Of<Seconds> auto& s) {
  fields("bounds", s.bounds, "bounds");
  fields("solve", s.solve, "following paths, and what is found at their ends");
  fields("certify", s.certify, "certificates");
  fields("components", s.components, "solution sets of dimension 1 and more");
  fields("volume", s.volume, "learning coefficients");
  fields("dynamics", s.dynamics, "walkers");
  fields("total", s.total, "all of it");
}

/// Certificates of this file checked again in exact arithmetic.
struct Recheck {
  std::uint64_t held = 0, of = 0;
  bool distinct = false;
};
void describe(auto& fields, Of<Recheck> auto& r) {
  fields("held", r.held, "certificates that hold");
  fields("of", r.of, "so many that were checked");
  fields("distinct", r.distinct, "those that hold are disjoint");
}

/// What a run says of itself where a check of it does not compute it anew.
struct RunWord {
  std::string completeness, completeness_by;
  std::optional<algebra::Integer> generic_root_count;
};
void describe(auto& fields, Of<RunWord> auto& w) {
  fields("completeness", w.completeness, "as the run says");
  fields("completeness_by", w.completeness_by, "as the run says", filled(w.completeness_by));
  fields("generic_root_count", w.generic_root_count, "as the run says");
}

using TextPairs = std::vector<std::pair<std::string, std::string>>;

struct Result {
  std::string version, title;
  std::uint64_t seed = 1;
  bool cancelled = false;
  std::string path_limit;    ///< the note that says so, where paths beyond max_paths were left out; not written apart
  std::string input_digest;  ///< study/input_digest.hpp
  Seconds seconds;
  SystemShape system;
  Bounds bounds;
  std::optional<Monodromy> monodromy;
  std::optional<Paths> paths;
  std::optional<Confirmation> confirmation;
  std::optional<Solutions> solutions;
  std::optional<std::vector<Point>> points;
  std::optional<Decomposition> decomposition;
  std::optional<Interpolation> interpolation;
  std::optional<Volume> volume;
  std::optional<Network> network;
  std::optional<Dynamics> dynamics;
  std::vector<std::string> names;
  std::optional<Recheck> recheck;
  std::optional<RunWord> run_says;  ///< in a run that was checked: ledger and monodromy, too, are then the run's word
  std::vector<NonIsolatedEndpoint> non_isolated;
  std::vector<std::string> contradictions;  ///< report/contradictions.hpp
  std::vector<Note> notes;
  TextPairs seeds, options, versions;
  int threads = 0;
};

/// Isolated solutions with their multiplicities, which is what bounds are about; 0 without points.
algebra::Integer with_multiplicity(const Result& result);
/// How many more the modular count leaves room for, of a finite number; 0 where the list is known to lack none.
algebra::Integer uncounted(const Result& result);

/// Degree of the components of that dimension together that were found and are not multiple; 0: nonsingular points.
algebra::Integer reduced_degree(const Decomposition& found, int dimension);
/// By how much reduced_degree() falls short of what the counts modulo random primes leave.
struct MissingPart {
  int dimension;
  algebra::Integer degree;
};
std::vector<MissingPart> uncounted(const Decomposition& found);

/// complete: every path ended in a class other than failed, no trace test failed, a second solve agrees where one was
/// made, the modular counts leave room for no more solutions or components where there are some, every component was
/// told apart, a learning coefficient that was asked for is known, every certificate that was checked again holds and
/// nothing was cut short. contradiction: statements of the result exclude each other.
enum class Standing { complete, incomplete, contradiction };
constexpr auto names_of(Standing) {
  return std::to_array<std::string_view>({"complete", "incomplete", "contradiction"});
}
Standing standing(const Result& result);
inline bool complete(const Result& result) { return standing(result) == Standing::complete; }

void describe(auto& fields, Of<Result> auto& r) {
  fields.real = r.system.real;
  fields.computed("schema", schema_version, "2");
  fields("version", r.version, "of the program");
  fields("title", r.title, "the specification's, or the name of the system's file without its ending");
  fields("seed", r.seed, "the solver's");
  fields.computed("standing", standing(r),
                  "`complete`, `incomplete` or `contradiction`; the exit status is 0 for the first, else 1");
  fields("cancelled", r.cancelled,
         "`true`: the job was ended before everything was done; the notes say what was left out", filled(r.cancelled));
  fields("input_digest", r.input_digest,
         "of the specification and its data, or of the system; draws of one specification and tables of parameters "
         "have none",
         filled(r.input_digest));
  fields("seconds", r.seconds, "what each stage took");
  fields("system", r.system, "the equations");
  fields("bounds", r.bounds, "on the number of isolated solutions");
  fields("monodromy", r.monodromy, "how the generic member was solved, where it was");
  fields("paths", r.paths, "the ledger");
  fields("confirmation", r.confirmation, "the second solve, with `--confirm`");
  fields("solutions", r.solutions, "counts of isolated solutions");
  fields("points", r.points, "the isolated solutions, ordered by their coordinates");
  fields.inlined("components", r.decomposition);
  fields("interpolation", r.interpolation, "the zero-loss set, of networks with the square loss");
  fields("volume", r.volume, "of low loss: the learning coefficient, of `volume`");
  fields("network", r.network, "in words and numbers");
  fields("dynamics", r.dynamics, "where gradient methods and the Langevin equation end");
  fields("names", r.names, "of the variables; left out where the equations are not written out", filled(r.names));
  fields("recheck", r.recheck, "of `certify`: certificates checked again in exact arithmetic");
  fields("run_says", r.run_says, "of `certify`: what the run said and was not computed anew");
  fields("non_isolated", r.non_isolated, "where paths ended on larger sets", filled(r.non_isolated));
  fields("contradictions", r.contradictions, "sentences: statements of this result that exclude each other",
         filled(r.contradictions));
  fields("notes", r.notes, "sentences that a reader of the counts has to know", filled(r.notes));
  fields("seeds", r.seeds, "`data`, `teacher`, `noise`, `regularization`: of what the specification draws", lately);
  fields("options", r.options, "the solver's, as text, but for `threads`; empty for `bounds`", lately);
  fields("versions", r.versions, "of the compiler and the libraries", lately);
  fields.group("timings", [&] { fields("threads", r.threads, "not of `bounds`", filled(r.threads)); });
}

/// The JSON text, keys in the schema's order, ending in a newline. The same result gives the same text.
std::string to_json(const Result& result);
/// The same, piece by piece.
void write_json(const Result& result, const TextSink& sink);

/// Reads what to_json wrote, of schema 1 or 2 (unknown keys are skipped). What schema 1 says of completeness becomes
/// what of it holds in the words of schema 2; a note says that the file is of schema 1. Throws InputError naming `file`
/// and the key when something is missing or of the wrong type.
Result result_from_json(const std::string& text, const std::string& file);

/// Versions of this library and of those it computes with.
std::string library_version();
std::vector<std::pair<std::string, std::string>> dependency_versions();

}  // namespace polyscape::report
