#include <iostream>
#include <polyscape/algebra/format/format.hpp>
#include <polyscape/bounds/bezout.hpp>

int main() {
  const auto system = polyscape::algebra::read_system("2\nx^2 + y^2 - 5;\nx*y^2 - 2;\n", "two curves");
  const auto bezout = polyscape::bounds::bezout_number(polyscape::algebra::degrees(system));
  std::cout << bezout.to_string() << " solutions at most\n";
  return bezout == polyscape::algebra::Integer(6) ? 0 : 1;
}
