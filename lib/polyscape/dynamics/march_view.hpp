#pragma once
/// What the kernels that move walkers work on: numbers and pointers alone. No standard header is included: this one
/// goes into sources of one instruction set.
#include "polyscape/dynamics/tape_step.hpp"

namespace polyscape::dynamics {

/// Walkers that move together; a multiple of all lane widths.
inline constexpr int lot_size = 16;

/// How walkers move, g the gradient at x, n standard normal: by one of
enum class Rule : int {
  descent,   ///< x -= rate g, then x += noise n where there is noise
  momentum,  ///< v = momentum v - rate g, x += v
  adam,      ///< Kingma, Ba 2015
  adjusted,  ///< a proposal as of descent, taken or not by Metropolis and Hastings: exp(-L/T) is kept (MALA)
};

enum class Walls : int {
  none,
  reflecting,  ///< a box; what leaves it is mirrored at its side (adjusted: refused)
  periodic,    ///< a torus
  flat,        ///< a box outside of which stiffness/2 times the squared distance is added: nothing changes inside
};

/// The samples of a batch, drawn anew at each step unless shuffled.
enum class Sampling : int {
  replaced,  ///< independent ones
  distinct,  ///< all different
  shuffled,  ///< in turn, in an order that is drawn anew when all were used
};

/// When a walker is held.
enum class Until : int {
  never,
  flat,  ///< every |g_i|, and every |v_i| of momentum, is at most `tolerance`
  near,  ///< it is in the ball of one of the targets, or its loss before the step was at most `level`
};

struct MarchView {
  Rule rule;
  Walls walls;
  Until until;
  int minibatch;                         ///< whether g is that of a batch
  unsigned long variables, tape_length;  ///< of the tape whose outputs are the gradient and the value
  const TapeStep* tape;
  unsigned long sample_tape_length, samples, columns, batch;
  const TapeStep* sample_tape;  ///< gradient of one sample's loss; its variables are x and the sample's columns
  const double* data;           ///< sample by sample
  const double* ridge;          ///< g gets ridge[i] x[i] more, of a batch
  double sample_factor;         ///< of a sample's loss in the whole; times samples / batch in a batch's
  Sampling sampling;
  const double *low, *high;
  double stiffness, temperature, momentum, beta1, beta2, epsilon, tolerance, radius_squared, level;
  unsigned long target_count;
  const double* targets;  ///< target by target
};

/// Rows of lot_size numbers, one a walker.
struct LotView {
  double* slots;  ///< of the tape; the first `variables` rows are the positions
  double* sample_slots;
  double *first, *second, *gradient;               ///< `variables` rows each
  double *value, *travelled, *stopped, *accepted;  ///< a row each; stopped: the step, negative while it moves
  unsigned long* streams;                          ///< four rows
  unsigned long* order;                            ///< a row a sample
  unsigned long position;                          ///< in the order, of a shuffled one
};

/// The numbers of one step.
struct StepPlan {
  double rate, noise, first_correction, second_correction, number;
};

using Advance = void (*)(const MarchView& march, LotView& lot, const StepPlan* plan, unsigned long steps);

}  // namespace polyscape::dynamics
