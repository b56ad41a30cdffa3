#include "output.hpp"
#include "polyscape/algebra/format/format.hpp"
#include "polyscape/base/error.hpp"
#include "polyscape/model/model.hpp"
#include "polyscape/spec/parse.hpp"
#include "polyscape/study/bounding.hpp"
#include "polyscape/study/options.hpp"
#include "verbs.hpp"

namespace polyscape::program {

int system(const Command& command) {
  const std::string format_name = command.json ? "json" : command.format, file = "system." + format_name;
  require_out(command, {file});
  const spec::Specification specification = spec::read_specification(command.files.front());
  study::solver_options(specification.solve, command.options);  // wrong options are told, whether used or not
  study::require_expandable(specification);
  const model::Model model = model::build_model(specification);
  const bool interpolation = command.which == "interpolation";
  if (interpolation && !model.has_interpolation)
    throw InputError(specification.path + " loss.kind", "square, for an interpolation system",
                     spec::name(specification.loss.kind), "write --which gradient");
  const algebra::System equations = interpolation ? interpolation_system(model) : gradient_system(model);
  const std::string text = algebra::write_system(equations, *algebra::format_named(format_name));
  return deliver(command, {{{file, text}}, text, {file, text}}) ? 0 : 1;
}

}  // namespace polyscape::program
