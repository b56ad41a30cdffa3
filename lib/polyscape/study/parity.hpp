#pragma once
/// Whether the real critical points of a loss are odd in number, whatever its data: a check on lists of them.
#include "polyscape/algebra/system.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/report/result.hpp"

namespace polyscape::study {

/// True where it is proved, exactly, that the isolated real critical points are odd in number. The changes of signs of
/// weights that keep the loss are a group of 2^k elements that acts on these points, so that they are as many, modulo
/// 2, as those that stay where they are: the ones with zeros wherever a sign changes. On that subspace the gradient
/// points along it (Palais 1979), and where it is linear there, with an invertible matrix, exactly one critical point
/// stays; it is isolated where the whole Hessian is invertible. Of a network with hidden units and regularised weights,
/// without biases, that is w = 0, for example, and all others come in pairs or more. gradient: the model's, expanded.
bool real_points_are_odd(const model::Model& model, const algebra::System& gradient);

/// Looks at the number of real critical points where it must be odd: an even one is a contradiction of a result that
/// claims to be complete, else a note.
void note_parity(const model::Model& model, const algebra::System& gradient, report::Result& result);

}  // namespace polyscape::study
