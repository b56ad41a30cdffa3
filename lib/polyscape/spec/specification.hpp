#pragma once
/// What a specification says, as plain values. Every number is exact.
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "polyscape/algebra/polynomial.hpp"
#include "polyscape/algebra/rational.hpp"
#include "polyscape/base/names.hpp"
#include "polyscape/spec/distribution.hpp"

namespace polyscape::spec {

using algebra::Rational;

/// Where the polynomial in place of a function comes from.
struct Approximation {
  std::string function;  ///< "relu", "log(1 + exp(-z))", ...
  int degree = 0;        ///< as asked for; the rounded polynomial may have less
  Rational low, high;    ///< the interval, low < high
  double max_error = 0;  ///< largest |polynomial - function| on a fine grid of the interval
};

/// sum_k coefficients[k] z^k, without trailing zeros (empty: the zero polynomial).
struct Activation {
  std::vector<Rational> coefficients{0, 1};
  std::optional<Approximation> approximation;
  std::string text = "z";  ///< as the specification wrote it
  long degree() const { return static_cast<long>(coefficients.size()) - 1; }
  bool is_identity() const { return coefficients == std::vector<Rational>{0, 1}; }
};

enum class LayerKind { dense, conv1d, residual, fixed };
constexpr auto names_of(LayerKind) { return std::to_array<std::string_view>({"dense", "conv1d", "residual", "fixed"}); }

struct Layer {
  LayerKind kind = LayerKind::dense;
  std::size_t inputs = 0;  ///< length of the previous layer's output
  std::size_t width = 0;   ///< length of the output; conv1d: channels * positions, channel-major
  bool bias = false;       ///< of a dense or conv1d layer
  Activation activation;   ///< of every kind of layer
  /// conv1d: no padding, output p of a channel is sum_k w_k x_{p stride + k}, p and k from 0. The input is one
  /// sequence.
  std::size_t filter = 0, stride = 1, channels = 0;
  std::size_t from = 0;                        ///< residual: the layer added (0: the input)
  std::vector<std::vector<Rational>> weights;  ///< fixed: one row a unit
  std::vector<Rational> biases;                ///< fixed: empty or one a unit

  std::size_t positions() const { return channels == 0 ? 0 : width / channels; }
  /// Units with weights of their own: dense the width, conv1d the channels, else 0.
  std::uint64_t units() const;
  /// Weights of one unit, without and with its bias.
  std::uint64_t taps() const;
  std::uint64_t unit_weights() const { return taps() + (bias ? 1 : 0); }
  std::uint64_t places() const { return units() * unit_weights(); }
};

// Weights are numbered by place: layer, then unit, then the unit's inputs, then its bias, frozen and tied ones
// included.
struct Frozen {
  std::uint64_t place;
  Rational value;
};
/// The weight at `place` is sign times the one at `to`, which is neither frozen nor tied.
struct Tie {
  std::uint64_t place, to;
  int sign;
};

struct Network {
  std::size_t inputs = 0;
  std::vector<Layer> layers;
  std::vector<Frozen> frozen;  ///< by place
  std::vector<Tie> ties;       ///< by place; no place is both frozen and tied

  std::size_t outputs() const { return layers.back().width; }
  /// Places of all layers.
  std::uint64_t places() const;
  /// M: places that are neither frozen nor tied.
  std::uint64_t weights() const { return places() - frozen.size() - ties.size(); }
  /// "w2_1_3" or "b2_1": layer, unit (or channel), input (or tap), from 1.
  std::string weight_name(std::uint64_t place) const;
  /// The place of a name; nullopt if there is none.
  std::optional<std::uint64_t> weight_place(const std::string& weight_name) const;
};

/// A network that the targets come from: its outputs and noise for the square loss; for the logistic loss their sign (1
/// for 0), for the cross-entropy the class of the largest (the first of equal ones).
struct Teacher {
  std::optional<Network> network;     ///< nullopt: the specification's own
  std::vector<Rational> weights;      ///< one a variable, in the order of places
  std::optional<Distribution> drawn;  ///< weights are drawn so; nullopt: given
  std::optional<Distribution> noise;  ///< added to each output
  /// Of the weights and of the noise, which then stay the same whatever the seed of the data; nullopt: that of the
  /// data.
  std::optional<std::uint64_t> seed, noise_seed;
};

struct Data {
  std::vector<std::vector<Rational>> inputs, targets;  ///< one row a sample
  std::string file;                                    ///< CSV file as named, or empty
  std::string path;                                    ///< where that was read
  std::vector<std::string> input_names, target_names;  ///< columns of a CSV file
  std::vector<std::string> classes;  ///< from a class column: class of each target column, or those of -1 and of 1
  bool random = false;               ///< inputs are drawn, and targets unless a teacher gives them
  std::uint64_t seed = 1;            ///< of what is drawn
  Distribution input_distribution, target_distribution;  ///< of random data; targets: square loss only
  std::optional<Teacher> teacher;
};

enum class LossKind { square, logistic, cross_entropy };
constexpr auto names_of(LossKind) { return std::to_array<std::string_view>({"square", "logistic", "cross-entropy"}); }

/// Whether the losses made of a polynomial have a lower bound over all outputs.
enum class Boundedness { below, not_below, undecided };

/// The polynomial in place of log(1 + exp(-m)), in the margin m = y f, or of log sum_k exp f_k, in the d_y outputs.
struct Surrogate {
  algebra::Polynomial polynomial;
  Approximation approximation;  ///< the interval holds for each argument
  // Decided in exact arithmetic.
  Boundedness bounded = Boundedness::undecided;  ///< of the polynomial, or of the polynomial - f_c for every class c
  std::optional<bool> convex;                    ///< where all arguments are in the interval; nullopt: not decided
};

struct Loss {
  LossKind kind = LossKind::square;
  bool mean = false;                   ///< scale = "mean"
  std::optional<Surrogate> surrogate;  ///< unless square
};

enum class TikhonovKind { none, scalar, per_weight, generic, drawn };

struct LayerTikhonov {
  std::vector<std::vector<Rational>> weights;  ///< one row a unit
  std::vector<Rational> bias;
};

struct Regularization {
  TikhonovKind kind = TikhonovKind::none;
  Rational value;                     ///< scalar
  std::vector<LayerTikhonov> layers;  ///< per_weight: one for each layer with weights
  Distribution distribution;          ///< drawn: one lambda a weight, drawn again until it is positive
  std::optional<std::uint64_t> seed;  ///< generic: 1 unless given; drawn: that of the data unless given
};

/// One line of [solve] or [dynamics], still to be understood by its option table.
struct SolveEntry {
  std::string key, text, place;
};

struct Specification {
  std::string title;
  std::string text;  ///< the source as read
  std::string path;  ///< the file's name as given
  Network network;
  Data data;
  Loss loss;
  Regularization regularization;
  std::vector<SolveEntry> solve, dynamics;
};

/// The seed of what [regularization] draws.
std::uint64_t regularization_seed(const Specification& specification);

/// lambda of the weight at `place`, without building anything for the others. Generic: distinct positive rationals
/// k / (10 R) with 1 <= k <= R = max(40, 4 places), a seeded permutation of the ks. Drawn: by a stream of its own.
/// Values given for frozen and tied places count nowhere: the regularisation runs over the M variables.
Rational lambda(const Specification& specification, std::uint64_t place);

/// Fills in random data, each number by its own stream of the seed: inputs and, for the square loss, targets of the
/// distributions that `data` states (multiples of 1/10 up to 3 unless it states one); other targets are random classes.
/// Where there is a teacher, draw_targets() follows.
void draw_data(Data& data, const Network& network, LossKind kind, std::size_t samples, std::uint64_t seed);

/// The targets of data.teacher at data.inputs, its weights and noise drawn first where they are random: as many as
/// data.inputs has rows. Throws ArgumentError without a teacher, LimitError where that is more than 10^8 products or a
/// number grows beyond all limits.
void draw_targets(Data& data, const Network& network, LossKind kind);

/// The specification with random data of another seed instead of its own: same distributions, same teacher, whose
/// weights and noise are drawn again unless they are given or have seeds of their own.
Specification redrawn(const Specification& specification, std::uint64_t seed, std::size_t samples);

/// The specification with generic data: multiples of 1/10, no teacher, whatever distributions and teacher it states,
/// which may be special (targets that weights fit, inputs -1 and 1).
Specification with_generic_data(const Specification& specification, std::uint64_t seed, std::size_t samples);

/// The specification with its data file named as one beside it, in its text too, where that lies neither beside nor
/// below it: what a folder holds that is read by itself. data.path still says where the file is. Unchanged where the
/// name cannot be written anew.
Specification with_file_beside(const Specification& specification);

/// One line, "2-2-1, z^2, 6 weights".
std::string summary(const Network& network);

}  // namespace polyscape::spec
