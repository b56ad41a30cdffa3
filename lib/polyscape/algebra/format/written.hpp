#pragma once
/// Polynomial systems as they are written: what stands in parentheses or has a name may become an unknown.
#include <optional>
#include <string>
#include <utility>

#include "polyscape/algebra/lift.hpp"
#include "polyscape/algebra/system.hpp"

namespace polyscape::algebra {

/// A system, and its equations by the inner quantities that its text names.
struct WrittenSystem {
  /// Any system is one that is written term by term.
  WrittenSystem(System of, std::optional<Liftable> by = std::nullopt) : system(std::move(of)), form(std::move(by)) {}

  System system;
  /// A program of the same equations. Its groups are sums of two terms or more, in parentheses or defined by name, that
  /// are factors or occur twice, up to a constant factor: the one used most comes first, each is a group of its own,
  /// labelled by its name or its terms. nullopt: there are none.
  std::optional<Liftable> form;
};

/// As read_system. The text is read again where it has such sums and is no longer than a search for a lift is for.
WrittenSystem read_written_system(const std::string& text, const std::string& file);

}  // namespace polyscape::algebra
