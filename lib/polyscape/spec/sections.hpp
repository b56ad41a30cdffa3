#pragma once
/// The tables of a specification, one reader each. All throw InputError.
#include <string>

#include "polyscape/spec/document.hpp"
#include "polyscape/spec/specification.hpp"

namespace polyscape::spec {

/// [network] with its layers, freeze and tie.
Network read_network(const Value& document);
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
/// [data]; files are looked for in `directory`. Targets fit the network and the loss.
Data read_data(const Value& document, const Network& network, const Loss& loss, const std::string& directory);
/// [regularization].
Regularization read_regularization(const Value& document, const Network& network);

}  // namespace polyscape::spec
