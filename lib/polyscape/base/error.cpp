#include "polyscape/base/error.hpp"

namespace polyscape {

InputError::InputError(const std::string& place, const std::string& expected, const std::string& found,
                       const std::string& remedy)
    : Error((place.empty() ? "" : place + ": ") + "expected " + expected + (found.empty() ? "" : ", found " + found) +
            (remedy.empty() ? "" : "; " + remedy)) {}

}  // namespace polyscape
