#include "polyscape/study/sweep.hpp"

#include "polyscape/report/json_writer_kernel.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/description.hpp"
#include "polyscape/study/generic_draw.hpp"
#include "polyscape/study/input_digest.hpp"
#include "polyscape/study/rows_identity.hpp"
#include "polyscape/study/stopwatch.hpp"
#include "polyscape/study/unless_cancelled.hpp"

namespace polyscape::study {

void describe(auto& fields, report::Of<IndexPattern> auto& p) {
  fields("draws", p.draws, "how many");
  fields("counts", p.counts, "index, and how many real points");
}
void describe(auto& fields, report::Of<Sweep> auto& s) {
  fields.computed("schema", report::schema_version, "2");
  fields("member", s.member, "the generic draw");
  fields("draws", s.draws, "a result each");
  fields.computed("real_by_index", real_by_index(s.draws), "how many draws have which real points");
  fields("seconds", s.seconds, "all of it");
}

std::vector<IndexPattern> real_by_index(const std::vector<report::Result>& draws) {
  std::map<std::map<int, std::uint64_t>, std::uint64_t> patterns;
  for (const report::Result& r : draws) ++patterns[r.solutions->real_by_index];
  std::vector<IndexPattern> result;
  for (const auto& [counts, count] : patterns) result.push_back({counts, count});
  return result;
}

std::string to_json(const Sweep& sweep) { return report::JsonWriter().record(sweep).dump(1) + "\n"; }

Sweep sweep(const spec::Specification& specification, std::uint64_t draws, const Options& options,
            const Observer& observer, Sink* sink) {
  require_random_data(specification);
  Stopwatch clock;
  Sweep result;
  const GenericDraw generic = solve_generic_draw(specification, options, observer);
  result.member = generic.result;
  Options one_thread = options;
  one_thread.threads = 1;
  one_thread.known_count.reset();
  Counter counter(observer, "draws", draws);
  SharedSink shared(sink);
  shared.begin(&result.member, draws);
  const auto identity = [&] { return rows_identity("draws", input_digest(specification), options); };
  result.draws = results_unless_cancelled(draws, options.threads, counter, shared, identity, [&](std::size_t k) {
    spec::Specification drawn =
        spec::redrawn(specification, specification.data.seed + k, specification.data.inputs.size());
    drawn.title = title_of(drawn) + ", data seed " + std::to_string(drawn.data.seed);
    return solve_draw(drawn, generic, one_thread);
  });
  result.seconds = clock.total();
  return result;
}

}  // namespace polyscape::study
