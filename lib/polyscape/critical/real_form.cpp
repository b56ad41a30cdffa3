#include "polyscape/critical/real_form.hpp"

#include "polyscape/base/error.hpp"

namespace polyscape::critical {

using algebra::Program;

Program real_form(const Program& source) {
  if (source.parameters() != 0) throw ArgumentError("real_form: the program has parameters");
  const std::size_t n = source.variables();
  Program result(2 * n);
  struct Parts {
    Program::Node re = 0, im = 0;
  };
  std::vector<Parts> image(source.size());
  const std::vector<bool> needed = source.used();
  for (Program::Node i = 0; i < source.size(); ++i) {
    if (!needed[i]) continue;
    const Program::Operation o = source.operation(i);
    Parts& v = image[i];
    const auto& a = o.kind >= Program::Kind::sum ? image[o.left] : v;
    const auto& b = o.kind >= Program::Kind::sum ? image[o.right] : v;
    switch (o.kind) {
      case Program::Kind::constant: {
        const algebra::GaussianRational& c = source.constant_value(i);
        v = {result.constant(c.re), result.constant(c.im)};
        break;
      }
      case Program::Kind::variable:
        v = {result.variable(o.left), result.variable(n + o.left)};
        break;
      case Program::Kind::parameter:
        break;
      case Program::Kind::sum:
        v = {result.add(a.re, b.re), result.add(a.im, b.im)};
        break;
      case Program::Kind::product:
        v = {result.subtract(result.multiply(a.re, b.re), result.multiply(a.im, b.im)),
             result.add(result.multiply(a.re, b.im), result.multiply(a.im, b.re))};
        break;
    }
  }
  for (const auto output : source.outputs) result.outputs.push_back(image[output].re);
  for (const auto output : source.outputs) result.outputs.push_back(image[output].im);
  return result;
}

std::vector<algebra::Rational> split(std::span<const algebra::GaussianRational> point) {
  std::vector<algebra::Rational> parts;
  for (const auto& z : point) parts.push_back(z.re);
  for (const auto& z : point) parts.push_back(z.im);
  return parts;
}

std::vector<algebra::GaussianRational> joined(std::span<const algebra::Rational> parts) {
  const std::size_t n = parts.size() / 2;
  std::vector<algebra::GaussianRational> point;
  for (std::size_t i = 0; i < n; ++i) point.emplace_back(parts[i], parts[n + i]);
  return point;
}

}  // namespace polyscape::critical
