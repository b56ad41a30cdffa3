#include "polyscape/solve/ledger.hpp"

namespace polyscape::solve {

void Ledger::add(PathClass path_class) {
  ++tracked;
  switch (path_class) {
    case PathClass::nonsingular:
      ++nonsingular;
      break;
    case PathClass::singular:
      ++singular;
      break;
    case PathClass::at_infinity:
      ++at_infinity;
      break;
    case PathClass::positive_dimensional:
      ++positive_dimensional;
      break;
    case PathClass::excluded:
      ++excluded;
      break;
    case PathClass::failed:
      ++failed;
      break;
  }
}

}  // namespace polyscape::solve
