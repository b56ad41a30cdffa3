#pragma once
/// What more digits cost.
#include "polyscape/algebra/program.hpp"

namespace polyscape::solve {

/// Newton steps of a certificate at one precision, about.
constexpr double certificate_steps = 8;

/// In multiplications of one limb (certify/work.hpp).
constexpr double little_work = 5e8, much_work = 4e9;

/// The largest precision, doubled from `first` up to `most`, in which `steps` steps of Newton's method at each of
/// `points` points take no more than `work`; 0 when not even the first does.
int affordable_bits(const algebra::Program& system, std::size_t points, double steps, double work, int first, int most);

}  // namespace polyscape::solve
