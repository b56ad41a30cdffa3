#pragma once
/// The critical manifolds of many draws as a table: a row each, counted by the functions that they compute.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/report/result.hpp"

namespace polyscape::study {

/// One draw. Functions are over C, families of functions count as one each.
struct ManifoldRow {
  std::uint64_t samples = 0;
  std::string data_seed, zero_loss_dimension;
  std::optional<bool> degenerate;
  std::uint64_t functions = 0, real = 0;
  std::string kinds, complete;
};
/// The meanings are headings of a table.
void describe(auto& fields, report::Of<ManifoldRow> auto& r) {
  fields("samples", r.samples, "N");
  fields("data_seed", r.data_seed, "data seed");
  fields("zero_loss_dimension", r.zero_loss_dimension, "zero loss: dimension");
  fields("degenerate", r.degenerate, "degenerate");
  fields("critical_functions", r.functions, "critical functions");
  fields("real", r.real, "real");
  fields("kinds", r.kinds, "by kind");
  fields("complete", r.complete, "complete");
}

/// Of a result of sweep_components().
ManifoldRow manifold_row(const report::Result& result);

/// As sweep.json holds the results of sweep_components().
std::string draws_json(const std::vector<report::Result>& draws);

}  // namespace polyscape::study
