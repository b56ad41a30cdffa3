#pragma once
/// Many random draws of one network's data.
#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include "polyscape/report/result.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"
#include "polyscape/study/sink.hpp"

namespace polyscape::study {

/// Draws of the data of one network, each by as many paths as a generic draw has critical points.
struct Sweep {
  report::Result member;              ///< the generic draw: many samples, so that their moments are generic
  std::vector<report::Result> draws;  ///< data seed, data seed + 1, ..; bounds are those of the member
  double seconds = 0;
};

/// How many draws have these real critical points: index -> points.
struct IndexPattern {
  std::map<int, std::uint64_t> counts;
  std::uint64_t draws = 0;
};
/// Each pattern once, in the order of the counts.
std::vector<IndexPattern> real_by_index(const std::vector<report::Result>& draws);

/// As sweep.json holds it.
std::string to_json(const Sweep& sweep);

/// The critical points of `draws` random data sets of a specification with random data. The gradient is linear in the
/// moments of the data, so all draws of any number of samples belong to one linear family: a generic member of it is
/// solved once, its solutions are carried to every draw (parameter homotopy). A draw whose data are special loses or
/// merges points; its ledger says which. Zero-loss sets are left to analyze(). Throws InputError as analyze() does, and
/// when the data are not random. Draws go to the sink, too, as they are finished.
Sweep sweep(const spec::Specification& specification, std::uint64_t draws, const Options& options,
            const Observer& observer = {}, Sink* sink = nullptr);

}  // namespace polyscape::study
