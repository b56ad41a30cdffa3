#pragma once
/// Which coordinates of a point are zero, at a glance.
#include <string>
#include <vector>

namespace polyscape::report {

/// 1 for every coordinate that is not zero and 0 for the others, as the matrices of the weights, last layer first: rows
/// are units, with / between them, `W2=10 W1=1/0`; biases stand behind their layer's weights, `W1=1/0 b1=1/1`. Of names
/// that are no weights: `x=1 y=0`. zero: the names of those that are.
std::string zero_pattern(const std::vector<std::string>& names, const std::vector<std::string>& zero);

}  // namespace polyscape::report
