#include <iostream>
#include <polyscape/polyscape.hpp>

int main() {
  const char* text = R"(
    network = { inputs = 1, layer = [{ width = 1, activation = "z^2" }, { width = 1 }] }
    data = { inputs = [[1], [2]], targets = [[1], [3]] }
    regularization = { tikhonov = "generic" })";
  const auto specification = polyscape::spec::parse_specification(text, "example.toml", ".");
  const auto result = polyscape::study::analyze(specification, {});
  const auto& found = result.solutions.value();
  std::cout << found.isolated << " critical points, " << found.real << " real, "
            << found.real_by_kind.at(polyscape::report::Kind::minimum)
            << " minima; completeness: " << name(found.completeness) << "\n";
}
