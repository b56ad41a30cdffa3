#pragma once
/// A specification in the words of a report.
#include <string>
#include <utility>
#include <vector>

#include "polyscape/algebra/action.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::study {

/// Architecture, layers, loss, regularisation and approximations; observations and symmetries are left empty.
report::Network describe(const spec::Specification& specification);

/// What makes the polynomial in place of a loss mislead, a sentence each: no lower bound, or none known; no convexity
/// on its interval.
std::vector<Note> cautions(const spec::Specification& specification);

/// What the specification draws at random, with the seed: "data", "teacher" and "noise" where they have their own,
/// "regularization".
std::vector<std::pair<std::string, std::string>> seeds(const spec::Specification& specification);

/// The coordinates that a symmetry moves: "w1_1_1 -> w1_2_1, w2_1_1 -> -w2_1_1".
std::string describe(const algebra::SignedPermutation& action, const std::vector<std::string>& names);

/// The title, or the file's name without folder and extension.
std::string title_of(const spec::Specification& specification);

}  // namespace polyscape::study
