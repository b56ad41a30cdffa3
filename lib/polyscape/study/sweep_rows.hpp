#pragma once
/// Which rows of a sweep belong together.
#include <map>
#include <string>
#include <vector>

#include "polyscape/spec/sweep.hpp"
#include "polyscape/store/store.hpp"
#include "polyscape/study/options.hpp"

namespace polyscape::study {

/// Rows of one network that are carried from one generic draw: their data are random, all their weights regularised.
struct CarriedRows {
  std::vector<std::size_t> rows;  ///< two or more
  bool one_lambda = true;         ///< of all of them
};

/// It depends on the sweep and the options, not on what is done.
struct SweepRows {
  std::string digest;                          ///< of all that the rows say, data included
  std::map<std::size_t, CarriedRows> carried;  ///< by the first row of their network
  std::vector<std::size_t> alone;              ///< the others, increasing: each is analysed on its own
  std::size_t networks = 0;
};

/// Reads every row. Throws InputError where one is no specification, Cancelled when the job is.
SweepRows rows_of(const spec::Sweep& sweep, const Options& options);

/// What the generic draw of a network is made from: the first of the rows, with a generic lambda where theirs differ.
spec::Specification generic_specification(const spec::Sweep& sweep, const CarriedRows& carried);

/// The sweep as a store describes it.
store::Sweep description(const spec::Sweep& sweep, const SweepRows& rows, const Options& options);
/// Throws InputError, naming what differs, unless the two are one sweep by one version with the same options.
void require_same(const store::Sweep& stored, const store::Sweep& now, const std::string& path);

}  // namespace polyscape::study
