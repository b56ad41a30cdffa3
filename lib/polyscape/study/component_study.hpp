#pragma once
/// Positive-dimensional sets: components of a system's solutions, of a network's critical points and of its zero-loss
/// set.
#include "polyscape/algebra/system.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/result.hpp"
#include "polyscape/spec/specification.hpp"
#include "polyscape/study/options.hpp"
#include "polyscape/study/progress.hpp"
#include "polyscape/study/sink.hpp"

namespace polyscape::study {

/// Adds the components of a network's critical set (of its gradient, expanded) and of its interpolation variety. With
/// gauge slice only those as large as the weights of one function; InputError then for a loss with regularisation.
void add_components(const model::Model& model, const algebra::System& gradient, const Options& options,
                    const Observer& observer, report::Result& result);

/// The components of the critical set of the loss, regularisation included, and of the interpolation variety f(x_i; w)
/// = y_i, over C, with dimension, degree, multiplicity, and the rank of the Jacobian at a generic point. Throws
/// InputError when the network is too large to expand.
report::Result decompose_network(const spec::Specification& specification, const Options& options,
                                 const Observer& observer = {});

/// The components of `draws` random data sets, with data seeds from the specification's on, for each number of samples;
/// in that order, one result a draw, which goes to the sink, too, as it is finished. Throws InputError as
/// decompose_network() does, and when the data are not random.
std::vector<report::Result> sweep_components(const spec::Specification& specification,
                                             const std::vector<std::size_t>& samples, std::uint64_t draws,
                                             const Options& options, const Observer& observer = {},
                                             Sink* sink = nullptr);

/// The components of any polynomial system.
report::Result decompose_system(const algebra::System& system, const std::string& title, const Options& options,
                                const Observer& observer = {});

}  // namespace polyscape::study
