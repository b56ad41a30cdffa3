#pragma once
/// The tables of a specification, one reader each. All throw InputError.
#include <initializer_list>
#include <optional>
#include <string>

#include "polyscape/spec/document.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::spec {

/// All of a document without lists; text: what it says, and is said to be read from.
Specification specification_of(const Value& document, const std::string& text, const std::string& file,
                               const std::string& directory);
/// [network] with its layers, freeze and tie.
Network read_network(const Value& document);
/// An array of layers behind each other, into network.layers; network.inputs is set.
void read_layers(const Value& layers, Network& network);
/// The place of a weight's name, which stands at `at`.
std::uint64_t known_place(const Network& network, const Value& at, const std::string& weight);
/// A polynomial in z or { approximate, degree, interval }.
Activation read_activation(const Value& value);
/// { degree = .., interval = [low, high] }: the two entries, checked.
struct DegreeAndInterval {
  int degree;
  Rational low, high;
};
DegreeAndInterval read_degree_and_interval(const Value& table, const std::string& example);

/// [loss].
Loss read_loss(const Value& document, const Network& network);
/// { distribution = "uniform", interval = [low, high], step = .. } and the other distributions; keys of `more_keys` are
/// left to the caller.
Distribution read_distribution(const Value& table, std::initializer_list<std::string_view> more_keys);
/// The entry `seed`; nullopt if there is none.
std::optional<std::uint64_t> read_seed(const Value& table);
/// [data.teacher]: architecture, given or random weights, noise; nothing is drawn yet.
Teacher read_teacher(const Value& table, const Network& network);

/// [data]; files are looked for in `directory`. Targets fit the network and the loss.
Data read_data(const Value& document, const Network& network, const Loss& loss, const std::string& directory);
/// The entries of an option table, [solve] or [dynamics], one line each.
std::vector<SolveEntry> read_entries(const Value& document, const char* key, const char* like);
/// [regularization].
Regularization read_regularization(const Value& document, const Network& network);

}  // namespace polyscape::spec
