#include "polyscape/algebra/expand.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/model/model.hpp"

namespace polyscape::model {

algebra::System interpolation_system(const Model& model) {
  if (!model.has_interpolation) throw ArgumentError("interpolation_system: the loss is not the square loss");
  return {model.names, algebra::expand(model.residuals)};
}

}  // namespace polyscape::model
